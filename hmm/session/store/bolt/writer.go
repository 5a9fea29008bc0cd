package bolt

import (
	"context"
	"errors"
	"runtime/debug"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

// A job is one change, made in a transaction that it may share with others.
type job struct {
	// do makes the change. With store.ErrConflict or ErrDamaged it has changed nothing, and that is its
	// own affair; any other error undoes the whole transaction. It returns how many records there are
	// more.
	do    func(*bbolt.Tx) (int, error)
	added int
	err   error
	done  chan struct{} // closed when the change is on the disk, or err says why not
}

// crowd is how many changes share a transaction at most.
const crowd = 1024

// patience is how long a transaction waits for as many changes as the one before had: those who were
// just answered need a moment to come back with their next one. A disk takes longer.
const patience = 500 * time.Microsecond

// change hands a change to the writer and waits for it.
func (s *Store) change(ctx context.Context, do func(*bbolt.Tx) (int, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{do: do, done: make(chan struct{})}
	select {
	case s.queue <- j:
		<-j.done
		return j.err
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return store.ErrClosed
	}
}

// write is the writer, the only goroutine that changes the file, until Close. While the disk takes
// one transaction, the changes of the next gather in the queue: so a lone change waits for nobody, and
// many at once share a write.
func (s *Store) write() {
	debug.SetPanicOnFault(true) // see guard
	defer close(s.finished)
	usual := 1
	for {
		select {
		case j := <-s.queue:
			jobs := s.gather(j, usual)
			usual = len(jobs)
			s.commit(jobs)
		case <-s.closing:
			s.closeErr = s.release()
			return
		}
	}
}

// gather takes whatever waits in the queue, and gives the usual number of changes the time to come.
func (s *Store) gather(j *job, usual int) []*job {
	jobs := []*job{j}
	late := time.After(patience)
	for len(jobs) < usual {
		select {
		case j := <-s.queue:
			jobs = append(jobs, j)
		case <-late:
			usual = 0
		}
	}
	for len(jobs) < crowd {
		select {
		case j := <-s.queue:
			jobs = append(jobs, j)
		default: // the queue has no length: nobody stands there
			return jobs
		}
	}
	return jobs
}

// commit makes changes in one transaction and tells how it went.
func (s *Store) commit(jobs []*job) {
	err := s.stuck
	if err == nil {
		err = s.explain(s.transact(jobs))
	}
	for _, j := range jobs {
		if err != nil {
			j.err = err
		} else {
			j.err = s.explain(j.err)
			s.count.Add(int64(j.added))
		}
		close(j.done)
	}
}

// transact is one transaction. It is on the disk if the error is nil, and undone if not. bbolt panics
// at damage, and may do so again on its way out, with its lock held: that store can only be closed.
func (s *Store) transact(jobs []*job) error {
	var used *bbolt.Tx
	err := guard(func() error {
		return s.db.Update(func(tx *bbolt.Tx) error {
			used = tx
			for _, j := range jobs {
				if j.added, j.err = j.do(tx); j.err != nil && !errors.Is(j.err, store.ErrConflict) && !errors.Is(j.err, ErrDamaged) {
					return j.err
				}
			}
			return nil
		})
	})
	if used != nil && used.DB() != nil {
		s.stuck = s.explain(err)
	}
	return err
}

// release closes the file. A stuck database would wait for ever for its lock.
func (s *Store) release() error {
	if s.stuck != nil {
		return abandon(s.file)
	}
	return guard(s.db.Close)
}

// closeOnce closes a channel the first time.
type closeOnce struct{ closed atomic.Bool }

// close reports whether this was the first time.
func (c *closeOnce) close(ch chan struct{}) bool {
	if c.closed.Swap(true) {
		return false
	}
	close(ch)
	return true
}
