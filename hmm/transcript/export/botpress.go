package export

import (
	"strings"

	"intenthmm/hmm/transcript"
)

// botpress reads messages as Botpress's API lists them, the newest first: in answers, {"messages":[…]}, in a list, or
// one a line.
var botpress = transcript.Format{
	Name:       "botpress",
	Extensions: []string{".json", ".jsonl", ".ndjson"},
	Detect: func(h *transcript.Head) bool {
		return anywhere(h.Shape, []string{"messages[].", "[].", ""}, "conversationId", "direction", "payload", "createdAt")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "messages", func(v transcript.Value, at transcript.Place) error { return botpressMessage(out, v, at) })
	},
}

func botpressMessage(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [8]transcript.Value
	v.Pick(f[:], "id", "conversationId", "createdAt", "updatedAt", "type", "payload", "direction", "userId")
	if f[1].Text() == "" {
		return lacking(out, at, "conversationId", f[1], "that of a conversation")
	}
	e := transcript.Event{Conversation: f[1].Text(), ID: f[0].Text(), Place: at, Author: f[7].Text()}
	e.Edited, _ = out.Clock().Parse(f[3].Text())
	e.Text, e.Media = botpressText(f[5], botpressLevels), botpressMedia(f[4].Text())
	switch f[6].Text() {
	case "incoming":
		e.Role = transcript.Customer
	case "outgoing":
		e.Role = transcript.Bot
	}
	return timed(out, &e, "createdAt", f[2])
}

// botpressLevels is how deep payloads lie in each other: a block of messages, a carousel in it, its cards.
const botpressLevels = 2

// botpressText is the text of a payload: of a message, of a card, or of the cards and messages in it, so many levels
// down.
func botpressText(payload transcript.Value, levels int) string {
	var f [5]transcript.Value
	payload.Pick(f[:], "text", "markdown", "title", "subtitle", "items")
	var texts []string
	add := func(text string) {
		if text != "" {
			texts = append(texts, text)
		}
	}
	if add(firstText(f[0], f[1])); len(texts) == 0 {
		add(f[2].Text())
		add(f[3].Text())
	}
	if levels == 0 {
		return strings.Join(texts, "\n")
	}
	for item := range f[4].Items() {
		if inner := item.Get("payload"); inner.IsObject() {
			item = inner
		}
		add(botpressText(item, levels-1))
	}
	return strings.Join(texts, "\n")
}

func botpressMedia(kind string) string {
	switch kind {
	case "image", "audio", "video", "file", "location":
		return kind
	case "card", "carousel":
		return "card"
	}
	return ""
}
