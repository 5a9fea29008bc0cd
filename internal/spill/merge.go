package spill

import (
	"bufio"
	"container/heap"
	"encoding/gob"
	"fmt"
	"io"
	"os"
)

// A source is a sorted run, on disk or in memory, at its first record not yet passed on.
type source[T any] struct {
	record  *T
	age     int          // of two equal records that of the older source comes first
	decoder *gob.Decoder // nil: in memory
	decoded T            // where record lies if it is from disk
	held    []*T
}

// next moves on to the following record; io.EOF says that there is none.
func (s *source[T]) next() error {
	if s.decoder == nil {
		if len(s.held) == 0 {
			return io.EOF
		}
		s.record, s.held = s.held[0], s.held[1:]
		return nil
	}
	var fresh T // gob leaves fields alone whose value is zero
	s.decoded, s.record = fresh, &s.decoded
	return s.decoder.Decode(s.record)
}

// merge passes on the records of all runs and of held, which is sorted.
func (s *Sorter[T]) merge(held []*T, yield func(*T) error) error {
	q := &queue[T]{compare: s.Compare}
	for age, f := range s.runs {
		if err := q.open(f, age); err != nil {
			return err
		}
	}
	if err := q.add(&source[T]{age: len(s.runs), held: held}); err != nil {
		return err
	}
	for len(q.sources) > 0 {
		first := q.sources[0]
		if err := yield(first.record); err != nil {
			return err
		}
		switch err := first.next(); err {
		case nil:
			heap.Fix(q, 0)
		case io.EOF:
			heap.Pop(q)
		default:
			return fmt.Errorf("sorting on disk: %w", err)
		}
	}
	return nil
}

// A queue is sources in a heap, that of the least record first.
type queue[T any] struct {
	compare func(a, b *T) int
	sources []*source[T]
}

func (q *queue[T]) open(f *os.File, age int) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("sorting on disk: %w", err)
	}
	return q.add(&source[T]{age: age, decoder: gob.NewDecoder(bufio.NewReaderSize(f, 64<<10))})
}

// add puts a source into the heap unless it is empty.
func (q *queue[T]) add(s *source[T]) error {
	switch err := s.next(); err {
	case nil:
		heap.Push(q, s)
		return nil
	case io.EOF:
		return nil
	default:
		return fmt.Errorf("sorting on disk: %w", err)
	}
}

func (q *queue[T]) Len() int { return len(q.sources) }

func (q *queue[T]) Less(i, j int) bool {
	a, b := q.sources[i], q.sources[j]
	if c := q.compare(a.record, b.record); c != 0 {
		return c < 0
	}
	return a.age < b.age
}

func (q *queue[T]) Swap(i, j int) { q.sources[i], q.sources[j] = q.sources[j], q.sources[i] }

func (q *queue[T]) Push(x any) { q.sources = append(q.sources, x.(*source[T])) }

func (q *queue[T]) Pop() any {
	last := q.sources[len(q.sources)-1]
	q.sources = q.sources[:len(q.sources)-1]
	return last
}
