package transcript

import (
	"bytes"
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
