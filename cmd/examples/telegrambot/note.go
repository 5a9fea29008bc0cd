package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
)

// A note is what the bot itself remembers of a chat. It is kept with the chat's conversation, and is at
// most 250 bytes long.
type note struct {
	Handled    int   `json:"handled"`               // the id of the last message that was dealt with; ids grow
	Heard      int   `json:"heard"`                 // when that was sent, in seconds since 1970
	Risky      bool  `json:"risky,omitempty"`       // the last turn's risk was high: a person was offered
	HandedOver bool  `json:"handed_over,omitempty"` // a person has taken over: the bot is silent
	First      int   `json:"first,omitempty"`       // the turn that Settled begins with
	Settled    []int `json:"settled,omitempty"`     // the states of the last settled turns
}

// settle remembers turns that were settled. Sessions tell of them once.
func (n *note) settle(path []intent.PathTurn) {
	for _, p := range path {
		if p.Turn != n.First+len(n.Settled) { // another conversation's
			n.First, n.Settled = p.Turn, nil
		}
		n.Settled = append(n.Settled, p.State)
	}
	if surplus := len(n.Settled) - mostPath; surplus > 0 {
		n.First, n.Settled = n.First+surplus, n.Settled[surplus:]
	}
}

// A chat is what is known of a customer's chat.
type chat struct {
	id    int64
	note  note
	reply live.Reply
	begun bool // there is a conversation to keep the note with
}

// open reads what is kept of a chat.
func (b *customerBot) open(ctx context.Context, id int64) (*chat, error) {
	c := &chat{id: id}
	reply, err := b.keeper.Read(ctx, conversationID(id))
	if errors.Is(err, live.ErrNotFound) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	c.reply, c.begun = reply, true
	if len(reply.Note) > 0 {
		if err := json.Unmarshal(reply.Note, &c.note); err != nil {
			return nil, fmt.Errorf("the note kept with %s: %w", reply.ID, err)
		}
	}
	return c, nil
}

// save keeps the chat's note.
func (b *customerBot) save(ctx context.Context, c *chat) error {
	if !c.begun {
		if _, err := b.keeper.Create(ctx, conversationID(c.id)); err != nil {
			return err
		}
		c.begun = true
	}
	data, err := json.Marshal(c.note)
	if err != nil {
		return err
	}
	return b.keeper.Note(ctx, conversationID(c.id), data)
}

// restart ends the chat's conversation. Which messages were dealt with is not forgotten.
func (b *customerBot) restart(ctx context.Context, c *chat) error {
	if c.begun {
		if _, err := b.keeper.End(ctx, conversationID(c.id)); err != nil && !errors.Is(err, live.ErrNotFound) {
			return err
		}
	}
	*c = chat{id: c.id, note: note{Handled: c.note.Handled, Heard: c.note.Heard}}
	return nil
}
