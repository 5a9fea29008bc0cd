package transcript

import (
	"bytes"
	"io"
	"slices"
)

// csv reads logs of a header and rows, by the delimiter that its header uses.
var csv = Format{
	Name:       "csv",
	Extensions: []string{".csv"},
	Read:       func(in *Input, out *Sink) error { return readRows(in, out, sniffComma(in.Head)) },
	Columns:    true,
}

// tsv reads the same with tabs, whatever else the header holds. It goes by its name, because csv finds
// tabs by itself.
var tsv = Format{
	Name:       "tsv",
	Extensions: []string{".tsv"},
	Read:       func(in *Input, out *Sink) error { return readRows(in, out, '\t') },
	Columns:    true,
}

// looksLikeCSV says whether the first line could be a header.
func looksLikeCSV(head []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte{'\n'})
	names := bytes.Split(first, []byte{sniffComma(head)})
	return len(names) > 1 && !slices.ContainsFunc(names, isSentence)
}

// sniffComma finds the delimiter that a header uses most often outside quotes; in doubt, the comma.
func sniffComma(head []byte) byte {
	head = bytes.TrimLeft(head, "\r\n")
	var count [256]int
	quoted := false
	for _, b := range head {
		if b == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if b == '\n' {
			break
		}
		count[b]++
	}
	comma := byte(',')
	for _, b := range []byte{';', '\t', '|'} {
		if count[b] > count[comma] {
			comma = b
		}
	}
	return comma
}

// readRows reads a file with a known delimiter.
func readRows(in *Input, out *Sink, comma byte) error {
	r := rows{lines: in.lines, comma: comma, charset: charsetOf(in.Head)}
	head, err := readHeader(&r, out.assembler)
	if err == io.EOF {
		return nil
	}
	if err != nil {
		if p, ok := err.(Problem); ok {
			return Problem{File: in.Name, Line: r.first, Reason: reasonHeader, Detail: p.Reason + ": " + p.Detail}
		}
		return err
	}
	if p := head.check(out.assembler); p != nil {
		p.File, p.Line = in.Name, r.first
		if head.isProse(&r) {
			return Problem{File: in.Name, Reason: ReasonOther, Detail: "it reads like prose: expected a header and rows of as many fields"}
		}
		return *p
	}
	if err := out.columns(&head.column); err != nil {
		return err
	}
	return head.read(&r, out)
}
