package bolt

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
)

// What bbolt made words of is an error again, of the same words; what is none stays as it is.
func TestCause(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		words := errors.New("file resize error: " + (&fs.PathError{Op: "truncate", Path: "x.db", Err: cause}).Error())
		if err := withCause(words); !errors.Is(err, cause) || err.Error() != words.Error() {
			t.Errorf("%v, expected %v", err, words)
		}
	}
	other := errors.New("file resize error: truncate x.db: input/output error")
	if err := withCause(other); err != other {
		t.Errorf("%v became %v", other, err)
	}
}
