package export

import (
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/hypertext"
)

// teams reads messages of Microsoft Teams: as Microsoft Graph gives them (chatMessage), and messages.json of a
// personal export, which Skype's export has too. Both have the newest message first.
var teams = transcript.Format{
	Name:       "teams",
	Extensions: []string{".json", ".jsonl"},
	Detect: func(h *transcript.Head) bool {
		return isTeamsExport(h.Shape) || anywhere(h.Shape, []string{"value[].", "[].", ""}, "messageType", "createdDateTime", "body")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		if isTeamsExport(in.Shape()) {
			return readTeamsExport(in, out)
		}
		g := graph{out: out, file: baseName(in.Name)}
		return entries(in, out, "value", g.thread)
	},
}

// A graph is a file of messages from Microsoft Graph.
type graph struct {
	out  *transcript.Sink
	file string // what messages go by that name neither chat nor channel
}

// thread reads a message, and the replies to it where they were asked for together.
func (g graph) thread(v transcript.Value, at transcript.Place) error {
	replies, err := g.message(v, at)
	if err != nil {
		return err
	}
	return items(replies, at, func(v transcript.Value, at transcript.Place) error {
		_, err := g.message(v, at)
		return err
	})
}

// message reads a message without its replies, which it returns.
func (g graph) message(v transcript.Value, at transcript.Place) (replies transcript.Value, err error) {
	var f [12]transcript.Value
	v.Pick(f[:], "id", "replyToId", "chatId", "channelIdentity", "messageType", "createdDateTime", "lastModifiedDateTime",
		"deletedDateTime", "from", "body", "attachments", "replies")
	if f[0].Text() == "" {
		return f[11], lacking(g.out, at, "id", f[0], "that of a message")
	}
	e := transcript.Event{ID: f[0].Text(), Place: at}
	e.Conversation, e.Span = g.conversation([4]transcript.Value(f[:4]))
	e.Author, e.Role = graphSender(f[8])
	e.Text, e.Media = graphBody(f[9], f[10])
	e.Edited, _ = g.out.Clock().Parse(f[6].Text())
	switch {
	case !f[4].Is("message"):
		e.Drop = transcript.DropNotice
	case !f[7].IsNull():
		e.Drop = transcript.DropDeleted
	}
	return f[11], timed(g.out, &e, "createdDateTime", f[5])
}

// conversation is what a message with such an id, replyToId, chatId and channelIdentity belongs to: a chat, which
// is open, or a thread of a channel, which is a message there and the replies to it.
func (g graph) conversation(f [4]transcript.Value) (string, transcript.Span) {
	if chat := f[2].Text(); chat != "" {
		return chat, transcript.Open
	}
	root := firstText(f[1], f[0])
	if channel := f[3].Get("channelId").Text(); channel != "" {
		return channel + "/" + root, transcript.Thread
	}
	if f[1].Text() != "" {
		return g.file + "/" + root, transcript.Thread
	}
	return g.file, transcript.Open
}

// graphSender is the user or the application that sent a message.
func graphSender(from transcript.Value) (author string, role transcript.Role) {
	user, program := from.Get("user"), from.Get("application")
	if program.IsObject() {
		return firstText(program.Get("displayName"), program.Get("id")), transcript.Bot
	}
	return firstText(user.Get("displayName"), user.Get("id")), transcript.Unknown
}

// graphBody is the text of a message and what is attached to it; the message that is quoted is not.
func graphBody(body, attachments transcript.Value) (text, media string) {
	text = body.Get("content").Text()
	if body.Get("contentType").Is("html") {
		if strings.Contains(text, "<img") {
			media = "image"
		}
		text = hypertext.Message(text)
	}
	for a := range attachments.Items() {
		switch kind := a.Get("contentType").Text(); {
		case kind == "messageReference" || media != "":
		case strings.HasPrefix(kind, "application/vnd.microsoft.card"):
			media = "card"
		case kind == "reference":
			media = mediaOf(a.Get("name").Text())
		default:
			media = mediaOfType(kind)
		}
	}
	return text, media
}
