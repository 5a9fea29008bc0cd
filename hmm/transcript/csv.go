package transcript

import (
	"bytes"
	"io"
)

// csv reads logs of a header and rows, by the delimiter that its header uses.
var csv = format{
	name:       "csv",
	extensions: []string{".csv"},
	looksLike: func(head []byte) bool {
		first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte{'\n'})
		return bytes.ContainsAny(first, ",;\t")
	},
	read: func(in *input, out *collector) error { return readRows(in, out, sniffComma(in.head)) },
}

// tsv reads the same with tabs, whatever else the header holds. Nothing looks like it without its
// name, because csv finds tabs by itself.
var tsv = format{
	name:       "tsv",
	extensions: []string{".tsv"},
	looksLike:  func([]byte) bool { return false },
	read:       func(in *input, out *collector) error { return readRows(in, out, '\t') },
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
	for _, b := range []byte{';', '\t'} {
		if count[b] > count[comma] {
			comma = b
		}
	}
	return comma
}

// readRows reads a file with a known delimiter.
func readRows(in *input, out *collector, comma byte) error {
	r := rows{lines: in.lines, comma: comma}
	head, err := readHeader(&r, out.assembler)
	if err == io.EOF {
		return nil
	}
	if err != nil {
		if p, ok := err.(Problem); ok {
			return Problem{in.name, r.first, reasonHeader, p.Reason + ": " + p.Detail}
		}
		return err
	}
	if p := head.check(out.assembler); p != nil {
		p.File, p.Line = in.name, r.first
		return *p
	}
	return head.read(&r, out)
}
