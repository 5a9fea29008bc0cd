package bolt

import (
	"path/filepath"
	"strconv"
	"testing"

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
