package storetest

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"intenthmm/hmm/session/store"
)

// revision: only the successor is saved.
func revision(s *subject) error {
	for _, wrong := range []uint64{0, 2, 3, math.MaxUint64} {
		if err := s.conflicts("a", wrong); err != nil {
			return err
		}
		if err := s.lacks("a"); err != nil {
			return fmt.Errorf("after a conflict: %w", err)
		}
	}
	for r := uint64(1); r <= 12; r++ {
		data := "revision " + strconv.FormatUint(r, 10)
		if err := s.saved("a", r, data, noon); err != nil {
			return err
		}
		for _, wrong := range []uint64{0, 1, r - 1, r, r + 2, 10 * (r + 1), math.MaxUint64} {
			if err := s.conflicts("a", wrong); err != nil {
				return err
			}
		}
		if err := s.holds("a", r, data, noon); err != nil {
			return fmt.Errorf("after conflicts: %w", err)
		}
		// To save the very same again is another's save all the same.
		if err := s.save("a", r, data, noon); !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("the same record twice: error %v, expected store.ErrConflict", err)
		}
	}
	// The conflicts were of a later hour.
	return s.expires(noon.Add(time.Minute), 1)
}

// deletion: a deleted record is no record.
func deletion(s *subject) error {
	for range 2 {
		if err := first(
			func() error { return s.saved("a", 1, "first", noon) },
			func() error { return s.saved("a", 2, "second", noon) },
			func() error { return s.saved("b", 1, "other", noon.Add(time.Hour)) },
			func() error { return s.store.Delete(s.ctx, "a") },
			func() error { return s.lacks("a") },
			func() error { return s.conflicts("a", 3) },
			func() error { return s.expires(noon.Add(time.Minute), 0) },
			func() error { return s.holds("b", 1, "other", noon.Add(time.Hour)) },
			func() error { return s.store.Delete(s.ctx, "b") },
		); err != nil {
			return err
		}
	}
	return nil
}

// race: all increment one number, and every increment counts.
func race(s *subject) error {
	return increments([]store.Store{s.store}, s)
}

// increments lets goroutines with the stores count in one record, then looks at the sum.
func increments(stores []store.Store, s *subject) error {
	const goroutines, rounds = 8, 25
	err := each(goroutines, func(i int) error {
		for range rounds {
			if err := increment(stores[i%len(stores)], s); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := s.holds("sum", goroutines*rounds, strconv.Itoa(goroutines*rounds), noon); err != nil {
		return fmt.Errorf("%d increments by %d goroutines: %w", goroutines*rounds, goroutines, err)
	}
	return nil
}

// increment adds 1 to the number in the record, again until nobody comes between: of many who try one
// gets through each time.
func increment(st store.Store, s *subject) error {
	for range 10_000 {
		r, err := st.Load(s.ctx, "sum")
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("Load: %w", err)
		}
		n := 0
		if r.Revision > 0 {
			if n, err = strconv.Atoi(string(r.Data)); err != nil {
				return fmt.Errorf("Load: %w", err)
			}
		}
		r = store.Record{Revision: r.Revision + 1, Data: strconv.AppendInt(nil, int64(n+1), 10), Touched: noon}
		switch err := st.Save(s.ctx, "sum", r); {
		case err == nil:
			return nil
		case !errors.Is(err, store.ErrConflict):
			return fmt.Errorf("Save: %w", err)
		}
	}
	return errors.New("nothing but conflicts")
}

// crowd: many conversations, each with its own goroutine.
func crowd(s *subject) error {
	return each(64, func(i int) error {
		id := fmt.Sprint("conversation ", i)
		for r := range uint64(10) {
			if err := s.saved(id, r+1, fmt.Sprint(id, " revision ", r+1), noon); err != nil {
				return err
			}
		}
		if i%2 == 0 {
			if err := s.store.Delete(s.ctx, id); err != nil {
				return err
			}
			return s.lacks(id)
		}
		return s.holds(id, 10, fmt.Sprint(id, " revision ", 10), noon)
	})
}
