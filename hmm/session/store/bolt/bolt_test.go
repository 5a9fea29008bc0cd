package bolt

import (
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
	"intenthmm/hmm/session/store/storetest"
)

func TestStore(t *testing.T) {
	dir, n := t.TempDir(), 0
	open := func() (store.Store, error) {
		return Open(filepath.Join(dir, strconv.Itoa(n)), Options{})
	}
	storetest.Run(t, storetest.Case{
		New:   func() (store.Store, error) { n++; return open() },
		Again: open,
	})
}

// Len counts what is there, also after conflicts and when the file is opened again.
func TestLen(t *testing.T) {
	ctx, path := t.Context(), filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	expect := func(want int) {
		t.Helper()
		if s.Len() != want {
			t.Errorf("%d records, want %d", s.Len(), want)
		}
	}
	for i := range 10 {
		r := store.Record{Revision: 1, Touched: time.UnixMilli(int64(i))}
		if err := s.Save(ctx, number(i), r); err != nil {
			t.Fatal(err)
		}
		if err := s.Save(ctx, number(i), r); !errors.Is(err, store.ErrConflict) {
			t.Fatal(err)
		}
		r.Revision = 2
		if err := s.Save(ctx, number(i), r); err != nil {
			t.Fatal(err)
		}
	}
	expect(10)
	for range 2 {
		if err := s.Delete(ctx, "7"); err != nil {
			t.Fatal(err)
		}
	}
	expect(9)
	if n, err := s.Expire(ctx, time.UnixMilli(5)); n != 5 || err != nil {
		t.Errorf("%d expired, error %v", n, err)
	}
	expect(4)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = opened(t, path)
	expect(4)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
