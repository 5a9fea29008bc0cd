package export

import (
	"intenthmm/hmm/transcript"
	"intenthmm/internal/hypertext"
)

// A zendeskPeople is who is what in a ticket.
type zendeskPeople struct {
	requester string
	agents    map[string]bool
}

// zendeskTicket reads the comments of a ticket.
func zendeskTicket(out *transcript.Sink, id string, ticket, comments transcript.Value, at transcript.Place) error {
	people, number := newZendeskPeople(ticket, comments), 0
	return items(comments, at, func(v transcript.Value, at transcript.Place) error {
		number++
		return zendeskComment(out, id, number, people, v, at)
	})
}

// newZendeskPeople knows as agents the assignee and whoever wrote a private comment, which others cannot.
func newZendeskPeople(ticket, comments transcript.Value) *zendeskPeople {
	var f [4]transcript.Value
	ticket.Pick(f[:], "requester_id", "requester", "assignee_id", "assignee")
	p := &zendeskPeople{requester: firstText(f[0], f[1].Get("id")), agents: map[string]bool{}}
	p.agents[firstText(f[2], f[3].Get("id"))] = true
	for c := range comments.Items() {
		if isPrivate(c.Get("public")) {
			p.agents[zendeskAuthor(c)] = true
		}
	}
	return p
}

// role of the author of a comment.
func (p *zendeskPeople) role(out *transcript.Sink, author string) transcript.Role {
	switch {
	case author == "":
		return transcript.Unknown
	case author == p.requester:
		return transcript.Customer
	case !p.agents[author]:
		out.Guess("a comment by neither requester nor assignee was taken for an agent's")
	}
	return transcript.Agent
}

// isPrivate says whether a comment is for agents alone. Comments that do not say so are public.
func isPrivate(public transcript.Value) bool { return public.Text() == "false" }

func zendeskAuthor(comment transcript.Value) string {
	return firstText(comment.Get("author_id"), comment.Get("author", "id"))
}

func zendeskComment(out *transcript.Sink, id string, number int, people *zendeskPeople, v transcript.Value, at transcript.Place) error {
	var f [6]transcript.Value
	v.Pick(f[:], "body", "plain_body", "html_body", "public", "created_at", "attachments")
	author := zendeskAuthor(v)
	e := transcript.Event{Conversation: id, ID: ordinal(number), Place: at, Author: author}
	if text := firstText(f[0], f[1]); text != "" {
		e.Text = unquoted(text)
	} else {
		e.Text = unquoted(hypertext.Message(f[2].Text()))
	}
	for a := range f[5].Items() {
		e.Media = mediaOfType(a.Get("content_type").Text())
		break
	}
	if isPrivate(f[3]) {
		e.Drop = transcript.DropNote
	} else {
		e.Role = people.role(out, author)
	}
	return timed(out, &e, "created_at", f[4])
}
