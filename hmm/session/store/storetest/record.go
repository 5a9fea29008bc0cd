package storetest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"intenthmm/hmm/session/store"
)

// nothing: an empty store.
func nothing(s *subject) error {
	if err := s.lacks("a"); err != nil {
		return err
	}
	if err := s.store.Delete(s.ctx, "a"); err != nil {
		return fmt.Errorf("Delete of what is not there: %w", err)
	}
	return s.expires(noon, 0)
}

// allBytes has every byte, and text that a store may take for its own: line ends, zeros, quotes.
func allBytes() string {
	var b strings.Builder
	for i := range 256 {
		b.WriteByte(byte(i))
	}
	return "1 2 3 \x00\r\n\"'" + b.String()
}

// record: what is saved is loaded.
func record(s *subject) error {
	rng := rand.New(rand.NewPCG(3, 5))
	large := make([]byte, 1<<20)
	for i := range large {
		large[i] = byte(rng.Uint32())
	}
	for i, data := range []string{"", "x", allBytes(), strings.Repeat("\x00", 4096), string(large), "", "small again"} {
		if err := s.saved("one", uint64(i+1), data, noon.Add(time.Duration(i)*time.Millisecond)); err != nil {
			return err
		}
	}
	berlin := time.FixedZone("", 3600)
	for i, touched := range []time.Time{
		{}, time.Unix(0, 0), time.UnixMilli(-1), noon.In(berlin), noon.Add(1234567 * time.Nanosecond),
		time.Date(9999, 12, 31, 23, 59, 59, 999e6, time.UTC),
	} {
		if err := s.saved("times", uint64(i+1), "t", touched); err != nil {
			return err
		}
	}
	return s.holds("one", 7, "small again", noon.Add(6*time.Millisecond))
}

// oddIDs differ in ways that a store may overlook.
func oddIDs() []string {
	return []string{
		"", "\x00", "\x00\x00", " ", "a", "A", "a ", "a\x00", "a\x00b", "a/b", "a/../a", "../a", "a:b", "{a}", "*", "a*", "?", "[a]", "\\", "a\n",
		"\xff", "\xff\xff", "\xc3\x28", "ä", "a\u0308", "你好", "%s", "'", "\"", allBytes(),
		strings.Repeat("x", store.MaxID), strings.Repeat("x", store.MaxID-1), strings.Repeat("\xff", store.MaxID), strings.Repeat("\x00", store.MaxID),
	}
}

// ids: every string is an id of its own.
func ids(s *subject) error {
	all := oddIDs()
	for i, id := range all {
		if err := s.save(id, 1, fmt.Sprint("record ", i), noon.Add(time.Duration(i)*time.Second)); err != nil {
			return err
		}
	}
	for i, id := range all {
		if err := s.holds(id, 1, fmt.Sprint("record ", i), noon.Add(time.Duration(i)*time.Second)); err != nil {
			return err
		}
	}
	for i, id := range all {
		if err := s.store.Delete(s.ctx, id); err != nil {
			return fmt.Errorf("Delete(%.20q): %w", id, err)
		}
		if err := s.lacks(id); err != nil {
			return err
		}
		if err := s.expires(noon, 0); err != nil {
			return err
		}
		if i+1 < len(all) {
			if err := s.holds(all[i+1], 1, fmt.Sprint("record ", i+1), noon.Add(time.Duration(i+1)*time.Second)); err != nil {
				return fmt.Errorf("after Delete(%.20q): %w", id, err)
			}
		}
	}
	return tooLong(s, strings.Repeat("x", store.MaxID+1))
}

// tooLong expects every method to refuse an id.
func tooLong(s *subject, id string) error {
	_, loadErr := s.store.Load(s.ctx, id)
	for method, err := range map[string]error{"Load": loadErr, "Save": s.save(id, 1, "", noon), "Delete": s.store.Delete(s.ctx, id)} {
		if err == nil || isOneOf(err, store.ErrNotFound, store.ErrConflict, store.ErrClosed) {
			return fmt.Errorf("%s of an id of %d bytes: error %v, expected one that says it is too long", method, len(id), err)
		}
	}
	return nil
}

// ownership: neither side keeps the other's bytes.
func ownership(s *subject) error {
	data := []byte("as saved")
	if err := s.store.Save(s.ctx, "a", store.Record{Revision: 1, Data: data, Touched: noon}); err != nil {
		return err
	}
	clear(data)
	if err := s.holds("a", 1, "as saved", noon); err != nil {
		return fmt.Errorf("the saved slice was written over: %w", err)
	}
	r, err := s.store.Load(s.ctx, "a")
	if err != nil {
		return err
	}
	clear(r.Data)
	if err := s.holds("a", 1, "as saved", noon); err != nil {
		return fmt.Errorf("the loaded slice was written over: %w", err)
	}
	loaded, err := s.store.Load(s.ctx, "a")
	if err != nil {
		return err
	}
	if err := s.save("a", 2, "another", noon); err != nil {
		return err
	}
	if string(loaded.Data) != "as saved" {
		return fmt.Errorf("a loaded slice became %q with the next save", loaded.Data)
	}
	return nil
}
