package transcript

import (
	"fmt"
	"math"
	"unicode/utf8"
)

// A Table makes messages of rows under named columns, as CSV does: which column serves which field is
// what Options.Map and the default names say. It is for formats with Format.Columns.
//
//	t, err := out.Table(names)
//	for each row {
//		t.Text(0, …); t.Vector(3, …) // those of t.Wanted; what is not set is missing
//		err = t.Row(at)
//	}
//
// Values are not kept beyond Row, but for the vector, which the message takes over. Setting a value
// allocates nothing.
type Table struct {
	header
	out     *Sink
	slots   [][]slot // that each column serves
	invalid *Problem // what keeps a value of this row from being text; nil: nothing
}

// Table starts one of these columns. It is a Problem if a required or a mapped column is not among them.
func (s *Sink) Table(names []string) (*Table, error) {
	t := &Table{header: newHeader(names, s.assembler), out: s, slots: make([][]slot, len(names))}
	for at, i := range t.column {
		if i >= 0 {
			t.slots[i] = append(t.slots[i], slot(at))
		}
	}
	if p := t.check(s.assembler); p != nil {
		p.File = s.file
		return nil, *p
	}
	if err := s.columns(&t.column); err != nil {
		return nil, err
	}
	t.rec.reset()
	return t, nil
}

// Wanted says whether a column serves a field.
func (t *Table) Wanted(column int) bool {
	if t.out.survey != nil {
		return column == t.column[slotTime] || column == t.column[slotConversation]
	}
	return len(t.slots[column]) > 0
}

// Text sets a value that is a text, a number or a boolean as one writes it. A row with one that is no
// UTF-8, or holds a NUL, is bad: it then says false.
func (t *Table) Text(column int, text []byte) (sound bool) {
	switch {
	case !utf8.Valid(text):
		p := notUTF8(text)
		t.invalid = &p
	case holdsNUL(text):
		p := damaged(text)
		t.invalid = &p
	default:
		sound = true
	}
	t.Sound(column, text)
	return sound
}

// Sound is Text for one that Text found to be sound before.
func (t *Table) Sound(column int, text []byte) { t.set(column, cell{kind: kindText, text: text}) }

// Vector sets a value that is a list of numbers.
func (t *Table) Vector(column int, numbers []float64) {
	t.set(column, cell{kind: kindList})
	if t.column[slotVector] == column {
		t.rec.vector = numbers
	}
}

// Other sets a value that is none of those: an object, or a list of something else.
func (t *Table) Other(column int) { t.set(column, cell{kind: kindObject, text: []byte("{}")}) }

func (t *Table) set(column int, c cell) {
	for _, s := range t.slots[column] {
		t.rec.cells[s] = c
	}
}

// Row makes a message of the values set since the last one, or enters what is wrong with them.
func (t *Table) Row(at Place) error {
	defer t.clear()
	if t.invalid != nil {
		return t.out.bad(at.Line, *t.invalid)
	}
	return t.out.record(at.Line, &t.rec)
}

func (t *Table) clear() {
	t.rec.reset()
	t.invalid = nil
}

// checkFinite looks for numbers that no model can use.
func checkFinite(v []float64) error {
	for i, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("number %d is %v: expected a finite number", i+1, x)
		}
	}
	return nil
}
