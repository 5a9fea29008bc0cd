package live

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestData(t *testing.T) {
	for _, c := range []conversation{{}, {note: []byte("n")}, {note: bytes.Repeat([]byte("n"), MostNote), snapshot: []byte("s")}} {
		note, snapshot, err := parse(c.data())
		if err != nil || !bytes.Equal(note, c.note) || !bytes.Equal(snapshot, c.snapshot) {
			t.Errorf("%q, %q, %v, want %+v", note, snapshot, err, c)
		}
	}
	for data, says := range map[string]string{
		"": "no conversation", "ih": "no conversation", "abcd": "no conversation", "ihl2": "form '2'",
		"ihl1": "damaged", "ihl1\x05note": "damaged", "ihl1\xff\xff\x7f": "damaged",
	} {
		if _, _, err := parse([]byte(data)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: error %v, want %q", data, err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("ihl1\x04notesnapshot"))
	f.Fuzz(func(t *testing.T, data []byte) {
		note, snapshot, err := parse(data)
		if err != nil {
			return
		}
		c := conversation{note: note, snapshot: snapshot}
		n, s, err := parse(c.data())
		if err != nil || !bytes.Equal(n, note) || !bytes.Equal(s, snapshot) {
			t.Errorf("%q: %q and %q became %q and %q, %v", data, note, snapshot, n, s, err)
		}
	})
}

// A lock waits for its own name only, gives up with its context, and leaves nothing behind.
func TestLocks(t *testing.T) {
	ls := locks{held: map[string]*lock{}}
	unlock, err := ls.lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	other, err := ls.lock(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := ls.lock(ctx, "a"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	unlock()
	other()
	if unlock, err = ls.lock(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	unlock()
	if len(ls.held) != 0 {
		t.Errorf("%d locks are left", len(ls.held))
	}
}

// Loaded is the number of models.
func (k *Keeper) Loaded() int { return len(k.generations.loaded()) }
