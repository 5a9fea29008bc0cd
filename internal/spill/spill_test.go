package spill

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

type record struct {
	Key   string
	Order int
	Texts []string
}

func newSorter(t *testing.T, limit int) *Sorter[record] {
	s := &Sorter[record]{
		Compare: func(a, b *record) int { return cmp.Compare(a.Key, b.Key) },
		Size:    func(r *record) int { return 10 + len(r.Key) },
		Limit:   limit,
		Dir:     t.TempDir(),
	}
	t.Cleanup(s.Close)
	return s
}

// TestSortsOnDiskAsInMemory sorts in memory, in a few runs, and in so many that runs are merged on the way.
func TestSortsOnDiskAsInMemory(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	records := make([]record, 5000)
	for i := range records {
		records[i] = record{Key: fmt.Sprint(rng.IntN(700)), Order: i}
		if i%3 == 0 {
			records[i].Texts = []string{"x", ""}
		}
	}
	want := slices.Clone(records)
	slices.SortStableFunc(want, func(a, b record) int { return cmp.Compare(a.Key, b.Key) })
	for _, limit := range []int{1 << 30, 20_000, 300} {
		s := newSorter(t, limit)
		for _, r := range records {
			if err := s.Add(r); err != nil {
				t.Fatal(err)
			}
			if len(s.runs) > fanIn || s.bytes > limit {
				t.Fatalf("%d runs, %d bytes held", len(s.runs), s.bytes)
			}
		}
		if limit < 1<<30 && len(s.runs) == 0 {
			t.Fatal("nothing went to disk")
		}
		var got []record
		if err := s.Sorted(func(r *record) error { got = append(got, *r); return nil }); err != nil {
			t.Fatal(err)
		}
		equal := func(a, b record) bool {
			return a.Key == b.Key && a.Order == b.Order && slices.Equal(a.Texts, b.Texts)
		}
		if !slices.EqualFunc(got, want, equal) {
			t.Errorf("limit %d: another order", limit)
		}
		s.Close()
		if left, _ := os.ReadDir(s.Dir); len(left) > 0 || !s.Empty() {
			t.Errorf("left behind: %v", left)
		}
	}
}

func TestStopsAtTheConsumersError(t *testing.T) {
	s := newSorter(t, 20)
	for i := range 10 {
		if err := s.Add(record{Key: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	enough, n := errors.New("enough"), 0
	err := s.Sorted(func(*record) error {
		if n++; n == 3 {
			return enough
		}
		return nil
	})
	if err != enough || n != 3 {
		t.Errorf("%v after %d", err, n)
	}
}

func TestNoRoomOnDisk(t *testing.T) {
	s := newSorter(t, 0)
	s.Dir += "/none"
	if err := s.Add(record{Key: "a"}); err == nil || !strings.HasPrefix(err.Error(), "sorting on disk: ") {
		t.Error(err)
	}
}

// TestOrderIsCheap counts comparisons: one a record where they come in order, and log₂ of the number of runs more
// where runs follow each other.
func TestOrderIsCheap(t *testing.T) {
	const n, same = 1 << 12, 2
	for _, c := range []struct{ runs, most int }{{1, n}, {2, 2 * n}, {16, 5 * n}} {
		comparisons := 0
		s := newSorter(t, 1<<30)
		compare := s.Compare
		s.Compare = func(a, b *record) int { comparisons++; return compare(a, b) }
		for i := range n {
			length := n / c.runs
			if err := s.Add(record{Key: fmt.Sprintf("%06d", (i%length*c.runs+i/length)/same)}); err != nil {
				t.Fatal(err)
			}
		}
		i := 0
		if err := s.Sorted(func(r *record) error {
			if want := fmt.Sprintf("%06d", i/same); r.Key != want {
				return fmt.Errorf("%s, want %s", r.Key, want)
			}
			i++
			return nil
		}); err != nil || i != n {
			t.Fatalf("%d runs: %d records, %v", c.runs, i, err)
		}
		if comparisons > c.most {
			t.Errorf("%d runs: %d comparisons of %d records, want at most %d", c.runs, comparisons, n, c.most)
		}
	}
}
