package export

import "intenthmm/hmm/transcript"

// crisp reads messages as Crisp's API gives them: in answers, {"data":[…]}, in a list, or one a line.
var crisp = transcript.Format{
	Name:       "crisp",
	Extensions: []string{".json", ".jsonl", ".ndjson"},
	Detect: func(h *transcript.Head) bool {
		return anywhere(h.Shape, []string{"data[].", "[].", ""}, "session_id", "from", "content", "fingerprint")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "data", func(v transcript.Value, at transcript.Place) error { return crispMessage(out, v, at) })
	},
}

func crispMessage(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [9]transcript.Value
	v.Pick(f[:], "session_id", "fingerprint", "timestamp", "type", "from", "content", "user", "automated", "origin")
	if f[0].Text() == "" {
		return lacking(out, at, "session_id", f[0], "that of a conversation")
	}
	e := transcript.Event{Conversation: f[0].Text(), ID: f[1].Text(), Place: at,
		Author: firstText(f[6].Get("nickname"), f[6].Get("user_id")), Role: crispRole(f[4].Text(), f[7].True())}
	crispContent(&e, f[3].Text(), f[5])
	if f[8].Is("email") {
		e.Text = unquoted(e.Text)
	}
	return timed(out, &e, "timestamp", f[2])
}

// crispRole is who sent a message; operators have programs that answer for them.
func crispRole(from string, automated bool) transcript.Role {
	switch {
	case from == "user":
		return transcript.Customer
	case from == "operator" && automated:
		return transcript.Bot
	case from == "operator":
		return transcript.Agent
	}
	return transcript.Unknown
}

// crispContent reads a content, which is a text or an object, as its type says.
func crispContent(e *transcript.Event, kind string, content transcript.Value) {
	e.Text = firstText(content, content.Get("text"))
	switch kind {
	case "text", "picker", "field", "carousel":
	case "note":
		e.Drop = transcript.DropNote
	case "file":
		e.Media = mediaOfType(content.Get("type").Text())
	case "animation":
		e.Media = "image"
	case "audio":
		e.Media = "audio"
	default:
		e.Drop = transcript.DropNotice
	}
}
