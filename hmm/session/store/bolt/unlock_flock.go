//go:build unix && !solaris && !aix && !android

package bolt

import (
	"os"
	"syscall"
)

// unlock undoes what bbolt locks a file with on these systems.
func unlock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
