package transcript

import (
	"fmt"
	"strings"
)

// Problem describes a line that could not be used, or a file that could not (Line 0). As an error
// it reads
//
//	chats.jsonl:17: missing field "text": expected one of text, utterance; have conversation_id, speaker
//	result.json:1 (byte 2311, $.messages[3]): not JSON: …
type Problem struct {
	File   string
	Line   int    // the first line of the record, counted from 1; 0 where the whole file is meant
	Byte   int64  // where the record starts, counted from 1; 0 where the line says it
	Path   string // the record's place in a JSON document, such as $.messages[3]
	Reason string // a short category, fit for counting: "not JSON", "missing field"
	Detail string // what was found and what was expected
}

// The categories of bad lines.
const (
	reasonNotJSON   = "not JSON"
	reasonNotObject = "not an object"
	reasonNotUTF8   = "not UTF-8"
	reasonNUL       = "NUL in it"
	reasonMissing   = "missing field"
	reasonValue     = "bad value"
	reasonVector    = "bad vector"
	reasonTooLong   = "line too long"
	reasonFields    = "wrong number of fields"
	reasonQuoting   = "bad quoting"
	reasonTooDeep   = "nested too deep"
	reasonEntry     = "archive entry left out"
)

const reasonTime = "time not understood"

// The categories of files that cannot be read at all.
const (
	reasonNoLines  = "no lines"
	reasonNotText  = "cannot be read"
	reasonNoFormat = "unknown format"
	reasonArray    = "a JSON array"
	reasonHeader   = "bad header"
	reasonColumn   = "missing column"
	reasonBomb     = "compressed too well to be a log"
	reasonCut      = "the document is cut short"
	reasonZip      = "a damaged zip archive"

	reasonNoFolder  = "nothing to read in this folder"
	reasonNoArchive = "nothing to read in this archive"
)

// The categories of files that were found and are not read for what they are, beside those above.
const (
	reasonForeign = "not named like what is read"
	reasonUnused  = "no part of the export that is read"
	reasonBeside  = "a JSON document without turns"
	reasonNested  = "an archive in an archive"
	reasonTwin    = "what it holds was read before"
)

// Error is the problem in one line, with its file and line number first.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	switch {
	case p.Byte > 0 && p.Path != "":
		fmt.Fprintf(&b, " (byte %d, %s)", p.Byte, p.Path)
	case p.Byte > 0:
		fmt.Fprintf(&b, " (byte %d)", p.Byte)
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

// at puts a problem in its place.
func (p Problem) at(place Place) Problem {
	if place.Entry != "" {
		p.File += "/" + place.Entry
	}
	p.Line, p.Byte, p.Path = place.Line, place.Byte, place.Path
	return p
}
