package live_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

// A small store keeps only data of fewer bytes than it has room for.
type small struct {
	*store.Memory
	room, saves atomic.Int64
}

var errSmall = errors.New("no room")

func (s *small) Save(ctx context.Context, id string, r store.Record) error {
	s.saves.Add(1)
	if int64(len(r.Data)) >= s.room.Load() {
		return errSmall
	}
	return s.Memory.Save(ctx, id, r)
}

// A keeper whose store keeps nothing is not ready, until it keeps again what it did not; nothing is left of the asking.
func TestReady(t *testing.T) {
	m, _ := models(t)
	ctx, s := t.Context(), &small{Memory: store.NewMemory()}
	s.room.Store(1 << 20)
	k := keeper(t, m, s, nil)
	push(t, k, "a", said("", "hello"))
	ready := func(want error) {
		t.Helper()
		if err := k.Ready(ctx); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	before := s.saves.Load()
	ready(nil)
	if n := s.saves.Load() - before; n != 0 {
		t.Errorf("%d saves to find out that the last one worked", n)
	}
	s.room.Store(100)
	wants(t, second(k.Push(ctx, "a", said("", "hello"))), errSmall)
	ready(errSmall) // though it would keep something short
	ready(errSmall)
	s.room.Store(1 << 20)
	ready(nil)
	before = s.saves.Load()
	ready(nil)
	if n := s.saves.Load() - before; n != 0 || s.Len() != 1 {
		t.Errorf("%d more saves, %d records", n, s.Len())
	}
	s.room.Store(100)
	wants(t, second(k.Push(ctx, "a", said("", "hello"))), errSmall)
	s.room.Store(1 << 20)
	push(t, k, "b", said("", "hello"))
	before = s.saves.Load()
	ready(nil)
	if n := s.saves.Load() - before; n != 0 {
		t.Errorf("%d saves though a turn was kept since", n)
	}
}

// Who goes away in the middle of a save says nothing of the store.
func TestReadyAfterCancel(t *testing.T) {
	m, _ := models(t)
	s := &cancelled{Memory: store.NewMemory()}
	k := keeper(t, m, s, nil)
	wants(t, second(k.Push(t.Context(), "a", said("", "hello"))), context.Canceled)
	if err := k.Ready(t.Context()); err != nil || s.saves != 1 {
		t.Errorf("error %v after %d saves", err, s.saves)
	}
}

type cancelled struct {
	*store.Memory
	saves int
}

func (s *cancelled) Save(context.Context, string, store.Record) error {
	s.saves++
	return context.Canceled
}

// A store that does not answer is not ready.
func TestReadyClosed(t *testing.T) {
	m, _ := models(t)
	s := store.NewMemory()
	k, err := live.New(m, s, live.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	wants(t, k.Ready(t.Context()), store.ErrClosed)
}
