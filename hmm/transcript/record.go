package transcript

import (
	"bytes"
	"math"
)

// kind says what a cell holds.
type kind uint8

const (
	kindNone kind = iota // no value: an absent key, null
	kindText
	kindNumber
	kindBoolean
	kindList
	kindObject
)

// name is the kind as an error says it.
func (k kind) name() string {
	switch k {
	case kindText:
		return "a text"
	case kindNumber:
		return "a number"
	case kindBoolean:
		return "a boolean"
	case kindList:
		return "a list"
	case kindObject:
		return "an object"
	default:
		return "null"
	}
}

// cell is one value of a record, as bytes of the line it was read from.
type cell struct {
	kind    kind
	escaped bool   // text holds JSON escapes
	text    []byte // a text without its quotes; any other kind as written
}

// plain is a text without escapes. It allocates only where there are some.
func (c *cell) plain() []byte {
	if c.escaped {
		return withoutNUL(unescape(nil, c.text))
	}
	return c.text
}

// record holds the values of one line, a cell a field.
type record struct {
	cells  [slotCount]cell
	ranks  [slotCount]int
	vector []float64 // as numbers, where the file has it so; the cell then is an empty list

	// have names the columns of the line, for the error about a missing one.
	have func() []string
}

// reset empties the record for the next line.
func (r *record) reset() {
	for s := range r.cells {
		r.cells[s] = cell{}
		r.ranks[s] = math.MaxInt
	}
	r.vector = nil
}

// put stores a value for the fields that its column serves, unless a better column already has. Of
// two equally good ones the later wins. A missing value leaves the field to other columns.
func (r *record) put(targets []target, c cell) {
	if c.kind == kindNone {
		return
	}
	for _, t := range targets {
		if t.rank <= r.ranks[t.slot] {
			r.ranks[t.slot] = t.rank
			r.cells[t.slot] = c
		}
	}
}

// missing says whether a field has no value. An empty value is none, but a text may be empty.
func (r *record) missing(s slot) bool {
	c := &r.cells[s]
	switch s {
	case slotText:
		return c.kind == kindNone
	case slotVector:
		return len(r.vector) == 0 && len(bytes.Trim(c.text, "[ \t]")) == 0
	default:
		return c.kind == kindNone || len(c.text) == 0
	}
}
