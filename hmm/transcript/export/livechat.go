package export

import (
	"strings"

	"intenthmm/hmm/transcript"
)

// liveChat reads the archives of LiveChat as its API lists them: {"chats":[{"users":[…],"thread":{"events":[…]}}]}. A
// chat is all that a customer ever wrote; its threads are the conversations.
//
// Source: platform.text.com/docs/messaging/agent-chat-api, data structures of versions 3.2 to 3.6.
var liveChat = transcript.Format{
	Name:       "livechat",
	Extensions: []string{".json"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("chats[].users[].type", "chats[].id") || h.Shape.Has("chats[].thread.events[].author_id") ||
			h.Shape.Has("[].thread.events[].author_id") || h.Shape.Has("[].chats[].users[].type")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return entries(in, out, "chats", func(v transcript.Value, at transcript.Place) error { return liveChatThreads(out, v, at) })
	},
}

// liveChatThreads reads the thread of a chat, or its threads.
func liveChatThreads(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [4]transcript.Value
	v.Pick(f[:], "id", "users", "thread", "threads")
	chat := f[0].Text()
	if chat == "" || !f[2].IsObject() && !f[3].IsList() {
		return out.Bad(at, "missing field", `"id" and "thread": expected a chat with both`)
	}
	people := map[string]transcript.Event{}
	for u := range f[1].Items() {
		var g [3]transcript.Value
		u.Pick(g[:], "id", "name", "type")
		people[g[0].Text()] = transcript.Event{Author: g[1].Text(), Role: liveChatRole(g[2].Text())}
	}
	if err := liveChatEvents(out, chat, f[2], people, at); err != nil {
		return err
	}
	for thread := range f[3].Items() {
		if err := liveChatEvents(out, chat, thread, people, at); err != nil {
			return err
		}
	}
	return nil
}

func liveChatRole(kind string) transcript.Role {
	switch kind {
	case "customer":
		return transcript.Customer
	case "agent":
		return transcript.Agent
	case "bot":
		return transcript.Bot
	}
	return transcript.Unknown
}

func liveChatEvents(out *transcript.Sink, chat string, thread transcript.Value, people map[string]transcript.Event, at transcript.Place) error {
	var f [2]transcript.Value
	thread.Pick(f[:], "id", "events")
	conversation := chat + "/" + f[0].Text()
	for v := range f[1].Items() {
		e := transcript.Event{Conversation: conversation, Span: transcript.Thread, Place: at}
		if err := liveChatEvent(out, &e, v, people); err != nil {
			return err
		}
	}
	return nil
}

// liveChatEvent reads one event. What only agents see is a note: visibility, which was called recipients before
// version 3.4, says so.
func liveChatEvent(out *transcript.Sink, e *transcript.Event, v transcript.Value, people map[string]transcript.Event) error {
	var f [10]transcript.Value
	v.Pick(f[:], "id", "type", "created_at", "author_id", "visibility", "recipients", "text", "content_type", "elements", "deleted")
	when, ok := out.Clock().Parse(f[2].Text())
	if !ok {
		return out.Bad(e.Place, "bad value", "created_at of an event is no time: expected one such as 2024-01-05T10:01:07.123456Z")
	}
	author := f[3].Text()
	e.ID, e.At, e.Author, e.Role = f[0].Text(), when, people[author].Author, people[author].Role
	if e.Author == "" {
		e.Author = author
	}
	switch f[1].Text() {
	case "message":
		e.Text = f[6].Text()
	case "rich_message":
		e.Text, e.Media = liveChatCards(f[8]), "card"
	case "file":
		e.Media = mediaOfType(f[7].Text())
	default: // system_message, filled_form, form, custom
		e.Drop = transcript.DropNotice
	}
	switch {
	case f[9].True():
		e.Drop = transcript.DropDeleted
	case e.Drop == "" && (f[4].Is("agents") || f[5].Is("agents")):
		e.Drop = transcript.DropNote
	}
	return out.Add(e)
}

// liveChatCards is the titles and texts of cards, a line each.
func liveChatCards(elements transcript.Value) string {
	var texts []string
	for card := range elements.Items() {
		var f [2]transcript.Value
		card.Pick(f[:], "title", "subtitle")
		for _, v := range f {
			if t := v.Text(); t != "" {
				texts = append(texts, t)
			}
		}
	}
	return strings.Join(texts, "\n")
}
