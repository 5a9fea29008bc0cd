// Package storetest proves that a session store keeps the contract of package store.
//
// A store, ours or a user's, passes with one call from one of its own tests:
//
//	func TestMine(t *testing.T) {
//		storetest.Run(t, storetest.Case{New: func() (store.Store, error) { return Open(t.TempDir()) }})
//	}
//
// Every law is a subtest of its own:
//
//	nothing     where nothing is, Load says so; Delete and Expire mind nothing
//	record      what is saved is loaded: revision, bytes, time; from no byte to a million
//	ids         any string of up to 512 bytes is an id, and no two are mixed up; a longer one is an error
//	revision    a save is the successor of what is stored, or a conflict that changes nothing
//	ownership   the caller may write over the data that it saved or loaded
//	delete      removes one, and revisions begin again
//	expire      deletes what was touched before, counts it, and nothing else, however often it was touched since
//	many        expires thousands, while others save, and never what they touched anew
//	cancelled   a context that is done is the error, and nothing is done
//	race        of those who save the same revision one wins: no update is lost
//	crowd       many conversations at once
//	close       waits; afterwards store.ErrClosed, and a second Close does nothing
//	again       what was saved, and only that, is there when it is opened again (Case.Again)
//	shared      two handles on one store do not lose each other's updates (Case.Shared)
//
// Run the test with the race detector too: it sees what no law can.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"testing"

	"intenthmm/hmm/session/store"
)

// A Case is a store with what its tests need to know. Only New is always needed.
type Case struct {
	// New opens a store that is empty, a different one each time.
	New func() (store.Store, error)
	// Again opens the store that New opened last, once more. Nil: it forgets what it held when it is
	// closed.
	Again func() (store.Store, error)
	// Shared says that Again may be called while the store is open.
	Shared bool
}

// A law returns nil if the store keeps it, errSkipped if it does not apply to the store.
type law struct {
	name  string
	holds func(*subject) error
}

// errSkipped says that a law does not apply; what wraps it says why.
var errSkipped = errors.New("skipped")

func laws() []law {
	return []law{
		{"nothing", nothing},
		{"record", record},
		{"ids", ids},
		{"revision", revision},
		{"ownership", ownership},
		{"delete", deletion},
		{"expire", expire},
		{"many", many},
		{"cancelled", cancelled},
		{"race", race},
		{"crowd", crowd},
		{"close", closing},
		{"again", again},
		{"shared", shared},
	}
}

// Run holds the store to every law, each in a subtest of its own and with a store of its own.
func Run(t *testing.T, c Case) {
	t.Helper()
	for _, l := range laws() {
		t.Run(l.name, func(t *testing.T) {
			switch err := c.hold(l); {
			case errors.Is(err, errSkipped):
				t.Log(err)
			case err != nil:
				t.Error(err)
			}
		})
	}
}

// hold tries one law on a new store, and closes it. A panic breaks the law.
func (c Case) hold(l law) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	s, err := c.New()
	if err != nil {
		return fmt.Errorf("New: %w", err)
	}
	err = l.holds(&subject{Case: c, store: s, ctx: context.Background()})
	if closeErr := s.Close(); closeErr != nil {
		err = errors.Join(err, fmt.Errorf("Close: %w", closeErr))
	}
	return err
}
