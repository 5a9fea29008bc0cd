package export

import "intenthmm/hmm/transcript"

// chatwoot reads messages as Chatwoot's API gives them: in answers, {"payload":[…]}, in a list, or one a line.
var chatwoot = transcript.Format{
	Name:       "chatwoot",
	Extensions: []string{".json", ".jsonl", ".ndjson"},
	Detect: func(h *transcript.Head) bool {
		return anywhere(h.Shape, []string{"payload[].", "[].", ""}, "message_type", "content", "conversation_id", "inbox_id")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "payload", func(v transcript.Value, at transcript.Place) error { return chatwootMessage(out, v, at) })
	},
}

func chatwootMessage(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [11]transcript.Value
	v.Pick(f[:], "id", "conversation_id", "created_at", "content", "content_type", "content_attributes",
		"message_type", "private", "attachments", "sender_type", "sender")
	if f[1].Text() == "" {
		return lacking(out, at, "conversation_id", f[1], "the number of a conversation")
	}
	e := transcript.Event{Conversation: f[1].Text(), ID: f[0].Text(), Place: at, Text: f[3].Text()}
	if f[4].Is("incoming_email") {
		e.Text = unquoted(e.Text)
	}
	for a := range f[8].Items() {
		e.Media = chatwootMedia(a.Get("file_type").Text())
		break
	}
	e.Author = f[10].Get("name").Text()
	e.Role = chatwootRole(f[6].Text(), firstText(f[9], f[10].Get("type")))
	switch {
	case f[5].Get("deleted").True():
		e.Drop = transcript.DropDeleted
	case f[7].True():
		e.Drop = transcript.DropNote
	case f[6].Text() == "2" || f[6].Is("activity"):
		e.Drop = transcript.DropNotice
	}
	return timed(out, &e, "created_at", f[2])
}

// chatwootRole is who sent a message of a type, a number or its name. What goes out without a sender, and templates,
// are sent by rules.
func chatwootRole(kind, sender string) transcript.Role {
	switch {
	case kind == "0" || kind == "incoming" || sender == "Contact" || sender == "contact":
		return transcript.Customer
	case kind != "3" && kind != "template" && (sender == "User" || sender == "user"):
		return transcript.Agent
	}
	return transcript.Bot
}

func chatwootMedia(kind string) string {
	switch kind {
	case "image", "audio", "video", "location", "contact":
		return kind
	}
	return "file"
}
