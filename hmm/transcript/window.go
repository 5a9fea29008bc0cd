package transcript

import (
	"bytes"
	"fmt"
	"io"
)

// A window is the part of a JSON text that is in memory.
type window struct {
	r    io.Reader
	max  int    // bytes of a value
	data []byte // from before pos to as far as was read
	pos  int
	line int   // of pos, counted from 1
	base int64 // offset of data[0] in the text
	end  bool  // nothing follows data
}

func newWindow(r io.Reader, max int) *window { return &window{r: r, max: max, line: 1} }

// offset is the place of pos in the text.
func (w *window) offset() int64 { return w.base + int64(w.pos) }

// advance steps over n bytes and counts their lines.
func (w *window) advance(n int) {
	w.line += bytes.Count(w.data[w.pos:w.pos+n], []byte{'\n'})
	w.pos += n
}

// fill reads more of the text behind data, of which what lies before pos is forgotten. At the end of the
// text it gives io.EOF.
func (w *window) fill() error {
	if w.end {
		return io.EOF
	}
	if w.pos > 0 {
		w.base += int64(w.pos)
		w.data = w.data[:copy(w.data, w.data[w.pos:])]
		w.pos = 0
	}
	if cap(w.data)-len(w.data) < bufferSize/2 {
		grown := make([]byte, len(w.data), 2*cap(w.data)+bufferSize)
		copy(grown, w.data)
		w.data = grown
	}
	for {
		n, err := w.r.Read(w.data[len(w.data):cap(w.data)])
		w.data = w.data[:len(w.data)+n]
		w.end = err == io.EOF
		if n > 0 {
			return nil // a lasting error comes again
		}
		if err != nil {
			return err
		}
	}
}

// peek steps over white space and shows the next byte; 0 at the end of the text.
func (w *window) peek() (byte, error) {
	for {
		for w.pos < len(w.data) {
			switch b := w.data[w.pos]; b {
			case '\n':
				w.line++
				w.pos++
			case ' ', '\t', '\r':
				w.pos++
			default:
				return b, nil
			}
		}
		switch err := w.fill(); err {
		case nil:
		case io.EOF:
			return 0, nil
		default:
			return 0, err
		}
	}
}

// span finds the end of the value at pos by its brackets and quotation marks. Kept, it is returned and pos
// stays; errTooLong says that it was longer than max and has been passed over. Otherwise pos moves behind
// it.
func (w *window) span(keep bool) ([]byte, error) {
	var f finder
	long := false
	for n := 0; ; {
		used, done := f.scan(w.data[w.pos+n:])
		n += used
		if long = long || keep && n > w.max; long || !keep {
			w.advance(n)
			n = 0
		}
		if !done {
			switch err := w.fill(); {
			case err == nil:
				continue
			case err != io.EOF:
				return nil, err
			case !f.scalar:
				return nil, f.cut()
			}
		}
		switch {
		case f.bad:
			return nil, f.err()
		case long:
			return nil, errTooLong
		case !keep:
			return nil, nil
		}
		return w.data[w.pos : w.pos+n], nil
	}
}

// A finder looks for the end of a value, piece by piece.
type finder struct {
	depth  int
	quoted bool // inside a string
	escape bool // the next byte belongs to an escape
	scalar bool // inside a number or word
	done   bool
	bad    bool // too deep, or no value
}

// err says why the value is bad.
func (f *finder) err() error {
	if f.depth > maxDepth {
		return Problem{Reason: reasonTooDeep, Detail: fmt.Sprintf("expected at most %d brackets in each other", maxDepth)}
	}
	return Problem{Reason: reasonNotJSON, Detail: "expected a value"}
}

// cut says that the text ended inside the value.
func (f *finder) cut() error {
	return Problem{Reason: reasonCut, Detail: fmt.Sprintf("it ends inside a value, with %s open", plural(f.depth, "bracket"))}
}

// scan goes on with the next piece of the text and says how much of that belongs to the value, and
// whether that was all.
func (f *finder) scan(b []byte) (int, bool) {
	for i := 0; i < len(b); {
		switch {
		case f.escape:
			f.escape = false
			i++
		case f.quoted:
			i += f.text(b[i:])
		default:
			n, end := f.mark(b[i])
			if i += n; end {
				return i, true
			}
		}
		if !f.quoted && f.done {
			return i, true
		}
	}
	return len(b), false
}

// text goes on inside a string.
func (f *finder) text(b []byte) int {
	n := plainLen(b)
	for ; n < len(b); n++ {
		switch b[n] {
		case '\\':
			f.escape = true
			return n + 1
		case '"':
			f.quoted = false
			f.done = f.depth == 0
			return n + 1
		}
	}
	return n
}

// mark takes a byte outside of strings.
func (f *finder) mark(b byte) (n int, end bool) {
	switch b {
	case '"':
		if f.scalar {
			return 0, true
		}
		f.quoted = true
	case '{', '[':
		if f.depth++; f.depth > maxDepth {
			f.bad = true
			return 1, true
		}
	case '}', ']':
		if f.depth == 0 { // of what the value is in
			f.bad = !f.scalar
			return 0, true
		}
		f.depth--
		f.done = f.depth == 0
	case ',', ':', ' ', '\t', '\r', '\n':
		if f.depth == 0 {
			f.bad = !f.scalar
			return 0, true
		}
	default:
		f.scalar = f.depth == 0
	}
	return 1, false
}
