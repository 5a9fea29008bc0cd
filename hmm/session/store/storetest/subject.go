package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"intenthmm/hmm/session/store"
)

// A subject is a store under test.
type subject struct {
	Case
	store store.Store
	ctx   context.Context
}

// noon is when most records are touched.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// save keeps data as a revision.
func (s *subject) save(id string, revision uint64, data string, touched time.Time) error {
	err := s.store.Save(s.ctx, id, store.Record{Revision: revision, Data: []byte(data), Touched: touched})
	if err != nil {
		return fmt.Errorf("Save(%.20q, revision %d): %w", id, revision, err)
	}
	return nil
}

// holds expects a record.
func (s *subject) holds(id string, revision uint64, data string, touched time.Time) error {
	r, err := s.store.Load(s.ctx, id)
	switch {
	case err != nil:
		return fmt.Errorf("Load(%.20q): %w, expected revision %d", id, err, revision)
	case r.Revision != revision:
		return fmt.Errorf("Load(%.20q): revision %d, expected %d", id, r.Revision, revision)
	case !bytes.Equal(r.Data, []byte(data)):
		return fmt.Errorf("Load(%.20q): %d bytes %.20q, expected the %d saved %.20q", id, len(r.Data), r.Data, len(data), data)
	case r.Touched.UnixMilli() != touched.UnixMilli():
		return fmt.Errorf("Load(%.20q): touched %v, expected %v", id, r.Touched, touched)
	}
	return nil
}

// saved saves a record and loads it.
func (s *subject) saved(id string, revision uint64, data string, touched time.Time) error {
	if err := s.save(id, revision, data, touched); err != nil {
		return err
	}
	return s.holds(id, revision, data, touched)
}

// lacks expects no record.
func (s *subject) lacks(id string) error {
	if r, err := s.store.Load(s.ctx, id); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("Load(%.20q): revision %d, error %v, expected store.ErrNotFound", id, r.Revision, err)
	}
	return nil
}

// conflicts expects that a save is refused.
func (s *subject) conflicts(id string, revision uint64) error {
	if err := s.save(id, revision, "of a conflict", noon.Add(time.Hour)); !errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("Save(%.20q, revision %d): error %v, expected store.ErrConflict", id, revision, err)
	}
	return nil
}

// expires expects so many records to go.
func (s *subject) expires(before time.Time, want int) error {
	if n, err := s.store.Expire(s.ctx, before); n != want || err != nil {
		return fmt.Errorf("Expire(%v): %d deleted, error %v, expected %d", before, n, err, want)
	}
	return nil
}

// each does work n times at once and returns the first error by number.
func each(n int, work func(i int) error) error {
	errs := make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		group.Go(func() { errs[i] = work(i) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// first runs steps until one fails.
func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
