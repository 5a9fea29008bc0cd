package bolt

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
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

// abandon closes a database's file without the database, which is in no state to do so. Its memory
// stays mapped to the file, and that alone would keep the lock.
func abandon(f *os.File) error { return errors.Join(unlock(f), f.Close()) }
