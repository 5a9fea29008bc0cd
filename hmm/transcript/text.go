package transcript

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Lines passes the lines of a text to each, without their ends, until that gives an error. Lines are
// UTF-8: what is not is taken for Windows-1252 where the start of the file allows that, or is a bad line
// like one that is too long and one with a NUL in it. A line is valid until the next.
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
		case holdsNUL(line):
			err = out.bad(at, damaged(line))
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

// Text is a file as one text, of lines as Lines has them. One that is longer than Options.MaxLine is a bad record, and
// then there is none.
func (in *Input) Text(out *Sink) (text string, ok bool, err error) {
	var b strings.Builder
	err = in.Lines(out, func(line []byte, _ int) error {
		if b.Len() <= in.lines.max {
			b.Write(line)
			b.WriteByte('\n')
		}
		return nil
	})
	if err != nil {
		return "", false, err
	}
	if b.Len() > in.lines.max {
		return "", false, out.Bad(Place{Entry: in.Entry}, reasonTooLong, fmt.Sprintf("a text of more than %d bytes: expected less", in.lines.max))
	}
	return b.String(), true, nil
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
