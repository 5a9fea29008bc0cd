package export

import (
	"fmt"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// telegram reads result.json of Telegram Desktop: one chat, or all chats of an account, those that were left
// included. A chat is open and goes by its id, since names need not differ and may be missing.
var telegram = transcript.Format{
	Name:       "telegram",
	Extensions: []string{".json"},
	Detect:     isTelegram,
	Order:      transcript.Grouped,
	Read:       readTelegram,
	DetectTree: isTelegramFolder,
	ReadTree: func(t *transcript.Tree, out *transcript.Sink) error {
		return t.Each(telegramResult, func(in *transcript.Input) error { return readTelegram(in, out) })
	},
}

const telegramResult = "result.json"

// isTelegram knows a chat by its messages. What stands before the chats of an account may be longer than what is
// looked at.
func isTelegram(h *transcript.Head) bool {
	if h.Shape.Has("messages[].id", "messages[].type", "messages[].date", "messages[].text") {
		return true
	}
	return h.Shape.Has("about") && (h.Shape.Has("personal_information.user_id") || h.Shape.Has("contacts.list") || h.Shape.Has("chats.list"))
}

// isTelegramFolder wants the media of a chat beside its messages. Without them the file alone is read.
func isTelegramFolder(names []string) bool {
	folders := []string{"chats", "contacts", "files", "photos", "profile_pictures", "round_video_messages", "stickers", "stories", "video_files", "voice_messages"}
	return slices.Contains(names, telegramResult) && slices.ContainsFunc(names, func(name string) bool {
		folder, _, found := strings.Cut(name, "/")
		return found && slices.Contains(folders, folder)
	})
}

// A telegramExport is a file being read.
type telegramExport struct {
	doc    *transcript.Document
	out    *transcript.Sink
	number int // of the chat in the file
}

func readTelegram(in *transcript.Input, out *transcript.Sink) error {
	x := &telegramExport{doc: in.Document(), out: out}
	single := &telegramChat{telegramExport: x, file: baseName(in.Name)}
	return x.doc.Object(func(key string) error {
		if key != "chats" && key != "left_chats" {
			return single.member(key)
		}
		return x.doc.Object(func(key string) error {
			if key != "list" {
				return nil
			}
			return x.doc.List(func(int) error { return x.doc.Object(x.chat().member) })
		})
	})
}

// chat is the next chat of an account.
func (x *telegramExport) chat() *telegramChat {
	x.number++
	return &telegramChat{telegramExport: x, file: fmt.Sprintf("chat %d", x.number)}
}

// A telegramChat is a chat being read. What it is stands before its messages.
type telegramChat struct {
	*telegramExport
	id, name, kind string
	file           string // its place in the file, for want of both
}

// member reads one member of a chat, and passes over those that say nothing of what was said.
func (c *telegramChat) member(key string) error {
	var text *string
	switch key {
	case "id":
		text = &c.id
	case "name":
		text = &c.name
	case "type":
		text = &c.kind
	case "messages":
		conversation := c.conversation()
		return c.doc.List(func(int) error {
			return c.doc.Value(c.out, func(v transcript.Value, at transcript.Place) error { return c.message(conversation, v, at) })
		})
	default:
		return nil
	}
	return c.doc.Value(c.out, func(v transcript.Value, _ transcript.Place) error {
		*text = v.Text()
		return nil
	})
}

// conversation is what a chat goes by.
func (c *telegramChat) conversation() string {
	switch {
	case c.id != "":
		return c.id
	case c.name != "":
		return c.name
	}
	c.out.Guess("a chat without id and name before its messages goes by its place in the file")
	return c.file
}

func (c *telegramChat) message(conversation string, v transcript.Value, at transcript.Place) error {
	var f [15]transcript.Value
	v.Pick(f[:], "id", "type", "date", "date_unixtime", "from", "from_id", "text", "text_entities",
		"media_type", "photo", "file", "mime_type", "location_information", "contact_information", "poll")
	if !v.IsObject() {
		return c.out.Bad(at, "not an object", "expected a message, found "+v.Kind())
	}
	e := transcript.Event{Conversation: conversation, Span: transcript.Open, ID: f[0].Text(), Place: at,
		Author: firstText(f[4], f[5]), Role: c.role(f[5].Text()), Media: telegramMedia([7]transcript.Value(f[8:]))}
	for _, text := range []transcript.Value{f[6], f[7], f[14].Get("question")} {
		if e.Text == "" {
			e.Text = telegramText(text)
		}
	}
	if !f[1].Is("message") {
		e.Drop = transcript.DropNotice
	}
	if f[3].IsNull() {
		return timed(c.out, &e, "date", f[2])
	}
	return timed(c.out, &e, "date_unixtime", f[3])
}

// role tells a bot from the person who talks to it: the chat has the bot's number.
func (c *telegramChat) role(from string) transcript.Role {
	switch {
	case c.kind != "bot_chat" || from == "":
		return transcript.Unknown
	case strings.TrimPrefix(from, "user") == c.id:
		return transcript.Bot
	}
	return transcript.Customer
}
