package transcript

import (
	"io"
	"strings"
)

// Rows passes the rows of delimited text (RFC 4180) to each, with the line on which a row starts; the header, which
// says how many fields a row has, comes first. Bad rows are entered at out. Text is UTF-8, as in Lines.
func (in *Input) Rows(out *Sink, comma byte, each func(fields []string, number int) error) error {
	r := rows{lines: in.lines, comma: comma, charset: charsetOf(in.Head)}
	fields := func() []string {
		list := make([]string, len(r.fields))
		for i := range list {
			list[i] = string(r.field(i))
		}
		return list
	}
	switch err := r.next().(type) {
	case nil:
	case Problem:
		return Problem{File: in.Name, Line: r.first, Reason: reasonHeader, Detail: err.Reason + ": " + err.Detail}
	default:
		if err == io.EOF {
			return nil
		}
		return err
	}
	r.width = len(r.fields)
	row := func() error { return each(fields(), r.first) }
	if err := r.usable(out, row); err != nil {
		return err
	}
	return r.each(out, row)
}

// Delimited makes messages of rows under a header, as the format csv does. It is for formats with Format.Columns.
func (in *Input) Delimited(out *Sink) error { return readRows(in, out, sniffComma(in.Head)) }

// Columns are the names in the first line of delimited text.
func (h *Head) Columns() []string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(h.Bytes)), "\n")
	names := strings.Split(line, string(sniffComma(h.Bytes)))
	for i := range names {
		names[i] = strings.Trim(strings.TrimSpace(names[i]), `"`)
	}
	return names
}
