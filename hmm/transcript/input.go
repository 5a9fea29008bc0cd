package transcript

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"
)

const (
	bufferSize = 64 << 10 // of the lines read from a file
	headSize   = 8 << 10  // of a file that its format is recognised by
)

// byteOrder is the mark that some programs put before UTF-8.
var byteOrder = []byte("\xef\xbb\xbf")

// An Input is an open file, decompressed and without byte order mark. It is read in one way: by Read,
// by Lines, by Records or by its Document.
type Input struct {
	Name  string // as errors name it: the path, with that inside an archive
	Entry string // the path inside an archive or folder that is one export; else empty
	Head  []byte // its first bytes

	lines  *lines
	reopen func() (io.ReadCloser, error) // nil: it can be read once
	file   io.Closer                     // may be nil
	copied *os.File                      // a temporary copy; nil: none was needed
	unpack *unpacking
	plain  bool // nothing had to be unpacked
	spool  string
	asked  bool // the format was asked for: no more of the head is needed than a line
}

// openPath opens the file at a path, or standard input for "-".
func openPath(path string, stdin io.Reader, o *Options, bytes *int64) (*Input, error) {
	in := &Input{Name: path, unpack: newUnpacking(o.Compressions, bytes), lines: &lines{max: o.MaxLine},
		spool: o.TempDir, asked: o.Format != "" && o.Format != auto}
	if path == stdinPath {
		in.Name = stdinName
		if stdin == nil {
			return nil, errors.New("stdin: there is none to read from")
		}
		return in, in.begin(io.NopCloser(stdin))
	}
	in.reopen = func() (io.ReadCloser, error) { return os.Open(path) }
	return in, in.open()
}

// open opens the file from its start. On an error it is closed.
func (in *Input) open() error {
	raw, err := in.reopen()
	if err != nil {
		return err
	}
	return in.begin(raw)
}

func (in *Input) begin(raw io.ReadCloser) error {
	in.file = raw
	if err := in.start(raw); err != nil {
		in.close()
		return in.explain(err)
	}
	return nil
}

// start unwraps compression and byte order mark and looks at the first bytes.
func (in *Input) start(raw io.Reader) error {
	r, packed, err := in.unpack.unwrap(raw)
	if err != nil {
		return err
	}
	in.plain = !packed
	if begins(r, byteOrder) {
		r.Discard(len(byteOrder))
	}
	head, err := peekHead(r, in.asked)
	if err != nil && err != io.EOF {
		return err
	}
	in.Head = bytes.Clone(head)
	*in.lines = lines{r: r, max: in.lines.max}
	return nil
}

// Read reads the file, decompressed.
func (in *Input) Read(p []byte) (int, error) { return in.lines.r.Read(p) }

// Lines passes the lines of a text to each, without their ends, until that gives an error. Lines are
// UTF-8: what is not is taken for Windows-1252 where the start of the file allows that, or is a bad line
// like one that is too long. A line is valid until the next.
func (in *Input) Lines(out *Sink, each func(line []byte, number int) error) error {
	set := charsetOf(in.Head)
	var decoded []byte
	for {
		line, err := in.lines.next()
		at := in.lines.number
		switch {
		case err == io.EOF:
			return nil
		case err == errTooLong:
			err = out.bad(at, in.lines.tooLong())
		case err != nil:
		case utf8.Valid(line):
			err = each(line, at)
		case set == charsetUTF8:
			err = out.bad(at, notUTF8(line))
		default:
			out.Guess(guessWindows)
			decoded = fromWindows(decoded[:0], line)
			err = each(decoded, at)
		}
		if err != nil {
			return err
		}
	}
}

// Scan passes the lines of a text to each as they stand, before Rewind: what is wrong with one shows when
// Lines comes to it.
func (in *Input) Scan(each func(line []byte)) error {
	for {
		line, err := in.lines.next()
		switch err {
		case nil:
			each(line)
		case errTooLong:
		case io.EOF:
			return nil
		default:
			return err
		}
	}
}

// Rewind goes back to the start of the file. Only formats that say so (Format.Rewinds) may call it.
func (in *Input) Rewind() error {
	if in.copied != nil {
		if _, err := in.copied.Seek(0, io.SeekStart); err != nil {
			return err
		}
		in.lines.r.Reset(in.copied)
		*in.lines = lines{r: in.lines.r, max: in.lines.max}
		return nil
	}
	in.file.Close()
	in.unpack = newUnpacking(in.unpack.known, new(int64)) // what was counted is not counted again
	return in.open()
}

// File is the decompressed file for random access, with its size: the file itself or a temporary copy. It is
// closed with the Input.
func (in *Input) File() (*os.File, int64, error) {
	f, ok := in.file.(*os.File)
	if !ok || !in.plain || bytes.HasPrefix(in.Head, byteOrder) {
		if err := in.copy(); err != nil {
			return nil, 0, err
		}
		f = in.copied
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// copy puts what has not been read yet into a temporary file, from which reading goes on.
func (in *Input) copy() error {
	f, err := os.CreateTemp(in.spool, "intenthmm-input-*")
	if err != nil {
		return err
	}
	os.Remove(f.Name()) // where the system allows it, nothing is left behind whatever happens
	in.copied = f
	if _, err := io.Copy(f, in.lines.r); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in.lines.r.Reset(f)
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
	return len(mark) > 0
}

// peekHead is the first bytes of r: as many as it takes for one line with something on it, and what
// came with them, but no more than headSize. A person who types, or a bot that waits for its answer,
// must not be asked for more. Brackets alone do not tell a format: unless that is asked for already, the
// line after them is waited for.
func peekHead(r *bufio.Reader, asked bool) ([]byte, error) {
	nothing := "[{ \t\r\n"
	if asked {
		nothing = " \t\r\n"
	}
	for want := 1; ; want = min(r.Buffered()+1, headSize) {
		_, err := r.Peek(want)
		head, _ := r.Peek(min(r.Buffered(), headSize))
		line := bytes.TrimLeft(head, nothing)
		if err != nil || len(head) == headSize || bytes.IndexByte(line, '\n') >= 0 {
			return head, err
		}
	}
}

// explain adds the file's name to an error of reading, and says what that means where it is cryptic.
func (in *Input) explain(err error) error {
	var path *fs.PathError
	var problem Problem
	switch {
	case errors.As(err, &problem):
		if problem.File == "" {
			problem.File = in.Name
		}
		return problem
	case errors.As(err, &path):
		return err // it names the file
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the data is cut short: %w", in.Name, err)
	default:
		return fmt.Errorf("%s: %w", in.Name, err)
	}
}

func (in *Input) close() {
	if in.file != nil {
		in.file.Close()
	}
	if in.copied != nil {
		in.copied.Close()
		os.Remove(in.copied.Name())
	}
}
