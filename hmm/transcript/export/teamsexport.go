package export

import (
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/hypertext"
)

func isTeamsExport(s transcript.Shape) bool { return s.Has("userId", "exportDate", "conversations") }

// readTeamsExport reads messages.json: {"userId":…,"conversations":[{"id":…,"MessageList":[…]}]}. A conversation there is
// open: a pair of people or a group.
func readTeamsExport(in *transcript.Input, out *transcript.Sink) error {
	doc := in.Document()
	return doc.Object(func(key string) error {
		if key != "conversations" {
			return nil
		}
		return doc.List(func(int) error { return teamsConversation(doc, out) })
	})
}

func teamsConversation(doc *transcript.Document, out *transcript.Sink) error {
	id := ""
	return doc.Object(func(key string) error {
		switch key {
		case "id":
			return doc.Value(out, func(v transcript.Value, _ transcript.Place) error {
				id = v.Text()
				return nil
			})
		case "MessageList":
			return doc.List(func(int) error {
				return doc.Value(out, func(v transcript.Value, at transcript.Place) error { return teamsMessage(out, id, v, at) })
			})
		}
		return nil
	})
}

func teamsMessage(out *transcript.Sink, conversation string, v transcript.Value, at transcript.Place) error {
	var f [8]transcript.Value
	v.Pick(f[:], "id", "displayName", "originalarrivaltime", "messagetype", "content", "conversationid", "from", "properties")
	if conversation == "" {
		conversation = f[5].Text()
	}
	if conversation == "" {
		return lacking(out, at, "conversationid", f[5], "that of a conversation")
	}
	e := transcript.Event{Conversation: conversation, Span: transcript.Open, ID: f[0].Text(), Place: at,
		Author: firstText(f[1], f[6]), Text: f[4].Text()}
	if strings.HasPrefix(f[6].Text(), "28:") { // the other numbers before a colon are those of people
		e.Role = transcript.Bot
	}
	e.Edited, _ = out.Clock().Parse(f[7].Get("edittime").Text())
	teamsKind(&e, f[3].Text())
	if !f[7].Get("deletetime").IsNull() {
		e.Drop = transcript.DropDeleted
	}
	return timed(out, &e, "originalarrivaltime", f[2])
}

// teamsKind reads a text as what its type says it is. For media it is markup.
func teamsKind(e *transcript.Event, kind string) {
	switch kind {
	case "Text":
		return
	case "RichText", "RichText/Html":
		e.Text = hypertext.Message(e.Text)
		return
	}
	e.Text, e.Media = "", teamsMedia[kind]
	if e.Media == "" {
		e.Drop = transcript.DropNotice
	}
}

// teamsMedia are the types that show something else than text.
var teamsMedia = map[string]string{
	"RichText/UriObject":            "image",
	"RichText/Media_Album":          "image",
	"RichText/Media_Card":           "card",
	"RichText/Media_GenericFile":    "file",
	"RichText/Media_Video":          "video",
	"RichText/Media_FlikMsg":        "video",
	"RichText/Media_AudioMsg":       "audio",
	"RichText/Media_CallRecording":  "video",
	"RichText/Media_CallTranscript": "file",
	"RichText/Location":             "location",
	"RichText/Contacts":             "contact",
	"Poll":                          "poll",
}
