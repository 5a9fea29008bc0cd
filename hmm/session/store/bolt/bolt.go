// Package bolt keeps live conversations in one file, for a bot of one process: what Save acknowledged
// is on the disk, whatever happens to the process or the machine afterwards. The example of package
// live is such a bot.
//
// Saves that come while the disk is busy share its next write: the more there are at once, the more a
// second. Reads wait for nobody. A second process cannot open the file ([ErrInUse]).
//
// The file grows as needed and never shrinks: room of deleted records is used again. Its list of free
// pages is written with every transaction, 8 bytes a page of 4 KB: gigabytes of free room make saves
// slower by milliseconds, and Expire of half a million records takes minutes. Expire often. The file
// may be copied whenever the store is closed.
//
// It is a bbolt database, with two buckets: records by id, and an index of their times, by which Expire
// finds the old ones without a look at the others.
//
// When the disk is full Save returns the system's error with the path (syscall.ENOSPC, EDQUOT, or EFBIG
// where files may not be as long) and has changed nothing; the store works again as soon as there is
// room. When the disk fails to confirm a write Load tells what was kept. Damage to the file is
// [ErrDamaged] where it is met: the file's structure and every record's bytes are checked.
package bolt

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"intenthmm/hmm/session/store"
)

// Options are how to open a store; begin with [DefaultOptions].
type Options struct {
	// Wait is how long to wait for another process to close the file; 0: not at all.
	Wait time.Duration
}

// DefaultOptions wait a second, enough for a process that is being replaced.
func DefaultOptions() Options { return Options{Wait: time.Second} }

var (
	// ErrInUse says that another process has the file open, or this one opened it before.
	ErrInUse = errors.New("in use by another process")
	// ErrDamaged says that the file is not what was written.
	ErrDamaged = errors.New("damaged")
)

// A Store is a store.Store in a file.
type Store struct {
	path string
	file *os.File // which db has open too
	db   *bbolt.DB

	queue    chan *job     // from those who change something to the writer
	closing  chan struct{} // closed by the first Close
	finished chan struct{} // closed when the writer is done and the file is closed
	begin    closeOnce
	closeErr error        // of the file; to be read when finished
	count    atomic.Int64 // of the records
	stuck    error        // the writer's: why no transaction can begin any more
}

var _ store.Store = (*Store)(nil)

// Load is Store's. It reads the file, most often from the system's memory, and checks the record.
func (s *Store) Load(ctx context.Context, id string) (r store.Record, err error) {
	if err := check(ctx, id); err != nil {
		return store.Record{}, err
	}
	err = guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) (err error) {
			r, err = load(tx, id)
			return err
		})
	})
	return r, s.explain(err)
}

// Save is Store's. It returns when the record is on the disk. A context that is done while the save
// waits for its turn withdraws it; from then on Save waits for the disk.
func (s *Store) Save(ctx context.Context, id string, r store.Record) error {
	if err := check(ctx, id); err != nil {
		return err
	}
	return s.change(ctx, func(tx *bbolt.Tx) (int, error) { return save(tx, id, r) })
}

// Delete is Store's. It returns when the disk has forgotten the record.
func (s *Store) Delete(ctx context.Context, id string) error {
	if err := check(ctx, id); err != nil {
		return err
	}
	return s.change(ctx, func(tx *bbolt.Tx) (int, error) { return remove(tx, id) })
}

// Len is the number of records.
func (s *Store) Len() int { return int(s.count.Load()) }

// step is how many records Expire deletes in one transaction: others wait for so many at most.
const step = 256

// Expire is Store's. It deletes up to 256 records at a time, oldest first, each time with the changes
// that wait at that moment. It costs nothing for the records that stay. A transaction needs room
// itself: where the disk has too little for so many, Expire goes on record by record, and by more as
// soon as that has made room.
func (s *Store) Expire(ctx context.Context, before time.Time) (int, error) {
	deleted := 0
	for limit := step; ; limit = min(2*limit, step) {
		n, err := s.expireSome(ctx, before, limit)
		if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrClosed) && !errors.Is(err, ErrDamaged) {
			limit = 1
			n, err = s.expireSome(ctx, before, limit)
		}
		if err != nil {
			return deleted, err
		}
		if deleted += n; n < limit {
			return deleted, nil
		}
	}
}

func (s *Store) expireSome(ctx context.Context, before time.Time, limit int) (n int, err error) {
	err = s.change(ctx, func(tx *bbolt.Tx) (int, error) {
		n, err = expire(tx, before, limit)
		return -n, err
	})
	return n, err
}

// Close is Store's. Changes that the writer has taken are finished; those that still wait for it
// return store.ErrClosed.
func (s *Store) Close() error {
	if s.begin.close(s.closing) {
		<-s.finished
		return s.closeErr
	}
	<-s.finished
	return nil
}

// check returns why a method cannot begin, nil if it can.
func check(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return store.CheckID(id)
}

// explain makes an error say where it happened. What callers ask for stays as it is.
func (s *Store) explain(err error) error {
	var at *fs.PathError
	switch {
	case err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrClosed):
		return err
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return store.ErrClosed
	case errors.As(err, &at) && at.Path == s.path:
		return err
	}
	return fmt.Errorf("%s: %w", s.path, withCause(err))
}
