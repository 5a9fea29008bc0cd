package bolt

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

func number(i int) string { return strconv.Itoa(i) }

func kilobyte(i int) []byte { return bytes.Repeat([]byte(strconv.Itoa(i)+" "), 1000)[:1000] }

// rewrite changes the bytes of a file.
func rewrite(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// use does everything that a store can, and reports what was loaded wrong without an error.
func use(t *testing.T, s *Store, n int) (failed int) {
	t.Helper()
	ctx := context.Background()
	count := func(err error) {
		if err != nil {
			failed++
			expect(t, err, nil, s.path)
		}
	}
	for i := range n {
		r, err := s.Load(ctx, number(i))
		if errors.Is(err, store.ErrNotFound) {
			continue // a damaged branch may lead elsewhere
		}
		count(err)
		if err != nil {
			continue
		}
		if !bytes.Equal(r.Data, kilobyte(i)) || r.Revision != 1 {
			t.Errorf("record %d was loaded wrong: revision %d, %.20q", i, r.Revision, r.Data)
		}
		if r.Revision++; i%30 == 0 {
			count(s.Save(ctx, number(i), r))
		}
	}
	_, err := s.Expire(ctx, time.Now())
	count(err)
	return failed
}

func TestFlippedBytes(t *testing.T) {
	const records = 300
	rng := rand.New(rand.NewPCG(1, 2))
	whole, err := os.ReadFile(filled(t, records))
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/sessions.db"
	refused, noticed := 0, 0
	for round := range 60 {
		data := bytes.Clone(whole)
		areas := [][]byte{data}
		if page := os.Getpagesize(); round%2 == 0 {
			areas = [][]byte{data[:80], data[page : page+80]} // both of bbolt's own headers
		}
		for i := range len(areas) + rng.IntN(40) {
			area := areas[i%len(areas)]
			area[rng.IntN(len(area))] ^= byte(1 + rng.IntN(255))
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, Options{})
		if err != nil {
			refused++
			expect(t, err, nil, path)
			continue
		}
		if use(t, s, records) > 0 {
			noticed++
		}
		if err := s.Close(); err != nil {
			expect(t, err, ErrDamaged)
		}
	}
	t.Logf("of 60 damaged files %d were refused, %d gave errors", refused, noticed)
	if refused == 0 || noticed == 0 {
		t.Error("the damage was not noticed")
	}
}

func TestCutShort(t *testing.T) {
	const records = 300
	for _, keep := range []float64{0.02, 0.2, 0.5, 0.9} {
		path := filled(t, records)
		rewrite(t, path, func(data []byte) []byte { return data[:int(keep*float64(used(t, path)))] })
		for range 2 { // the first attempt must not leave the file locked
			_, err := Open(path, Options{})
			expect(t, err, ErrDamaged, path, "expected at least")
		}
	}
}

// TestDamagedList damages the list of free pages, which bbolt reads with a panic.
func TestDamagedList(t *testing.T) {
	path := filled(t, 300)
	rewrite(t, path, func(data []byte) []byte {
		const isList = 0x10 // in the flags after the page's number
		for page := 2 * os.Getpagesize(); page < len(data); page += os.Getpagesize() {
			if data[page+8] == isList {
				data[page+8] = 0
			}
		}
		return data
	})
	for range 2 {
		_, err := Open(path, Options{})
		expect(t, err, ErrDamaged, path)
	}
}

// used is the length of a file's part that is in use.
func used(t *testing.T, path string) int64 {
	s := opened(t, path)
	defer s.Close()
	tx, err := s.db.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	return tx.Size()
}

// One damaged record is nobody else's trouble, even in the same transaction.
func TestDamagedRecord(t *testing.T) {
	ctx, path := context.Background(), filled(t, 3)
	rewrite(t, path, func(data []byte) []byte {
		at := bytes.LastIndex(data, kilobyte(1))
		data[at+500]++
		return data
	})
	s := opened(t, path)
	_, err := s.Load(ctx, "1")
	expect(t, err, ErrDamaged, path, `conversation "1"`, "checksum")
	var jobs []*job
	for i := range 3 {
		do := func(tx *bbolt.Tx) (int, error) {
			return save(tx, number(i), store.Record{Revision: 2, Data: []byte("new")})
		}
		jobs = append(jobs, &job{do: do, done: make(chan struct{})})
	}
	s.commit(jobs)
	expect(t, jobs[1].err, ErrDamaged, path, `conversation "1"`)
	for _, i := range []int{0, 2} {
		if r, err := s.Load(ctx, number(i)); jobs[i].err != nil || err != nil || string(r.Data) != "new" {
			t.Errorf("record %d: errors %v and %v, %.20q", i, jobs[i].err, err, r.Data)
		}
	}
}

// A file that loses its end while it is open must not take the process with it.
func TestTruncatedWhileOpen(t *testing.T) {
	ctx, path := context.Background(), filled(t, 300)
	s := opened(t, path)
	if err := os.Truncate(path, 8192); err != nil {
		t.Fatal(err)
	}
	_, err := s.Load(ctx, "7")
	expect(t, err, ErrDamaged, path)
	for range 3 {
		expect(t, s.Save(ctx, "7", store.Record{Revision: 2}), nil, path)
	}
	done := make(chan struct{})
	go func() { s.Close(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("Close waits for ever")
	}
}
