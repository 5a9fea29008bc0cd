package live

import (
	"context"
	"fmt"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A Reply is what is known of a conversation.
type Reply struct {
	ID    string
	Model string // the name of the model that it goes on with: twelve digits of its fingerprint
	Turns int    // how many there were
	// Answer is of the last turn; nil before the first. The turns that it settled are told by the
	// method that pushed it and by no other.
	Answer *intent.Answer
	Note   []byte // see Keeper.Note; nil: none
	// Created says that the conversation began with this turn.
	Created bool
	// Restarted says that the conversation was begun with a model that is not loaded any more. What was
	// said before is lost, but for the note; the next turn, or the one of this reply, is the first.
	Restarted bool
}

// A TurnError is of a turn that does not fit the conversation's model. The conversation is as it was.
type TurnError struct{ Err error }

func (e *TurnError) Error() string { return "live: bad turn: " + e.Err.Error() }
func (e *TurnError) Unwrap() error { return e.Err }

// Push takes the next turn of a conversation, which begins with it if there is none of that id. A turn
// with the ID of one of the last eight of the conversation is that turn, which came again: nothing is
// changed, and the answer is the one that it got (Answer.Repeated).
//
// The errors are *TurnError, ErrFull, those of the store, and the context's.
func (k *Keeper) Push(ctx context.Context, id string, t intent.Turn) (Reply, error) {
	return k.push(ctx, id, t, true)
}

// Continue is Push for a conversation that there is; ErrNotFound where there is none.
func (k *Keeper) Continue(ctx context.Context, id string, t intent.Turn) (Reply, error) {
	return k.push(ctx, id, t, false)
}

func (k *Keeper) push(ctx context.Context, id string, t intent.Turn, create bool) (reply Reply, err error) {
	unlock, err := k.locks.lock(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	defer unlock()
	err = k.change(ctx, id, func(c *conversation) (save bool, err error) {
		if c.snapshot == nil && !create {
			return false, ErrNotFound
		}
		reply, err = k.take(id, c, t)
		return err == nil && !reply.Answer.Repeated, err
	})
	if err != nil {
		return Reply{}, err
	}
	if !reply.Answer.Repeated {
		k.followers.tell(id, Event{Reply: &reply})
	}
	return reply, nil
}

// take takes a turn into a conversation.
func (k *Keeper) take(id string, c *conversation, t intent.Turn) (Reply, error) {
	created := c.snapshot == nil
	l, err := k.open(c)
	if err != nil {
		return Reply{}, err
	}
	if err := fits(l.generation.engine.Model(), t); err != nil {
		return Reply{}, &TurnError{err}
	}
	step, err := l.PushTurn(t)
	if err != nil {
		return Reply{}, &TurnError{err}
	}
	if !step.Repeated {
		c.snapshot = l.Append(nil)
	}
	reply := k.reply(id, c, l, step)
	reply.Created = created
	return reply, nil
}

// fits is an error for a turn that has something to observe, but not what the model observes.
func fits(m *intent.Model, t intent.Turn) error {
	has := map[encode.Observe]bool{encode.Words: t.Text != "", encode.Symbols: t.Symbol != "", encode.Vectors: len(t.Vector) > 0}
	observes := m.Encoder.Input()
	if has[observes] || has[encode.Vectors] && m.Encoder.InputWidth() > 0 || !(has[encode.Words] || has[encode.Symbols] || has[encode.Vectors]) {
		return nil
	}
	field := map[encode.Observe]string{encode.Words: "text", encode.Symbols: "symbol", encode.Vectors: "vector"}[observes]
	return fmt.Errorf("the model observes %s: expected a %s", observes, field)
}

// reply is what is known of a conversation after a step, nil before the first.
func (k *Keeper) reply(id string, c *conversation, l live, step *intent.Step) Reply {
	r := Reply{ID: id, Model: l.generation.name, Turns: l.Turns(), Note: c.note, Restarted: l.restarted}
	if step != nil {
		answer := step.Answer(k.options.Next)
		r.Answer = &answer
	}
	return r
}

// Create begins a conversation before its first turn; ErrExists where there is one.
func (k *Keeper) Create(ctx context.Context, id string) (reply Reply, err error) {
	unlock, err := k.locks.lock(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	defer unlock()
	err = k.change(ctx, id, func(c *conversation) (save bool, err error) {
		if c.snapshot != nil {
			return false, ErrExists
		}
		l, err := k.begin()
		if err != nil {
			return false, err
		}
		c.snapshot = l.Append(nil)
		reply = k.reply(id, c, l, nil)
		reply.Created = true
		return true, nil
	})
	if err != nil {
		return Reply{}, err
	}
	return reply, nil
}

// Read tells what is known of a conversation; ErrNotFound where there is none.
func (k *Keeper) Read(ctx context.Context, id string) (Reply, error) {
	c, err := k.load(ctx, id)
	if err != nil {
		return Reply{}, err
	}
	if c.snapshot == nil {
		return Reply{}, ErrNotFound
	}
	l, err := k.resume(c)
	if err != nil {
		return Reply{}, err
	}
	return k.reply(id, c, l, l.Last()), nil
}

// Note keeps bytes of the caller's own with a conversation, at most MostNote of them, in place of those
// before; replies carry them. They survive where the conversation begins anew with another model, and
// end with it. ErrNotFound where there is no conversation.
func (k *Keeper) Note(ctx context.Context, id string, note []byte) error {
	if len(note) > MostNote {
		return fmt.Errorf("live: a note of %d bytes, expected at most %d", len(note), MostNote)
	}
	unlock, err := k.locks.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	return k.change(ctx, id, func(c *conversation) (save bool, err error) {
		if c.snapshot == nil {
			return false, ErrNotFound
		}
		c.note = note
		return true, nil
	})
}
