package export

import "intenthmm/hmm/transcript"

// zendesk reads chats of Zendesk Chat, each with its history, and tickets of Zendesk Support, each with its
// comments: one a line, in a list, or in answers of the API. A chat or ticket is a conversation.
var zendesk = transcript.Format{
	Name:       "zendesk",
	Extensions: []string{".json", ".jsonl", ".ndjson"},
	Detect:     isZendesk,
	Order:      transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		key := "chats"
		if in.Shape().Has("tickets[]") {
			key = "tickets"
		}
		return entries(in, out, key, func(v transcript.Value, at transcript.Place) error { return zendeskRecord(out, v, at) })
	},
}

// isZendesk knows a chat by its visitor, and a ticket by its requester where its comments are too far down.
func isZendesk(h *transcript.Head) bool {
	chats := []string{"", "[].", "chats[]."}
	tickets := []string{"", "[].", "tickets[].", "ticket.", "[].ticket."}
	return anywhere(h.Shape, chats, "history[].nick") || anywhere(h.Shape, chats, "visitor", "department_name") ||
		anywhere(h.Shape, chats, "visitor", "agent_names") ||
		anywhere(h.Shape, tickets, "comments[].author_id", "comments[].public") || anywhere(h.Shape, tickets, "requester_id", "subject", "status")
}

func zendeskRecord(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	if ticket := v.Get("ticket"); ticket.IsObject() {
		v = ticket
	}
	var f [4]transcript.Value
	v.Pick(f[:], "id", "history", "comments", "message")
	id := f[0].Text()
	switch {
	case id == "":
		return lacking(out, at, "id", f[0], "that of a chat or a ticket")
	case f[1].IsList():
		return zendeskChat(out, id, f[1], at)
	case f[2].IsList():
		return zendeskTicket(out, id, v, f[2], at)
	case f[3].IsText():
		return zendeskOffline(out, id, v, at)
	default:
		return lacking(out, at, "comments", f[2], "a list of comments, or history: that of a chat")
	}
}
