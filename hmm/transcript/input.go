package transcript

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	bufferSize = 64 << 10 // of the lines read from a file
	headSize   = 8 << 10  // of a file that its format is recognised by
)

// An Input is an open file, decompressed, without byte order mark, and in UTF-8 if that said UTF-16. It is read
// in one way: by Read, by Lines, by Records or by its Document.
type Input struct {
	Name  string // as errors name it: the path, with that inside an archive
	Entry string // the path inside an archive or folder that is one export; else empty
	Head  []byte // its first bytes

	lines  *lines
	reopen func() (io.ReadCloser, error) // nil: it can be read once
	file   io.Closer                     // may be nil
	copied *os.File                      // a temporary copy; nil: none was needed
	unpack *unpacking
	root   string // the folder or archive that was named; empty: the file was
	plain  bool   // nothing had to be unpacked, and no mark taken off
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
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		in.reopen = func() (io.ReadCloser, error) { return os.Open(path) }
	}
	return in, in.begin(f)
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
	r, marked := withoutMark(r)
	in.plain = !packed && !marked && in.reopen != nil
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

// explain adds the file's name to an error of reading, and says what that means where it is cryptic.
func (in *Input) explain(err error) error {
	var path *fs.PathError
	var problem Problem
	var named *fileError
	switch {
	case errors.As(err, &problem):
		if problem.File == "" {
			problem.File = in.Name
		}
		return problem
	case errors.As(err, &path), errors.As(err, &named):
		return err // it names the file
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &fileError{in.Name + ": the data is cut short", err}
	case errors.Is(err, zip.ErrChecksum):
		return &fileError{in.Name + ": it is damaged in the archive", err}
	default:
		return &fileError{in.Name, err}
	}
}

// A fileError is an error of reading, with the name of the file.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return e.name + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

func (in *Input) close() {
	if in.file != nil {
		in.file.Close()
	}
	if in.copied != nil {
		in.copied.Close()
		os.Remove(in.copied.Name())
	}
}

// Path is where the file lies in the folder or archive that was named, with slashes; of a file that was named itself
// its name without folders.
func (in *Input) Path() string {
	if in.root != "" {
		if path, err := filepath.Rel(in.root, in.Name); err == nil {
			return filepath.ToSlash(path)
		}
	}
	return filepath.Base(in.Name)
}
