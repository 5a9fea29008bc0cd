package bolt

import (
	"fmt"
	"strings"
	"syscall"
)

// noRoom are the system's errors that say that a file cannot grow.
var noRoom = [...]syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// withCause gives an error its cause back where bbolt kept only the words of it, as it does where the
// file cannot grow ("file resize error: ..."): so that callers tell a full disk from a broken one.
func withCause(err error) error {
	for _, cause := range noRoom {
		if text, found := strings.CutSuffix(err.Error(), cause.Error()); found {
			return fmt.Errorf("%s%w", text, cause)
		}
	}
	return err
}
