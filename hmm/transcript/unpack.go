package transcript

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
)

// A Compression is recognised by the first bytes of a file. That of gzip is known to every Reader;
// others come by Options.Compressions.
type Compression struct {
	Magic []byte
	Open  func(io.Reader) (io.Reader, error) // the reader is not closed: it must hold nothing that needs it
}

var gzipped = Compression{
	Magic: []byte{0x1f, 0x8b},
	Open:  func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
}

const (
	maxRatio   = 500      // of the unpacked size to the packed one; logs come to 20, gzip at most to 1032
	sureSize   = 64 << 20 // below it no ratio is looked at
	maxNesting = 3        // layers of compression
)

// An unpacking keeps the books of one file given by the user, whatever is packed in it, and refuses to go on
// where it unpacks to far more than logs do.
type unpacking struct {
	known    []Compression
	bytes    *int64 // read, of all files
	read     int64  // of this one, as it is stored
	packed   int64  // its size, where it is an archive
	unpacked int64
}

func newUnpacking(more []Compression, bytes *int64) *unpacking {
	return &unpacking{known: more, bytes: bytes}
}

// unwrap takes compression off, and says whether there was one.
func (u *unpacking) unwrap(raw io.Reader) (*bufio.Reader, bool, error) {
	r := bufio.NewReaderSize(&counted{raw, u}, bufferSize)
	for layer := 0; ; layer++ {
		c := u.find(r)
		if c == nil {
			return r, layer > 0, nil
		}
		if layer == maxNesting {
			return nil, false, Problem{Reason: reasonBomb, Detail: fmt.Sprintf("more than %d layers of compression", maxNesting)}
		}
		z, err := c.Open(r)
		if err != nil {
			return nil, false, err
		}
		r = bufio.NewReaderSize(&guarded{z, u}, bufferSize)
	}
}

// find is the compression of the next bytes, nil if there is none.
func (u *unpacking) find(r *bufio.Reader) *Compression {
	if begins(r, gzipped.Magic) {
		return &gzipped
	}
	for i := range u.known {
		if begins(r, u.known[i].Magic) {
			return &u.known[i]
		}
	}
	return nil
}

// counted is a reader that keeps count of what is read.
type counted struct {
	io.Reader
	*unpacking
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	*c.bytes += int64(n)
	c.read += int64(n)
	return n, err
}

// guarded is a reader of unpacked bytes that stops at too many.
type guarded struct {
	io.Reader
	*unpacking
}

func (g *guarded) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	g.unpacked += int64(n)
	packed := max(g.packed, g.read)
	if g.unpacked > sureSize && g.unpacked/maxRatio > packed {
		return 0, Problem{Reason: reasonBomb, Detail: fmt.Sprintf(
			"%d bytes unpack to more than %d: expected at most %d times as many", packed, g.unpacked, maxRatio)}
	}
	return n, err
}
