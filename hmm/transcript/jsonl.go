package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// jsonl reads logs of one JSON object a line.
var jsonl = Format{
	Name:       "jsonl",
	Extensions: []string{".jsonl", ".ndjson", ".json"},
	Read:       readJSONL,
	Columns:    true,
}

// looksLikeJSON says whether text begins as a list or an object.
func looksLikeJSON(head []byte) bool {
	head = bytes.TrimSpace(head)
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

func readJSONL(in *Input, out *Sink) error {
	if isJSONArray(in) {
		return Problem{File: in.Name, Reason: reasonArray,
			Detail: "expected JSON lines: one object a line, without brackets around them and commas between them"}
	}
	r := newJSONLines(out)
	for {
		line, err := in.lines.next()
		switch {
		case err == io.EOF:
			return nil
		case err == errTooLong:
			err = out.bad(in.lines.number, in.lines.tooLong())
		case err == nil && !blank(line):
			err = r.line(in.lines.number, line)
		}
		if err != nil {
			return err
		}
	}
}

// isJSONArray says whether a file is one list of objects and not a file of lines. The list [1, 2] on
// a line of a .jsonl file is only a bad line.
func isJSONArray(in *Input) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(in.Head), []byte{'['})
	if !ok {
		return false
	}
	if extension(in.Name) == ".json" {
		return true
	}
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) == 0 || bytes.IndexByte([]byte("{\r\n"), rest[0]) >= 0
}

// jsonLines makes records of lines.
type jsonLines struct {
	out  *Sink
	scan scanner
	rec  record
	each func(key, value cell) // put, bound once and not once a line
	keys keyOrder
}

func newJSONLines(out *Sink) *jsonLines {
	r := &jsonLines{out: out}
	r.each = r.put
	r.rec.have = r.have
	return r
}

// line reads one line that is not blank.
func (r *jsonLines) line(number int, line []byte) error {
	if holdsNUL(line) {
		return r.out.bad(number, damaged(line))
	}
	if !utf8.Valid(line) {
		return r.out.bad(number, notUTF8(line))
	}
	r.rec.reset()
	r.keys.at = 0
	value, ok := r.scan.whole(line, r.each)
	switch {
	case !ok:
		return r.out.bad(number, notJSON(line))
	case value.kind != kindObject:
		return r.out.bad(number, Problem{Reason: reasonNotObject,
			Detail: "found " + value.kind.name() + ": expected one JSON object a line"})
	}
	return r.out.record(number, &r.rec)
}

// put stores a member of the object in the fields that its key serves.
func (r *jsonLines) put(key, value cell) {
	a := r.out.assembler
	if targets := r.keys.next(a.columns, a.bytes(&key)).targets; targets != nil {
		r.rec.put(targets, value)
	}
}

// keyOrder remembers which key stood where in the lines before: most often it does again, and need not be
// looked up.
type keyOrder struct {
	columns [32]*column
	at      int // keys of this line so far
}

// next is the column of the line's next key.
func (k *keyOrder) next(columns *columns, name []byte) *column {
	at := min(k.at, len(k.columns)-1)
	k.at++
	if c := k.columns[at]; c != nil && c.name == string(name) {
		return c
	}
	k.columns[at] = columns.find(name)
	return k.columns[at]
}

// have lists the keys of the present line.
func (r *jsonLines) have() []string {
	var keys []string
	var again scanner
	again.whole(r.scan.data, func(key, _ cell) {
		keys = append(keys, string(r.out.assembler.bytes(&key)))
	})
	return keys
}

// notJSON says where a line stops being JSON. The standard library finds that place once more, and
// words it.
func notJSON(line []byte) Problem {
	p := Problem{Reason: reasonNotJSON, Detail: "expected one JSON object a line"}
	var syntax *json.SyntaxError
	if errors.As(json.Unmarshal(line, new(json.RawMessage)), &syntax) {
		p.Detail = fmt.Sprintf("%v (byte %d of the line): %s", syntax, syntax.Offset, p.Detail)
	}
	return p
}
