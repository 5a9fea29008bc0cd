package transcript

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// rows splits lines into the fields of delimited text (RFC 4180). A quote in the middle of an unquoted
// field is an ordinary character, as most programs have it.
//
// A quote that is opened and never closed would swallow the lines after it. When a row turns out to
// be badly quoted, only its first line is given up, and reading goes on with the second. The work
// stays linear in the size of the file, because a row may not go on to another line once it has all
// fields of the header: so it crosses few lines that open a quote themselves.
type rows struct {
	lines   *lines
	comma   byte
	width   int // fields of the header; 0 while that is read
	charset charset

	first  int    // line on which the row starts
	text   []byte // what the fields are parts of: a line, or buffer
	fields []span
	buffer []byte // fields that cannot be taken as they stand, one after the other
	rest   []byte // the lines of the row after the first, as read
	count  int    // how many those are
}

// A span is the part of a text from start up to end.
type span struct{ start, end int }

// next reads a row. A Problem means a bad row, after which reading goes on; other errors, io.EOF
// among them, are final. Blank lines are no rows.
func (r *rows) next() error {
	line, err := r.lines.next()
	for err == nil && blankRow(line) {
		line, err = r.lines.next()
	}
	r.first = r.lines.number
	r.fields, r.rest, r.count = r.fields[:0], r.rest[:0], 0
	if err == errTooLong {
		return r.lines.tooLong()
	}
	if err != nil || r.inPlace(line) {
		return err
	}
	return r.copied(line)
}

// inPlace splits a line whose fields can be taken as they stand: quoted ones end on it and hold no quotes.
func (r *rows) inPlace(line []byte) bool {
	for at := 0; ; at++ {
		f := span{at, len(line)}
		if at < len(line) && line[at] == '"' {
			n := bytes.IndexByte(line[at+1:], '"')
			if n < 0 {
				return false
			}
			f = span{at + 1, at + 1 + n}
			at = f.end + 1
		} else {
			if n := bytes.IndexByte(line[at:], r.comma); n >= 0 {
				f.end = at + n
			}
			at = f.end
		}
		r.fields = append(r.fields, f)
		if at == len(line) {
			r.text = line
			return true
		}
		if line[at] != r.comma {
			return false
		}
	}
}

// copied puts the fields of any row, which begins with a line, into the buffer.
func (r *rows) copied(line []byte) (err error) {
	r.buffer, r.fields = r.buffer[:0], r.fields[:0]
	for more := true; more && err == nil; {
		start := len(r.buffer)
		if len(line) > 0 && line[0] == '"' {
			line, more, err = r.quoted(line[1:])
		} else {
			line, more = r.plain(line)
		}
		r.fields = append(r.fields, span{start, len(r.buffer)})
	}
	r.text = r.buffer
	return err
}

// each reads the rows up to the end of the file, enters bad ones at out and calls row for the others.
func (r *rows) each(out *Sink, row func() error) error {
	for {
		err := r.next()
		if err == io.EOF {
			return nil
		}
		if p, ok := err.(Problem); ok {
			err = out.bad(r.first, p)
		} else if err == nil {
			err = r.usable(out, row)
		}
		if err != nil {
			return err
		}
	}
}

// usable calls row if the present one is text and has as many fields as the header.
func (r *rows) usable(out *Sink, row func() error) error {
	if holdsNUL(r.text) {
		return out.bad(r.first, damaged(r.text))
	}
	if !utf8.Valid(r.text) {
		if r.charset == charsetUTF8 {
			return out.bad(r.first, notUTF8(r.text))
		}
		out.Guess(guessWindows)
		r.decode()
	}
	if len(r.fields) != r.width {
		return out.bad(r.first, r.ragged())
	}
	return row()
}

// blankRow says whether a line holds nothing; tabs may be delimiters.
func blankRow(line []byte) bool { return len(bytes.Trim(line, " ")) == 0 }

// field is a field of the present row. It is valid until the next one is read.
func (r *rows) field(i int) []byte {
	f := r.fields[i]
	return r.text[f.start:f.end]
}

// plain takes an unquoted field off the line, and says whether another follows.
func (r *rows) plain(line []byte) (rest []byte, more bool) {
	i := bytes.IndexByte(line, r.comma)
	if i < 0 {
		r.buffer = append(r.buffer, line...)
		return nil, false
	}
	r.buffer = append(r.buffer, line[:i]...)
	return line[i+1:], true
}

// quoted takes a field off the line whose opening quote is gone already. It may go on over several
// lines.
func (r *rows) quoted(line []byte) (rest []byte, more bool, err error) {
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			r.buffer = append(append(r.buffer, line...), '\n')
			if line, err = r.further(); err != nil {
				return nil, false, err
			}
			continue
		}
		r.buffer = append(r.buffer, line[:i]...)
		line = line[i+1:]
		switch {
		case len(line) == 0:
			return nil, false, nil
		case line[0] == r.comma:
			return line[1:], true, nil
		case line[0] == '"':
			r.buffer = append(r.buffer, '"')
			line = line[1:]
		default:
			return nil, false, r.misquoted("field %d has a quote inside it that is not doubled", len(r.fields)+1)
		}
	}
}

// further gets the next line of a field that goes on over the end of a line.
func (r *rows) further() ([]byte, error) {
	if r.width > 0 && len(r.fields) >= r.width {
		return nil, r.misquoted("field %d of %d opens a quote that is not closed", len(r.fields)+1, r.width)
	}
	line, err := r.lines.next()
	switch {
	case err == io.EOF:
		return nil, r.misquoted("field %d opens a quote that is not closed before the end of the file", len(r.fields)+1)
	case err == errTooLong:
		return nil, r.lines.tooLong()
	case err != nil:
		return nil, err
	}
	r.rest = append(append(r.rest, line...), '\n')
	r.count++
	if len(r.rest) > r.lines.max {
		return nil, r.misquoted("field %d opens a quote that is not closed within %d bytes", len(r.fields)+1, r.lines.max)
	}
	return line, nil
}

// misquoted gives up the first line of the row and makes the second the next to be read.
func (r *rows) misquoted(format string, args ...any) Problem {
	r.lines.giveBack(r.rest, r.count)
	return Problem{Reason: reasonQuoting, Detail: fmt.Sprintf(format, args...)}
}

// ragged describes a row of too few or too many fields.
func (r *rows) ragged() Problem {
	return Problem{Reason: reasonFields, Detail: fmt.Sprintf("found %s: expected %d, as in the header",
		plural(len(r.fields), "field"), r.width)}
}
