// Package store keeps the snapshots of live conversations, so that a bot goes on where it was after
// a restart, and several processes serve the same conversations.
//
// A [Store] keeps opaque bytes under a conversation's id and knows nothing of models. [Memory] forgets
// with its process; packages bolt (a file) and redis (a server), below this one, do not. What every
// store must do, a user's own too, is tested by package storetest.
//
// Two who change the same conversation never overwrite each other: each saves the revision after the
// one that it loaded, and the second to do so gets [ErrConflict], loads again and takes its turn anew:
//
//	r, err := s.Load(ctx, id)
//	if err != nil && !errors.Is(err, store.ErrNotFound) {
//		return err
//	}
//	r.Data, r.Touched = push(r.Data, turn), time.Now()
//	r.Revision++
//	err = s.Save(ctx, id, r) // ErrConflict: again from the top
package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A Record is what a store keeps of one conversation.
type Record struct {
	Revision uint64    // counts the saves: 1 the first; 0 is no record
	Data     []byte    // the snapshot; nil and empty are the same
	Touched  time.Time // when it was saved by its saver's clock, kept to the millisecond
}

// A Store keeps records by conversation id. An id is any string of at most [MaxID] bytes, the empty
// one included; a longer one is an error (see [CheckID]). Every method may be called from any number of
// goroutines. One whose context is done returns the context's error; one called after Close returns
// [ErrClosed].
type Store interface {
	// Load returns the record, or ErrNotFound. Its Data belong to the caller.
	Load(ctx context.Context, id string) (Record, error)

	// Save keeps r, for good when it returns nil, as far as the store can promise that. r.Revision has
	// to be one more than that of the record in the store, or 1 where there is none; if not, Save
	// changes nothing and returns ErrConflict. After any other error Load tells whether r was kept: a
	// connection may break on the way back. r.Data are the caller's again when Save returns.
	//
	// Revisions begin again at 1 after a Delete or an Expire. Whoever loads a record, is overtaken by
	// its end and by as many saves of a new one as it had had, then saves, overwrites the new one:
	// expire records long after anyone may still hold them.
	Save(ctx context.Context, id string, r Record) error

	// Delete removes the record. There may be none.
	Delete(ctx context.Context, id string) error

	// Expire deletes the records that were last touched before a time and reports how many it deleted,
	// with an error too. It goes through all of them in small steps, between which others save and a
	// context may stop it. No record touched at that time or later is deleted; one touched less than a
	// millisecond before may stay until the next call.
	Expire(ctx context.Context, before time.Time) (int, error)

	// Close waits for what is under way and lets go of everything. A second Close does nothing.
	Close() error
}

var (
	// ErrNotFound says that there is no record of that id.
	ErrNotFound = errors.New("store: no such conversation")
	// ErrConflict says that a record is not the successor of the one in the store: another save, or a
	// delete, came between.
	ErrConflict = errors.New("store: the conversation was changed by another")
	// ErrClosed says that the store was closed before.
	ErrClosed = errors.New("store: closed")
)

// MaxID is the length of the longest id in bytes.
const MaxID = 512

// CheckID returns an error for an id that no store takes. Stores call it in every method with an id.
func CheckID(id string) error {
	if len(id) > MaxID {
		return fmt.Errorf("store: a conversation id of %d bytes (%.20q…), expected at most %d", len(id), id, MaxID)
	}
	return nil
}
