package transcript

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// advice says what to do about a header without the columns that are needed.
func (h *header) advice(a *assembler) string {
	if h.isData() {
		return ": that looks like a row of data, expected a header above it, such as conversation_id,speaker,text"
	}
	example := h.example(a)
	if example == "" {
		return ""
	}
	advice := ": name its columns, as in --map " + strconv.Quote(example)
	if h.strange() {
		advice += ", or put a header above it if that is a record"
	}
	return advice
}

// strange says that no column has a known name.
func (h *header) strange() bool {
	return !slices.ContainsFunc(h.column[:], func(i int) bool { return i >= 0 })
}

// example maps the fields that are needed and were not found to columns that serve none: the first is where logs have their
// identifiers, and the last where they have texts. It is empty where there are not enough.
func (h *header) example(a *assembler) string {
	var free []string
	for i, name := range h.names {
		if name != "" && !strings.ContainsAny(name, `,="`) && !slices.Contains(h.column[:], i) {
			free = append(free, name)
		}
	}
	var entries []string
	for _, s := range a.required {
		switch {
		case h.column[s] >= 0:
			continue
		case len(free) == 0:
			return ""
		case s == slotConversation:
			entries, free = append(entries, fmt.Sprintf("%s=%s", fields[s].field, free[0])), free[1:]
		default:
			last := len(free) - 1
			entries, free = append(entries, fmt.Sprintf("%s=%s", fields[s].field, free[last])), free[:last]
		}
	}
	return strings.Join(entries, ",")
}

// isData says whether a header holds what no column is called: nothing, a number, a time, a sentence, or one name twice.
func (h *header) isData() bool {
	clock := newClock(nil, nil)
	for i, name := range h.names {
		if _, ok := clock.Parse(name); ok || name == "" || isSentence([]byte(name)) || slices.Contains(h.names[:i], name) {
			return true
		}
	}
	return false
}

// isSentence says whether a text is too much for the name of a column.
func isSentence(text []byte) bool {
	const words, length = 5, 60
	text = bytes.Trim(text, " \t\r\"")
	return len(text) > length || len(bytes.Fields(text)) > words || len(text) > 0 && bytes.IndexByte([]byte(".!?:"), text[len(text)-1]) >= 0
}

// isProse says whether a header without any known column is no header: it is one field, or the row below it, which is
// read, has another number of fields, or it is a sentence with nothing below it.
func (h *header) isProse(r *rows) bool {
	if !h.strange() {
		return false
	}
	if len(h.names) < 2 {
		return true
	}
	if r.next() == io.EOF {
		return slices.ContainsFunc(h.names, func(name string) bool { return isSentence([]byte(name)) })
	}
	return len(r.fields) != len(h.names)
}
