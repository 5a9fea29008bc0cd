package transcript

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"
)

// header is the first row of a file.
type header struct {
	names  []string
	column [slotCount]int // where each field stands; -1 for nowhere
	rec    record
}

// readHeader reads the header and finds the fields in it.
func readHeader(r *rows, a *assembler) (*header, error) {
	if err := r.next(); err != nil {
		return nil, err
	}
	if !utf8.Valid(r.text) && r.charset != charsetUTF8 {
		r.decode()
	}
	var names []string
	for i := range r.fields {
		names = append(names, string(bytes.TrimSpace(r.field(i))))
	}
	r.width = len(names)
	h := newHeader(names, a)
	return &h, nil
}

// newHeader finds the fields among the names of columns. Of two columns of one name the first is read.
func newHeader(names []string, a *assembler) header {
	h := header{names: names}
	var rank [slotCount]int
	for s := range h.column {
		h.column[s] = -1
	}
	for i, name := range names {
		for _, t := range a.columns.find([]byte(name)).targets {
			if h.column[t.slot] < 0 || t.rank < rank[t.slot] {
				h.column[t.slot], rank[t.slot] = i, t.rank
			}
		}
	}
	h.rec.have = func() []string { return names }
	return h
}

// check refuses a header that lacks a required or a mapped column.
func (h *header) check(a *assembler) *Problem {
	for s := range slotCount {
		needed := slices.Contains(a.required, s) && !(a.records.Lone && s == slotConversation)
		if h.column[s] < 0 && (a.columns.mapped[s] || needed) {
			return &Problem{Reason: reasonColumn, Detail: fmt.Sprintf(
				"for field %s: expected %s; the header has %s%s",
				fields[s].field, a.columns.expected(s), listNames(h.names), h.advice(a))}
		}
	}
	return nil
}

// read reads the rows below the header.
func (h *header) read(r *rows, out *Sink) error {
	return r.each(out, func() error { return h.row(r, out) })
}

// row makes a record of a row.
func (h *header) row(r *rows, out *Sink) error {
	for s, i := range h.column {
		if i >= 0 {
			h.rec.cells[s] = cell{kind: kindText, text: r.field(i)}
		}
	}
	return out.record(r.first, &h.rec)
}
