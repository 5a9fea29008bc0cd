package live

import (
	"context"
	"time"

	"intenthmm/hmm/intent"
)

// Ended is what is left to say of a conversation.
type Ended struct {
	ID    string
	Model string
	Turns int
	// Path is the end of the best path: the turns that no answer settled.
	Path []intent.PathTurn
	Note []byte
	// Restarted says that the conversation was begun with a model that is not loaded any more: of its
	// turns nothing is known.
	Restarted bool
}

// End ends a conversation and forgets it; ErrNotFound where there is none. A turn that another process
// pushes at the same moment may be lost with it.
func (k *Keeper) End(ctx context.Context, id string) (ended Ended, err error) {
	unlock, err := k.locks.lock(ctx, id)
	if err != nil {
		return Ended{}, err
	}
	defer unlock()
	c, err := k.load(ctx, id)
	if err != nil {
		return Ended{}, err
	}
	if c.snapshot == nil {
		return Ended{}, ErrNotFound
	}
	l, err := k.resume(c)
	if err != nil {
		return Ended{}, err
	}
	if err := k.store.Delete(ctx, id); err != nil {
		return Ended{}, err
	}
	ended = Ended{ID: id, Model: l.generation.name, Turns: l.Turns(), Path: l.End(), Note: c.note, Restarted: l.restarted}
	k.followers.tell(id, Event{Ended: &ended})
	return ended, nil
}

// Expire forgets the conversations that were silent for too long and the older models that none is left
// of, and reports how many conversations it forgot. They are over without it; it makes room.
func (k *Keeper) Expire(ctx context.Context) (int, error) {
	if k.options.Idle == 0 {
		return 0, nil
	}
	before := k.silentSince()
	k.generations.retire(before)
	return k.store.Expire(ctx, before)
}

// The time between two sweeps is a part of Idle, within bounds.
const (
	sweeps     = 4
	leastSweep = time.Second
	mostSweep  = 5 * time.Minute
)

// Run expires conversations now and then, until ctx is done.
func (k *Keeper) Run(ctx context.Context) {
	ticker := time.NewTicker(min(max(k.options.Idle/sweeps, leastSweep), mostSweep))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		n, err := k.Expire(ctx)
		if k.options.Swept != nil && ctx.Err() == nil {
			k.options.Swept(n, err)
		}
	}
}
