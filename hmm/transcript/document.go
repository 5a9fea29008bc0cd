package transcript

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// A Document reads JSON of any size in one walk. Lists and objects are entered, and what is in them is
// taken as a Value, entered in turn, or passed over. Memory is bounded by the largest Value, and that by
// Options.MaxLine.
//
//	doc.Object(func(key string) error {
//		if key != "messages" {
//			return nil // passed over
//		}
//		return doc.List(func(int) error { return doc.Value(out, func(v Value, at Place) error { … }) })
//	})
type Document struct {
	text  *window
	entry string
	path  []byte // the way to the value that is next: .messages[3]
	taken int    // values taken or passed over so far
}

// Document is the JSON document in a file.
func (in *Input) Document() *Document {
	return &Document{text: newWindow(in.lines.r, in.lines.max), entry: in.Entry}
}

// Kind is the first byte of the value that is next: {, [, ", t, f, n, a digit or -; 0 at the end.
func (d *Document) Kind() (byte, error) { return d.text.peek() }

// Object enters an object. Each is called for every key, before its value, which it may take; if it does not, the
// value is passed over. Where there is no object, the value is passed over.
func (d *Document) Object(each func(key string) error) error {
	if b, err := d.text.peek(); b != '{' || err != nil {
		return d.pass(err)
	}
	return d.inside('}', func(int) error {
		key, err := d.key()
		if err != nil {
			return err
		}
		d.path = append(append(d.path, '.'), key...)
		return d.member(func() error { return each(key) })
	})
}

// List enters a list likewise.
func (d *Document) List(each func(index int) error) error {
	if b, err := d.text.peek(); b != '[' || err != nil {
		return d.pass(err)
	}
	return d.inside(']', func(i int) error {
		d.path = append(strconv.AppendInt(append(d.path, '['), int64(i), 10), ']')
		return d.member(func() error { return each(i) })
	})
}

// inside reads what stands between brackets, separated by commas.
func (d *Document) inside(end byte, each func(index int) error) error {
	d.text.pos++
	path := len(d.path)
	defer func() { d.path = d.path[:path] }()
	for i := 0; ; i++ {
		b, err := d.text.peek()
		if err != nil {
			return err
		}
		if b == end {
			d.text.pos++
			d.taken++
			return nil
		}
		if i > 0 {
			if b != ',' {
				return d.broken("expected a comma or " + string(end))
			}
			d.text.pos++
		}
		if err := each(i); err != nil {
			return err
		}
		d.path = d.path[:path]
	}
}

// member reads one value.
func (d *Document) member(each func() error) error {
	before := d.taken
	err := each()
	if err == nil && d.taken == before {
		err = d.pass(nil)
	}
	return err
}

// key reads the key of a member and its colon.
func (d *Document) key() (string, error) {
	if b, err := d.text.peek(); err != nil {
		return "", err
	} else if b != '"' {
		return "", d.broken("expected a key in quotation marks")
	}
	at := d.place()
	raw, err := d.text.span(true)
	if err != nil {
		return "", explainAt(err, at)
	}
	text := scanner{data: raw}
	cell := text.str()
	key := string(cell.plain())
	if text.bad {
		return "", d.broken("expected a key without bare control characters and unknown escapes")
	}
	d.text.pos += len(raw)
	if b, err := d.text.peek(); err != nil {
		return "", err
	} else if b != ':' {
		return "", d.broken("expected a colon after a key")
	}
	d.text.pos++
	return key, nil
}

// pass passes over a value, whatever its size.
func (d *Document) pass(err error) error {
	if err != nil {
		return err
	}
	d.taken++
	if _, err := d.text.peek(); err != nil {
		return err
	}
	at := d.place()
	_, err = d.text.span(false)
	return explainAt(err, at)
}

// Value takes the value that is next and passes it to each, for which it is valid. One that is too long,
// too deep, not UTF-8 or not JSON is a bad record, which is entered at out.
func (d *Document) Value(out *Sink, each func(v Value, at Place) error) error {
	b, err := d.text.peek()
	if err != nil {
		return err
	}
	d.taken++
	at := d.place()
	if b == '{' || b == '[' {
		if done, err := d.ready(out, at, each); done {
			return err
		}
	}
	raw, err := d.text.span(true)
	if err == errTooLong {
		return out.Bad(at, reasonTooLong, fmt.Sprintf("expected at most %d bytes", d.text.max))
	}
	if err != nil {
		return explainAt(err, at)
	}
	defer d.text.advance(len(raw))
	return out.Value(raw, at, each)
}

// ready passes the list or object that is next to each if it is sound and in memory as a whole, as most are. It
// then need not be looked for the end of before it is checked. Otherwise nothing is done.
func (d *Document) ready(out *Sink, at Place, each func(v Value, at Place) error) (bool, error) {
	outline := out.outlines.take()
	defer out.outlines.give(outline)
	scan := scanner{data: d.text.data[d.text.pos:], outline: outline}
	v := scan.first()
	if scan.bad || scan.pos > d.text.max || !utf8.Valid(v.cell.text) {
		return false, nil
	}
	defer d.text.advance(scan.pos)
	return true, each(v, at)
}

// place is where the value stands that is next.
func (d *Document) place() Place {
	return Place{Entry: d.entry, Line: d.text.line, Byte: d.text.offset() + 1, Path: "$" + string(d.path)}
}

// broken says that the document cannot be read on.
func (d *Document) broken(expected string) error {
	p := Problem{Reason: reasonNotJSON, Detail: expected}
	if b, err := d.text.peek(); b == 0 && err == nil {
		p.Reason = reasonCut
	}
	return p.at(d.place())
}

// explainAt puts an error of the text in its place.
func explainAt(err error, at Place) error {
	if p, ok := err.(Problem); ok {
		return p.at(at)
	}
	return err
}
