package live

import (
	"context"
	"errors"

	"intenthmm/hmm/session/store"
)

// probe is the id of the record that Ready asks the store with.
const probe = "\x00ready"

// Ready is nil where the store answers and, as far as is known, keeps what it is given. As long as the
// last save worked that costs one look-up. After one that failed Ready itself saves and deletes a record
// as long as that one, until the store keeps it: nobody has to send turns to a process that cannot take
// them for it to be found that it can again. The record's id is "\x00ready", which no conversation may
// have. The error is the store's or the context's.
func (k *Keeper) Ready(ctx context.Context) error {
	unlock, err := k.locks.lock(ctx, probe)
	if err != nil {
		return err
	}
	defer unlock()
	r, err := k.store.Load(ctx, probe)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	length := k.refused.Load()
	if length == 0 {
		return nil
	}
	err = k.save(ctx, probe, store.Record{Revision: r.Revision + 1, Data: make([]byte, length), Touched: k.options.now()})
	if err != nil && !errors.Is(err, store.ErrConflict) { // another process asks too, and its record was kept
		return err
	}
	return k.store.Delete(ctx, probe)
}

// save saves a record, and remembers for Ready whether the store kept it.
func (k *Keeper) save(ctx context.Context, id string, r store.Record) error {
	err := k.store.Save(ctx, id, r)
	switch {
	case err == nil || errors.Is(err, store.ErrConflict):
		k.refused.Store(0)
	case !errors.Is(err, context.Canceled): // whoever asked went away: that says nothing of the store
		k.refused.Store(int64(len(r.Data)))
	}
	return err
}
