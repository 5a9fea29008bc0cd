// Package live keeps conversations by name: a turn comes in with the id of its conversation, and what
// is known now goes out. Between two turns a conversation is only in its store, so that a process may
// die at any moment, and any number of processes may serve the same store.
//
//	k, err := live.New(model, store.NewMemory(), live.DefaultOptions())
//	go k.Run(ctx) // forgets conversations that have gone silent
//	reply, err := k.Push(ctx, chat, intent.Turn{ID: message, Speaker: "customer", Text: text})
//	fmt.Println(reply.Answer.Intent, reply.Answer.Confidence)
//
// A memory store forgets with its process; one of package bolt, as in the example, or redis does not.
//
// What a method acknowledged by returning no error is in the store. After an error it may be there too
// (a connection broke on the way back): whoever gives turns an ID pushes again, and a turn that was
// taken is not taken twice.
package live

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session/store"
)

var (
	// ErrNotFound says that there is no conversation of that id, or that it was silent for too long.
	ErrNotFound = errors.New("live: no such conversation")
	// ErrExists says that there is a conversation of that id already.
	ErrExists = errors.New("live: there is a conversation of that id already")
	// ErrFull says that there are as many conversations as there may be: see Options.Limit.
	ErrFull = errors.New("live: there are as many conversations as there may be")
)

// A Keeper is the conversations of a model. Any number of goroutines may use it.
type Keeper struct {
	options     Options
	store       store.Store
	locks       locks
	generations generations
	followers   followers
	refused     atomic.Int64 // how long the data were that the last save failed with; 0: it did not fail
}

// New keeps conversations of a model in a store, which stays the caller's to close. The error is of
// options that cannot be.
func New(m *intent.Model, s store.Store, o Options) (*Keeper, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	k := &Keeper{options: o, store: s, locks: locks{held: map[string]*lock{}}}
	if err := k.Reload(m); err != nil {
		return nil, err
	}
	return k, nil
}

// Model is the model that new conversations begin with, and its name as replies give it.
func (k *Keeper) Model() (m *intent.Model, name string) {
	g := k.generations.current()
	return g.engine.Model(), g.name
}

// Horizon is the number of further turns within which the model's sessions look for outcomes.
func (k *Keeper) Horizon() int { return k.generations.current().horizon }

// Options are those that the keeper was made with.
func (k *Keeper) Options() Options { return k.options }

// load reads a conversation. One that is not there, or was silent for too long, has not begun.
func (k *Keeper) load(ctx context.Context, id string) (*conversation, error) {
	r, err := k.store.Load(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return &conversation{}, nil
	}
	if err != nil {
		return nil, err
	}
	c := &conversation{revision: r.Revision}
	if k.over(r.Touched) {
		return c, nil
	}
	if c.note, c.snapshot, err = parse(r.Data); err != nil {
		return nil, err
	}
	return c, nil
}

// over reports whether a conversation that was last touched at a time has been silent for too long.
func (k *Keeper) over(touched time.Time) bool {
	return k.options.Idle > 0 && touched.Before(k.silentSince())
}

// silentSince is the time before which a conversation was last touched that is over.
func (k *Keeper) silentSince() time.Time { return k.options.now().Add(-k.options.Idle) }

// change loads a conversation, lets do change it, and saves it if do says that it is to be. Where
// another process was faster, that is done again with what it saved. The caller holds the
// conversation's lock: changes of one conversation in this process wait for each other, and for no
// other conversation.
func (k *Keeper) change(ctx context.Context, id string, do func(*conversation) (save bool, err error)) error {
	for {
		c, err := k.load(ctx, id)
		if err != nil {
			return err
		}
		save, err := do(c)
		if err != nil || !save {
			return err
		}
		record := store.Record{Revision: c.revision + 1, Data: c.data(), Touched: k.options.now()}
		if err := k.save(ctx, id, record); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}
