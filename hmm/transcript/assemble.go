package transcript

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// assembler makes messages of records. It lives as long as a Reader's stream, because all vectors of
// the stream must be of one length.
type assembler struct {
	mapped   map[Field]string
	columns  *columns
	records  RecordOptions // of the file's format
	number   int           // of the record in the file
	required []slot
	names    names
	width    int    // length of the vectors; 0 before the first, if it was not given
	given    bool   // width was given
	scratch  []byte // for texts without their escapes
}

// newAssembler works by checked options.
func newAssembler(opts Options) *assembler {
	a := &assembler{
		mapped:   opts.Map,
		columns:  newColumns(opts.Map, nil),
		required: []slot{slotConversation},
		width:    opts.Width,
		given:    opts.Width > 0,
	}
	for _, f := range opts.Require {
		s, _ := slotOf(f)
		a.required = append(a.required, s)
	}
	return a
}

// begin prepares for the records of a file.
func (a *assembler) begin(f *Format) {
	if f.Records.Names != nil || a.records.Names != nil {
		a.columns = newColumns(a.mapped, f.Records.Names)
	}
	a.records, a.number = f.Records, 0
}

// message sets m to the message of a record. A record that is no message gives a Problem without a place.
func (a *assembler) message(m *Message, r *record) *Problem {
	a.number++
	if p := a.check(r); p != nil {
		return p
	}
	turn, p := a.turn(r)
	if p != nil {
		return p
	}
	vector, p := a.vector(r)
	if p != nil {
		return p
	}
	*m = Message{
		Conversation: a.conversation(r),
		Turn:         turn,
		Speaker:      a.name(r, slotSpeaker),
		Time:         a.text(r, slotTime),
		Text:         a.said(r),
		Symbol:       a.name(r, slotSymbol),
		Vector:       vector,
		Label:        a.name(r, slotLabel),
	}
	return nil
}

// text is the text of a field. It is a call, and no conversion in the place where it is needed, because only calls
// are made in order: the next one overwrites what bytes gave.
func (a *assembler) text(r *record, s slot) string { return string(a.bytes(&r.cells[s])) }

// conversation is the identifier of the record's conversation.
func (a *assembler) conversation(r *record) string {
	if r.missing(slotConversation) {
		return strconv.Itoa(a.number)
	}
	return a.name(r, slotConversation)
}

// said is the title, if there is one, and the text.
func (a *assembler) said(r *record) string {
	text := a.plain(r, slotText)
	if r.missing(slotTitle) {
		return text
	}
	return strings.TrimSpace(a.plain(r, slotTitle) + "\n" + text)
}

// plain is the text of a field as the format has it made plain.
func (a *assembler) plain(r *record, s slot) string {
	if text := a.text(r, s); a.records.Text == nil || text == "" {
		return text
	} else {
		return a.records.Text(text)
	}
}

// name is the text of a field whose texts come again and again.
func (a *assembler) name(r *record, s slot) string {
	return a.names.of(a.bytes(&r.cells[s]))
}

// check looks for required fields and for values that cannot be a text.
func (a *assembler) check(r *record) *Problem {
	for _, s := range a.required {
		if r.missing(s) && !(a.records.Lone && s == slotConversation) {
			return a.lacking(r, s)
		}
	}
	for s := range slotCount {
		c := &r.cells[s]
		if c.kind >= kindList && s != slotVector {
			return &Problem{Reason: reasonValue, Detail: fmt.Sprintf(
				"%s is %s: expected a text, a number or a boolean", fields[s].field, c.kind.name())}
		}
	}
	return nil
}

// lacking says of a required field that it is missing, or that it is there and empty.
func (a *assembler) lacking(r *record, s slot) *Problem {
	have := r.have()
	for _, name := range have {
		if slices.ContainsFunc(a.columns.find([]byte(name)).targets, func(t target) bool { return t.slot == s }) {
			return &Problem{Reason: reasonMissing, Detail: fmt.Sprintf("%q: it is there, and empty: expected a value", name)}
		}
	}
	return &Problem{Reason: reasonMissing, Detail: fmt.Sprintf("%q: expected %s; have %s", fields[s].field, a.columns.expected(s), listNames(have))}
}

// turn reads the number of the turn. Spreadsheets write whole numbers as 3.0, which is accepted.
func (a *assembler) turn(r *record) (int, *Problem) {
	if r.missing(slotTurn) {
		return -1, nil
	}
	text := a.bytes(&r.cells[slotTurn])
	if n, err := strconv.Atoi(string(text)); err == nil {
		return n, nil
	}
	const exact = 1 << 53 // above, not every whole number is a float64
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil || x != math.Trunc(x) || math.Abs(x) > exact {
		return 0, &Problem{Reason: reasonValue, Detail: fmt.Sprintf(
			`turn is %s: expected a whole number (map "turn=" to read the log without turn numbers)`,
			quote(string(text)))}
	}
	return int(x), nil
}

// vector reads the vector and holds it against the length of the first one.
func (a *assembler) vector(r *record) ([]float64, *Problem) {
	if r.missing(slotVector) {
		return nil, nil
	}
	c := &r.cells[slotVector]
	if c.kind == kindObject || c.kind == kindBoolean {
		return nil, &Problem{Reason: reasonVector, Detail: "found " + c.kind.name() + ": expected a list of numbers"}
	}
	v, err := r.vector, checkFinite(r.vector)
	if v == nil {
		v, err = parseVector(string(a.bytes(c)))
	}
	switch {
	case err != nil:
		return nil, &Problem{Reason: reasonVector, Detail: err.Error()}
	case a.width == 0:
		a.width = len(v)
	case len(v) > 0 && len(v) != a.width:
		detail := fmt.Sprintf("found %d numbers: expected %d", len(v), a.width)
		if !a.given {
			detail += ", as in the first vector read"
		}
		return nil, &Problem{Reason: reasonVector, Detail: detail}
	}
	return v, nil
}

// bytes is the plain text of a cell, without escapes of NUL. It is valid until the next call.
func (a *assembler) bytes(c *cell) []byte {
	if !c.escaped {
		return c.text
	}
	a.scratch = withoutNUL(unescape(a.scratch[:0], c.text))
	return a.scratch
}
