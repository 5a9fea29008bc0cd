package storetest

import (
	"fmt"
	"strconv"
	"time"

	"intenthmm/hmm/session/store"
)

// expire: what was touched before, and nothing else.
func expire(s *subject) error {
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	return first(
		func() error { return s.save("at 0", 1, "", at(0)) },
		func() error { return s.save("at 1", 1, "", at(1)) },
		func() error { return s.save("at 2", 1, "", at(2)) },
		func() error { return s.save("also at 2", 1, "", at(2)) },
		func() error { return s.save("anew at 3", 1, "old", at(0)) },
		func() error { return s.save("anew at 3", 2, "new", at(3)) },
		func() error { return s.save("back at 0", 1, "new", at(3)) },
		func() error { return s.save("back at 0", 2, "old", at(0)) },
		func() error { return s.save("before 1970", 1, "", time.UnixMilli(-1)) },
		func() error { return s.save("no time", 1, "", time.Time{}) },

		func() error { return s.expires(time.UnixMilli(-1), 1) }, // "no time"
		func() error { return s.lacks("no time") },
		func() error { return s.expires(time.UnixMilli(0), 1) },
		func() error { return s.lacks("before 1970") },
		func() error { return s.expires(at(0), 0) },
		func() error { return s.holds("at 0", 1, "", at(0)) },
		func() error { return s.expires(at(0).Add(time.Millisecond), 2) },
		func() error { return s.lacks("at 0") },
		func() error { return s.lacks("back at 0") },
		func() error { return s.expires(at(2), 1) },
		func() error { return s.lacks("at 1") },
		func() error { return s.holds("at 2", 1, "", at(2)) },
		func() error { return s.expires(at(3), 2) },
		func() error { return s.holds("anew at 3", 2, "new", at(3)) },
		func() error { return s.expires(at(3), 0) },
		func() error { return s.saved("at 0", 1, "begun again", at(4)) },
		func() error { return s.expires(at(9), 2) },
		func() error { return s.expires(at(9), 0) },
	)
}

// many: thousands of old records go while others are touched anew.
func many(s *subject) error {
	const old, live, turns = 3000, 8, 40
	err := each(16, func(i int) error {
		for j := i; j < old; j += 16 {
			if err := s.save("old "+strconv.Itoa(j), 1, "old", noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	id := func(i int) string { return "live " + strconv.Itoa(i) }
	for i := range live {
		if err := s.save(id(i), 1, "live", noon); err != nil {
			return err
		}
	}
	for i := range live { // touched after all, if only just
		if err := s.save(id(i), 2, "live", noon.Add(time.Second)); err != nil {
			return err
		}
	}
	deleted := make([]int, live+1)
	err = each(live+1, func(i int) (err error) {
		deleted[i], err = s.store.Expire(s.ctx, noon.Add(time.Second))
		for r := uint64(3); i < live && r < turns && err == nil; r++ {
			err = s.saved(id(i), r, "live", noon.Add(time.Duration(r)*time.Second))
		}
		return err
	})
	if err != nil {
		return err
	}
	sum := 0
	for _, n := range deleted {
		sum += n
	}
	if sum != old {
		return fmt.Errorf("calls of Expire deleted %d, expected %d", sum, old)
	}
	return s.expires(noon.Add(time.Hour), live)
}

// isClosed expects every method to say that the store is closed.
func isClosed(s *subject) error {
	_, loadErr := s.store.Load(s.ctx, "a")
	_, expireErr := s.store.Expire(s.ctx, noon)
	for method, err := range map[string]error{
		"Load": loadErr, "Save": s.save("a", 1, "", noon), "Delete": s.store.Delete(s.ctx, "a"), "Expire": expireErr,
	} {
		if !isOneOf(err, store.ErrClosed) {
			return fmt.Errorf("%s after Close: error %v, expected store.ErrClosed", method, err)
		}
	}
	return nil
}
