package transcript

import (
	"bytes"
	"fmt"
	"slices"
)

// holdsNUL says whether there is a NUL in a line, which is no text then: a disk or a program damaged it.
func holdsNUL(line []byte) bool { return bytes.IndexByte(line, 0) >= 0 }

// damaged describes a line with a NUL in it.
func damaged(line []byte) Problem {
	return Problem{Reason: reasonNUL, Detail: fmt.Sprintf("byte %d of %d: expected text", bytes.IndexByte(line, 0)+1, len(line))}
}

// withoutNUL removes in place what JSON can write as \u0000.
func withoutNUL(text []byte) []byte {
	if !holdsNUL(text) {
		return text
	}
	return slices.DeleteFunc(text, func(b byte) bool { return b == 0 })
}
