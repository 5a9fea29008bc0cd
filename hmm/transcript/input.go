package transcript

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const (
	bufferSize = 64 << 10 // of the lines read from a file
	headSize   = 8 << 10  // of a file that its format is recognised by
)

var (
	gzipMagic = []byte{0x1f, 0x8b}
	byteOrder = []byte("\xef\xbb\xbf") // the mark that some programs put before UTF-8
)

// input is an open file, decompressed and without byte order mark.
type input struct {
	name  string
	head  []byte // its first bytes
	lines *lines
	file  io.Closer
}

// open opens the file at a path, or standard input for "-". What is read of it is added to bytes.
func open(path string, stdin io.Reader, maxLine int, bytes *int64) (*input, error) {
	in := &input{name: path}
	var raw io.Reader
	if path == stdinPath {
		in.name = stdinName
		if stdin == nil {
			return nil, errors.New("stdin: there is none to read from")
		}
		raw = stdin
	} else {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		raw, in.file = f, f
	}
	if err := in.start(&counted{raw, bytes}, maxLine); err != nil {
		in.close()
		return nil, in.explain(err)
	}
	return in, nil
}

// counted is a reader that keeps count of what is read.
type counted struct {
	io.Reader
	bytes *int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	*c.bytes += int64(n)
	return n, err
}

// start unwraps compression and byte order mark and looks at the first bytes.
func (in *input) start(raw io.Reader, maxLine int) error {
	r := bufio.NewReaderSize(raw, bufferSize)
	if begins(r, gzipMagic) {
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		r = bufio.NewReaderSize(z, bufferSize)
	}
	if begins(r, byteOrder) {
		r.Discard(len(byteOrder))
	}
	head, err := peekHead(r)
	if err != nil && err != io.EOF {
		return err
	}
	in.head = bytes.Clone(head)
	in.lines = &lines{r: r, max: maxLine}
	return nil
}

// begins reports whether the next bytes are the mark. It asks for no more of them than it takes to
// tell: a short line must not wait for the next one.
func begins(r *bufio.Reader, mark []byte) bool {
	for i := range mark {
		if head, _ := r.Peek(i + 1); len(head) <= i || head[i] != mark[i] {
			return false
		}
	}
	return true
}

// peekHead is the first bytes of r: as many as it takes for one line with something on it, and what
// came with them, but no more than headSize. A person who types, or a bot that waits for its answer,
// must not be asked for more.
func peekHead(r *bufio.Reader) ([]byte, error) {
	for want := 1; ; want = min(r.Buffered()+1, headSize) {
		_, err := r.Peek(want)
		head, _ := r.Peek(min(r.Buffered(), headSize))
		line := bytes.TrimLeft(head, " \t\r\n")
		if err != nil || len(head) == headSize || bytes.IndexByte(line, '\n') >= 0 {
			return head, err
		}
	}
}

// explain adds the file's name to an error of reading, and says what that means where it is cryptic.
func (in *input) explain(err error) error {
	var path *fs.PathError
	var problem Problem
	switch {
	case errors.As(err, &path), errors.As(err, &problem):
		return err // they name the file
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the data is cut short: %w", in.name, err)
	default:
		return fmt.Errorf("%s: %w", in.name, err)
	}
}

func (in *input) close() {
	if in.file != nil {
		in.file.Close()
	}
}
