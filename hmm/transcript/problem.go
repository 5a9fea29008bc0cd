package transcript

import (
	"fmt"
	"strings"
)

// Problem describes a line that could not be used, or a file that could not (Line 0). As an error
// it reads
//
//	chats.jsonl:17: missing field "text": expected one of text, utterance; have conversation_id, speaker
type Problem struct {
	File   string
	Line   int    // the first line of the record, counted from 1; 0 where the whole file is meant
	Reason string // a short category, fit for counting: "not JSON", "missing field"
	Detail string // what was found and what was expected
}

// The categories of bad lines.
const (
	reasonNotJSON   = "not JSON"
	reasonNotObject = "not an object"
	reasonNotUTF8   = "not UTF-8"
	reasonMissing   = "missing field"
	reasonValue     = "bad value"
	reasonVector    = "bad vector"
	reasonTooLong   = "line too long"
	reasonFields    = "wrong number of fields"
	reasonQuoting   = "bad quoting"
)

// The categories of files that cannot be read at all.
const (
	reasonNoLines  = "no lines"
	reasonNotText  = "does not look like a transcript"
	reasonNoFormat = "unknown format"
	reasonArray    = "a JSON array"
	reasonHeader   = "bad header"
	reasonColumn   = "missing column"
)

// Error is the problem in one line, with its file and line number first.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": " + p.Reason)
	if p.Detail == "" {
		return b.String()
	}
	if p.Reason != reasonMissing { // its detail goes on with the field's name
		b.WriteByte(':')
	}
	b.WriteString(" " + p.Detail)
	return b.String()
}
