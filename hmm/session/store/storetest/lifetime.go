package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"intenthmm/hmm/session/store"
)

// isOneOf reports whether err is one of these.
func isOneOf(err error, targets ...error) bool {
	return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) })
}

// cancelled: a context that is done stops everything before it begins.
func cancelled(s *subject) error {
	if err := s.save("a", 1, "first", noon); err != nil {
		return err
	}
	stopped, cancel := context.WithCancel(s.ctx)
	cancel()
	late, cancelLate := context.WithDeadline(s.ctx, time.Now().Add(-time.Second))
	defer cancelLate()
	for range 20 {
		for _, ctx := range []context.Context{stopped, late} {
			if err := refuses(ctx, s.store); err != nil {
				return err
			}
		}
	}
	if err := s.lacks("b"); err != nil {
		return err
	}
	return s.holds("a", 1, "first", noon)
}

// refuses expects every method to return the error of a context that is done.
func refuses(ctx context.Context, st store.Store) error {
	_, loadErr := st.Load(ctx, "a")
	_, expireErr := st.Expire(ctx, noon.Add(time.Hour))
	for method, err := range map[string]error{
		"Load": loadErr, "Save": st.Save(ctx, "a", store.Record{Revision: 2}), "Save of another": st.Save(ctx, "b", store.Record{Revision: 1}),
		"Delete": st.Delete(ctx, "a"), "Expire": expireErr,
	} {
		if !errors.Is(err, ctx.Err()) {
			return fmt.Errorf("%s: error %v, expected %v", method, err, ctx.Err())
		}
	}
	return nil
}

// closing: Close in the middle of saves; each of them is done or not.
func closing(s *subject) error {
	const savers = 8
	acknowledged := make([]uint64, savers)
	var closed atomic.Bool
	err := each(savers+1, func(i int) error {
		if i == savers {
			time.Sleep(20 * time.Millisecond)
			defer closed.Store(true)
			return s.store.Close()
		}
		for r := uint64(1); ; r++ {
			late := closed.Load()
			switch err := s.save(fmt.Sprint(i), r, "", noon); {
			case errors.Is(err, store.ErrClosed):
				return nil
			case err != nil:
				return fmt.Errorf("while another closes: %w", err)
			case late:
				return errors.New("Save after Close saves")
			}
			acknowledged[i] = r
		}
	})
	if err != nil {
		return err
	}
	if err := isClosed(s); err != nil {
		return err
	}
	if err := s.store.Close(); err != nil {
		return fmt.Errorf("a second Close: %w", err)
	}
	if s.Again == nil {
		return nil
	}
	return s.reopened(func(next *subject) error {
		for i, r := range acknowledged {
			if r == 0 {
				continue
			}
			if err := next.holds(fmt.Sprint(i), r, "", noon); err != nil {
				return fmt.Errorf("acknowledged before Close: %w", err)
			}
		}
		return nil
	})
}

// reopened opens the store again for check.
func (s *subject) reopened(check func(*subject) error) error {
	next, err := s.Again()
	if err != nil {
		return fmt.Errorf("Again: %w", err)
	}
	return errors.Join(check(&subject{Case: s.Case, store: next, ctx: s.ctx}), next.Close())
}

// again: what was there is there.
func again(s *subject) error {
	if s.Again == nil {
		return fmt.Errorf("%w: Case.Again is nil", errSkipped)
	}
	err := first(
		func() error { return s.save("kept", 1, "first", noon) },
		func() error { return s.save("kept", 2, allBytes(), noon.Add(time.Hour)) },
		func() error { return s.save("deleted", 1, "gone", noon) },
		func() error { return s.store.Delete(s.ctx, "deleted") },
		func() error { return s.save("expired", 1, "gone", noon) },
		func() error { return s.expires(noon.Add(time.Minute), 1) },
		s.store.Close,
	)
	if err != nil {
		return err
	}
	return s.reopened(func(next *subject) error {
		return first(
			func() error { return next.holds("kept", 2, allBytes(), noon.Add(time.Hour)) },
			func() error { return next.lacks("deleted") },
			func() error { return next.lacks("expired") },
			func() error { return next.conflicts("kept", 2) },
			func() error { return next.saved("kept", 3, "third", noon) },
			func() error { return next.expires(noon.Add(time.Minute), 1) },
		)
	})
}

// shared: two handles, one store.
func shared(s *subject) error {
	if !s.Shared {
		return fmt.Errorf("%w: Case.Shared is false", errSkipped)
	}
	if err := s.save("a", 1, "by one", noon); err != nil {
		return err
	}
	return s.reopened(func(other *subject) error {
		return first(
			func() error { return other.holds("a", 1, "by one", noon) },
			func() error { return other.conflicts("a", 1) },
			func() error { return other.save("a", 2, "by the other", noon) },
			func() error { return s.conflicts("a", 2) },
			func() error { return s.holds("a", 2, "by the other", noon) },
			func() error { return increments([]store.Store{s.store, other.store}, s) },
		)
	})
}
