package transcript

import (
	"bytes"
	"unicode/utf8"
)

// Records passes the JSON values of a file to each: the items of a list, or values one after the other,
// most often one a line. A bad one is entered at out; among lines it spoils only its own. A value is
// valid until each returns.
func (in *Input) Records(out *Sink, each func(v Value, at Place) error) error {
	if !inLines(in.Head) {
		return in.Document().records(out, each)
	}
	return in.Lines(out, func(line []byte, number int) error {
		if blank(line) {
			return nil
		}
		return out.json(line, Place{Entry: in.Entry, Line: number}, each)
	})
}

// inLines says whether a file looks like JSON lines: its first one is whole, or does not end where an
// indented document would go on.
func inLines(head []byte) bool {
	head = bytes.TrimSpace(head)
	if len(head) > 0 && head[0] == '[' {
		return false
	}
	line, _, found := bytes.Cut(head, []byte{'\n'})
	line = bytes.TrimSpace(line)
	return !found || !bytes.ContainsAny(line[max(0, len(line)-1):], "{[,") || !utf8.Valid(line)
}

// records are the values at the top, or those in the lists there.
func (d *Document) records(out *Sink, each func(v Value, at Place) error) error {
	for {
		switch b, err := d.text.peek(); {
		case err != nil:
			return err
		case b == 0:
			return nil
		case b == '[':
			err = d.List(func(int) error { return d.Value(out, each) })
			if err != nil {
				return err
			}
		default:
			if err := d.Value(out, each); err != nil {
				return err
			}
		}
	}
}
