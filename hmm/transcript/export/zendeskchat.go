package export

import (
	"strings"

	"intenthmm/hmm/transcript"
)

// zendeskChat reads the history of a chat.
func zendeskChat(out *transcript.Sink, id string, history transcript.Value, at transcript.Place) error {
	number := 0
	return items(history, at, func(v transcript.Value, at transcript.Place) error {
		number++
		return zendeskLine(out, id, number, v, at)
	})
}

// zendeskLine reads one entry of a history. Who joined and left, and how the chat was rated, is no turn.
func zendeskLine(out *transcript.Sink, id string, number int, v transcript.Value, at transcript.Place) error {
	var f [7]transcript.Value
	v.Pick(f[:], "type", "timestamp", "nick", "name", "msg", "sender_type", "attachment")
	e := transcript.Event{Conversation: id, ID: ordinal(number), Place: at, Text: f[4].Text(),
		Author: firstText(f[3], f[2]), Role: zendeskRole(f[0].Text(), f[2].Text(), f[5].Text())}
	switch f[0].Text() {
	case "chat.msg", "chat.triggered":
	case "chat.file":
		e.Media = "file"
		if mime := f[6].Get("mime_type").Text(); mime != "" {
			e.Media = mediaOfType(mime)
		}
	default:
		e.Drop = transcript.DropNotice
	}
	return timed(out, &e, "timestamp", f[1])
}

// zendeskRole tells people from triggers by their nicks: visitor:…, agent:…, agent:trigger.
func zendeskRole(kind, nick, sender string) transcript.Role {
	switch {
	case kind == "chat.triggered" || nick == "agent:trigger" || sender == "Trigger":
		return transcript.Bot
	case strings.HasPrefix(nick, "visitor") || sender == "Visitor":
		return transcript.Customer
	case strings.HasPrefix(nick, "agent") || sender == "Agent":
		return transcript.Agent
	}
	return transcript.Unknown
}

// zendeskOffline reads a message that was left while nobody was there: a conversation of one turn.
func zendeskOffline(out *transcript.Sink, id string, v transcript.Value, at transcript.Place) error {
	var f [3]transcript.Value
	v.Pick(f[:], "message", "timestamp", "visitor")
	e := transcript.Event{Conversation: id, ID: ordinal(1), Place: at, Text: f[0].Text(),
		Author: f[2].Get("name").Text(), Role: transcript.Customer}
	return timed(out, &e, "timestamp", f[1])
}
