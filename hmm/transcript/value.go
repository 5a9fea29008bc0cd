package transcript

import (
	"fmt"
	"iter"
	"strconv"
	"unicode/utf8"
)

// A Value is one JSON value of a log, whose grammar has been checked. It is bytes of the file, valid as
// long as whoever handed it out says; texts taken out of it are copies. The zero Value is null.
type Value struct {
	cell    cell
	outline *outline // of the text that the value stands in; nil: null
	number  int      // of the list or object there
}

// Value passes a JSON value in a text to each, for which it is valid as long as the text is. One that is too
// long, not UTF-8 or not JSON is a bad record.
func (s *Sink) Value(text []byte, at Place, each func(v Value, at Place) error) error {
	if len(text) > s.opts.MaxLine {
		return s.Bad(at, reasonTooLong, fmt.Sprintf("%d bytes of JSON: expected at most %d", len(text), s.opts.MaxLine))
	}
	if !utf8.Valid(text) {
		p := notUTF8(text)
		return s.Bad(at, p.Reason, p.Detail)
	}
	return s.json(text, at, each)
}

// json passes the value in a text of UTF-8 to each. If it is not JSON it is a bad record.
func (s *Sink) json(text []byte, at Place, each func(v Value, at Place) error) error {
	outline := s.outlines.take()
	defer s.outlines.give(outline)
	scan := scanner{data: text, outline: outline}
	v := scan.first()
	if scan.space(); scan.bad || scan.pos < len(text) {
		p := notJSON(text)
		return s.Bad(at, p.Reason, p.Detail)
	}
	return each(v, at)
}

// IsNull says that there is no value.
func (v Value) IsNull() bool { return v.cell.kind == kindNone }

// IsText, IsList and IsObject say what the value is.
func (v Value) IsText() bool   { return v.cell.kind == kindText }
func (v Value) IsList() bool   { return v.cell.kind == kindList }
func (v Value) IsObject() bool { return v.cell.kind == kindObject }

// Kind is what the value is, as an error says it: "a text", "null".
func (v Value) Kind() string { return v.cell.kind.name() }

// Text is a text, or a number or boolean as it is written; empty for everything else. Short ones that come again,
// such as speakers, are allocated once.
func (v Value) Text() string {
	switch v.cell.kind {
	case kindText, kindNumber, kindBoolean:
		return v.outline.text(v.cell.plain())
	}
	return ""
}

// Is says whether the value is this text. It allocates nothing unless there are escapes.
func (v Value) Is(text string) bool { return v.IsText() && string(v.cell.plain()) == text }

// True says whether the value is true.
func (v Value) True() bool { return v.cell.kind == kindBoolean && v.cell.text[0] == 't' }

// Number is a number, or a text that holds one.
func (v Value) Number() (float64, bool) {
	if v.cell.kind != kindNumber && v.cell.kind != kindText {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(v.cell.text), 64)
	return x, err == nil
}

// Get follows keys into objects; null where one is absent. Of a key given twice the last counts.
func (v Value) Get(keys ...string) Value {
	for _, key := range keys {
		var found [1]Value
		v.Pick(found[:], key)
		v = found[0]
	}
	return v
}

// Pick sets dst[i] to the member of an object under keys[i], in one walk over it; null where it is absent.
func (v Value) Pick(dst []Value, keys ...string) {
	clear(dst)
	v.members(func(key cell, value Value) bool {
		name := key.plain()
		for i, k := range keys {
			if string(name) == k {
				dst[i] = value
			}
		}
		return true
	})
}

// Members are the keys and values of an object; none of anything else.
func (v Value) Members() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		v.members(func(key cell, value Value) bool { return yield(string(key.plain()), value) })
	}
}

func (v Value) members(each func(key cell, value Value) bool) {
	if !v.IsObject() {
		return
	}
	w := v.inside()
	for !w.scan.take('}') {
		w.scan.take(',')
		w.scan.space()
		key := w.str()
		w.scan.need(':')
		if !each(key, w.value()) {
			return
		}
	}
}

// Items are the values in a list; none of anything else.
func (v Value) Items() iter.Seq[Value] {
	return func(yield func(Value) bool) {
		if !v.IsList() {
			return
		}
		w := v.inside()
		for !w.scan.take(']') {
			w.scan.take(',')
			if !yield(w.value()) {
				return
			}
		}
	}
}
