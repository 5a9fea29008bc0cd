// Package spill sorts more records than memory holds: sorted runs go to temporary files and are merged
// (Knuth, The Art of Computer Programming 3, 5.4).
package spill

import (
	"bufio"
	"encoding/gob"
	"fmt"
	"os"
)

// fanIn is how many runs lie on disk at a time: one more, and they are merged into one. It bounds open files.
const fanIn = 64

// A Sorter sorts records by Compare. Equal ones keep the order in which they were added. Fill in the
// exported fields, Add, range over Sorted, Close. It serves one goroutine.
type Sorter[T any] struct {
	Compare func(a, b *T) int
	Size    func(*T) int // bytes that a record holds in memory, roughly
	Limit   int          // bytes of records above which they go to disk
	Dir     string       // for temporary files; "" is that of the system

	memory memory[T]
	bytes  int        // of what is in memory
	runs   []*os.File // each sorted, each older than the next
}

// Add takes a record, which gob must be able to encode. It writes what it holds to disk where that has
// grown beyond Limit; the errors are those of writing. A record in order costs one comparison.
func (s *Sorter[T]) Add(record T) error {
	held := s.memory.add(record, s.Compare)
	if s.bytes += s.Size(held); s.bytes <= s.Limit {
		return nil
	}
	return s.spill()
}

// Empty says whether nothing was added.
func (s *Sorter[T]) Empty() bool { return len(s.memory.held) == 0 && len(s.runs) == 0 }

// Sorted passes the records to yield in order until that gives an error, and returns it or one of
// reading. It may be called once, after the last Add.
func (s *Sorter[T]) Sorted(yield func(*T) error) error {
	return s.merge(s.memory.sorted(s.Compare), yield)
}

// Close removes the temporary files. The Sorter is empty again.
func (s *Sorter[T]) Close() {
	for _, f := range s.runs {
		discard(f)
	}
	s.runs, s.memory, s.bytes = nil, memory[T]{}, 0
}

// spill makes a run of what is held.
func (s *Sorter[T]) spill() error {
	run, err := s.write(func(put func(*T) error) error {
		for _, r := range s.memory.sorted(s.Compare) {
			if err := put(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.memory.empty()
	s.bytes = 0
	if s.runs = append(s.runs, run); len(s.runs) <= fanIn {
		return nil
	}
	merged, err := s.write(func(put func(*T) error) error { return s.merge(nil, put) })
	if err != nil {
		return err
	}
	for _, f := range s.runs {
		discard(f)
	}
	s.runs = append(s.runs[:0], merged)
	return nil
}

// write makes a run of what fill puts into it.
func (s *Sorter[T]) write(fill func(put func(*T) error) error) (*os.File, error) {
	f, err := os.CreateTemp(s.Dir, "intenthmm-sort-*")
	if err != nil {
		return nil, fmt.Errorf("sorting on disk: %w", err)
	}
	os.Remove(f.Name()) // where the system allows it, nothing is left behind whatever happens
	w := bufio.NewWriterSize(f, 1<<20)
	encoder := gob.NewEncoder(w)
	if err = fill(func(r *T) error { return encoder.Encode(r) }); err == nil {
		err = w.Flush()
	}
	if err != nil {
		discard(f)
		return nil, fmt.Errorf("sorting on disk: %w", err)
	}
	return f, nil
}

func discard(f *os.File) {
	f.Close()
	os.Remove(f.Name())
}
