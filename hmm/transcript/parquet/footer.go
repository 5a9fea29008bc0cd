package parquet

import (
	"encoding/binary"
	"fmt"
	"io"
)

// maxFooter bounds the bytes that describe a file. Those of a file of 10 columns and 100 row groups take 100 KB.
const maxFooter = 8 << 20

// checkFooter makes sure that the footer can be decoded in bounded memory.
func checkFooter(r io.ReaderAt, size int64) error {
	const tail = 8 // the length of the footer, and the magic bytes once more
	var b [tail]byte
	if size < int64(len(magic))+tail {
		return errCut
	}
	if _, err := r.ReadAt(b[:], size-tail); err != nil {
		return err
	}
	if string(b[4:]) != string(magic) {
		return fmt.Errorf("it ends with %q, not with %q: it may be cut short", b[4:], magic)
	}
	length := int64(binary.LittleEndian.Uint32(b[:]))
	if length > min(size-tail-int64(len(magic)), maxFooter) {
		return fmt.Errorf("a footer of %d bytes: expected at most %d in a file of %d", length, maxFooter, size)
	}
	footer := make([]byte, length)
	if _, err := r.ReadAt(footer, size-tail-length); err != nil {
		return err
	}
	_, err := checkStruct(footer)
	return err
}
