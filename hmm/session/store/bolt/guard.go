package bolt

import (
	"fmt"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// guard makes errors of what bbolt does at a damaged file: it panics, or it follows a wrong page
// number out of the memory that the file is mapped to. The latter ends the process unless the
// goroutine asked for a panic, which is what SetPanicOnFault is about.
func guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	return f()
}

// intact returns an error if the file is shorter than what its newest transaction says.
func intact(db *bbolt.DB, size int64) error {
	return db.View(func(tx *bbolt.Tx) error {
		if size < tx.Size() {
			return fmt.Errorf("%w: %d bytes, expected at least %d", ErrDamaged, size, tx.Size())
		}
		return nil
	})
}
