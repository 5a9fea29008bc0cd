package export

import (
	"fmt"
	"strings"

	"intenthmm/hmm/transcript"
)

// twilio reads messages of Twilio Conversations as its API lists them, {"messages":[{…}]}, or as its command line does,
// a list with the keys in camel case. Messages are numbered in each conversation, with gaps where some were deleted.
//
// Source: www.twilio.com/docs/conversations/api/conversation-message-resource.
var twilio = transcript.Format{
	Name:       "twilio",
	Extensions: []string{".json"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("messages[].conversation_sid", "messages[].index") ||
			h.Shape.Has("[].messages[].conversation_sid", "[].messages[].index") ||
			h.Shape.Has("[].conversation_sid", "[].index") || h.Shape.Has("[].conversationSid", "[].index")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "messages", func(v transcript.Value, at transcript.Place) error { return twilioMessage(out, v, at) })
	},
}

// twilioKeys are the fields in both spellings.
var twilioKeys = []string{
	"index", "author", "body", "media",
	"conversation_sid", "date_created", "date_updated",
	"conversationSid", "dateCreated", "dateUpdated",
}

func twilioMessage(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [10]transcript.Value
	v.Pick(f[:], twilioKeys...)
	for i := 4; i < 7; i++ {
		if f[i].IsNull() {
			f[i] = f[i+3]
		}
	}
	if f[4].Text() == "" {
		return out.Bad(at, "missing field", `"conversation_sid": expected a message with one`)
	}
	e := transcript.Event{Conversation: f[4].Text(), ID: f[0].Text(), Place: at, Text: f[2].Text()}
	when, ok := out.Clock().Parse(f[5].Text())
	if !ok {
		return out.Bad(at, "bad value", fmt.Sprintf("date_created is %s: expected a time", f[5].Kind()))
	}
	e.At = when
	if edited, ok := out.Clock().Parse(f[6].Text()); ok {
		e.Edited = edited
	}
	twilioAuthor(out, &e, f[1].Text())
	for m := range f[3].Items() {
		var g [2]transcript.Value
		m.Pick(g[:], "content_type", "contentType")
		e.Media = mediaOfType(g[0].Text() + g[1].Text())
		break
	}
	return out.Add(&e)
}

// twilioAuthor sets who wrote a message. Without an author Twilio writes "system"; people who write by SMS or
// WhatsApp are their address, and those at a desk have a name.
func twilioAuthor(out *transcript.Sink, e *transcript.Event, author string) {
	_, address, found := strings.Cut(author, ":")
	if !found {
		address = author
	}
	switch {
	case author == "system":
		e.Role = transcript.System
	case strings.HasPrefix(address, "+"):
		out.Guess("an author with a phone number was taken for the customer")
		e.Role = transcript.Customer
	default:
		e.Author = author
	}
}
