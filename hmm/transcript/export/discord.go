package export

import (
	"bytes"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// discord reads what DiscordChatExporter writes of a channel, as JSON or as CSV. A channel is open. In JSON it
// goes by its id; CSV says nothing of it, so that it goes by the name of the file. The exporter can be asked for
// the newest message first.
var discord = transcript.Format{
	Name:       "discord",
	Extensions: []string{".json", ".csv"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("guild.id", "channel.id") && (h.Shape.Has("dateRange") || h.Shape.Has("messages[].timestamp")) ||
			isDiscordCSV(h.Bytes)
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		if bytes.HasPrefix(bytes.TrimSpace(in.Head), []byte{'{'}) {
			return readDiscordJSON(in, out)
		}
		return readDiscordCSV(in, out)
	},
}

func readDiscordJSON(in *transcript.Input, out *transcript.Sink) error {
	doc, channel := in.Document(), baseName(in.Name)
	return doc.Object(func(key string) error {
		switch key {
		case "channel":
			return doc.Value(out, func(v transcript.Value, _ transcript.Place) error {
				if id := firstText(v.Get("id"), v.Get("name")); id != "" {
					channel = id
				}
				return nil
			})
		case "messages":
			return doc.List(func(int) error {
				return doc.Value(out, func(v transcript.Value, at transcript.Place) error { return discordMessage(out, channel, v, at) })
			})
		}
		return nil
	})
}

// discordTalk are the types of messages that somebody wrote. The exporter has names for the first two alone; the
// numbers are answers of bots to commands.
var discordTalk = []string{"Default", "Reply", "20", "23"}

func discordMessage(out *transcript.Sink, channel string, v transcript.Value, at transcript.Place) error {
	var f [9]transcript.Value
	v.Pick(f[:], "id", "type", "timestamp", "timestampEdited", "content", "author", "attachments", "stickers", "embeds")
	if f[0].Text() == "" {
		return lacking(out, at, "id", f[0], "the number of a message")
	}
	e := transcript.Event{Conversation: channel, Span: transcript.Open, ID: f[0].Text(), Place: at, Text: f[4].Text()}
	e.Edited, _ = out.Clock().Parse(f[3].Text())
	e.Author = firstText(f[5].Get("nickname"), f[5].Get("name"), f[5].Get("id"))
	if f[5].Get("isBot").True() {
		e.Role = transcript.Bot
	}
	e.Media = discordMedia(f[6], f[7])
	if strings.TrimSpace(e.Text) == "" {
		e.Text = discordBeside(&e, v, f[8])
	}
	if !slices.Contains(discordTalk, f[1].Text()) {
		e.Drop = transcript.DropNotice
	}
	return timed(out, &e, "timestamp", f[2])
}

// discordMedia is the first attachment or sticker.
func discordMedia(attachments, stickers transcript.Value) string {
	for a := range attachments.Items() {
		return mediaOf(firstText(a.Get("fileName"), a.Get("url")))
	}
	for range stickers.Items() {
		return "sticker"
	}
	return ""
}

// discordBeside is the text of a message that has none of its own: that of its cards, with which bots answer, or
// the one that it passes on.
func discordBeside(e *transcript.Event, v, embeds transcript.Value) string {
	var texts []string
	for embed := range embeds.Items() {
		for _, part := range []string{embed.Get("title").Text(), embed.Get("description").Text()} {
			if part != "" {
				texts = append(texts, part)
			}
		}
	}
	forwarded := v.Get("forwardedMessage")
	if e.Media == "" {
		e.Media = discordMedia(forwarded.Get("attachments"), forwarded.Get("stickers"))
	}
	if text := forwarded.Get("content").Text(); text != "" {
		texts = append(texts, text)
	}
	return strings.Join(texts, "\n")
}
