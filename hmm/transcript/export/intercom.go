package export

import (
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/hypertext"
)

// intercom reads conversations as Intercom's API gives them: one a line, in a list, or in answers. What began a
// conversation (source) is its first turn, before its parts.
var intercom = transcript.Format{
	Name:       "intercom",
	Extensions: []string{".json", ".jsonl", ".ndjson"},
	Detect: func(h *transcript.Head) bool {
		places := []string{"", "[].", "conversations[]."}
		return anywhere(h.Shape, places, "source.body", "source.delivered_as") ||
			anywhere(h.Shape, places, "conversation_parts.conversation_parts")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "conversations", func(v transcript.Value, at transcript.Place) error { return intercomConversation(out, v, at) })
	},
}

func intercomConversation(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [4]transcript.Value
	v.Pick(f[:], "id", "source", "created_at", "conversation_parts")
	id := f[0].Text()
	if id == "" {
		return lacking(out, at, "id", f[0], "that of a conversation")
	}
	if f[1].IsObject() {
		e := intercomEvent(id, 0, f[1], at)
		if e.Text == "" && e.Drop == "" {
			e.Text = f[1].Get("subject").Text()
		}
		if err := timed(out, &e, "created_at", f[2]); err != nil {
			return err
		}
	}
	number := 0
	err := items(f[3].Get("conversation_parts"), at, func(part transcript.Value, at transcript.Place) error {
		number++
		e := intercomEvent(id, number, part, at)
		intercomKind(&e, part.Get("part_type").Text())
		return timed(out, &e, "created_at", part.Get("created_at"))
	})
	if total, ok := f[3].Get("total_count").Number(); ok && int(total) > number {
		out.Guess("a conversation was taken as it stands although Intercom left parts of it out (it gives at most 500)")
	}
	return err
}

// intercomEvent reads what a source and a part have in common.
func intercomEvent(id string, number int, v transcript.Value, at transcript.Place) transcript.Event {
	var f [4]transcript.Value
	v.Pick(f[:], "body", "author", "attachments", "redacted")
	e := transcript.Event{Conversation: id, ID: ordinal(number), Place: at, Text: hypertext.Message(f[0].Text()),
		Author: firstText(f[1].Get("name"), f[1].Get("id")), Role: intercomRole(f[1])}
	if strings.Contains(f[0].Text(), "<img") {
		e.Media = "image"
	}
	for a := range f[2].Items() {
		e.Media = mediaOfType(a.Get("content_type").Text())
		break
	}
	if f[3].True() {
		e.Drop = transcript.DropDeleted
	}
	return e
}

func intercomRole(author transcript.Value) transcript.Role {
	switch author.Get("type").Text() {
	case "user", "lead", "contact":
		return transcript.Customer
	case "bot":
		return transcript.Bot
	case "admin", "team":
		if author.Get("from_ai_agent").True() {
			return transcript.Bot
		}
		return transcript.Agent
	}
	return transcript.Unknown
}

// intercomKind says of a part why it is no turn. What a customer writes always is one. Of the others' parts,
// comments are, and what is said on opening and closing; a part of another type is about the conversation, and
// its body with it.
func intercomKind(e *transcript.Event, kind string) {
	switch {
	case e.Drop != "":
	case strings.HasPrefix(kind, "note"):
		e.Drop = transcript.DropNote
	case kind == "comment" || e.Role == transcript.Customer && e.Text != "":
	case kind != "open" && kind != "close" && kind != "quick_reply" || e.Text == "":
		e.Drop = transcript.DropNotice
	}
}
