package transcript

import (
	"fmt"
	"slices"
	"strings"
)

// ParseMap reads a mapping of fields to the columns of a log, as people write it:
//
//	conversation=ticket,speaker=from,text=body
//
// Spaces around names are dropped. A field without a column ("turn=") is not read at all. The empty
// text is the empty map. A field may also go by one of its DefaultNames (conversation_id=ticket). An entry without "=", an unknown field and a field given twice are errors
// that quote the entry and list the valid fields.
func ParseMap(s string) (map[Field]string, error) {
	m := map[Field]string{}
	if strings.TrimSpace(s) == "" {
		return m, nil
	}
	for entry := range strings.SplitSeq(s, ",") {
		name, column, found := strings.Cut(entry, "=")
		field := fieldOf(strings.TrimSpace(name))
		if !found {
			return nil, fmt.Errorf("map entry %q: expected FIELD=COLUMN, with a field of %s", entry, fieldList())
		}
		if _, err := slotOf(field); err != nil {
			return nil, fmt.Errorf("map entry %q: %w", entry, err)
		}
		if before, twice := m[field]; twice {
			return nil, fmt.Errorf("map entry %q: field %s is already mapped to %q", entry, field, before)
		}
		m[field] = strings.TrimSpace(column)
	}
	return m, nil
}

// fieldOf is the field of that name or, failing that, the one with that default name.
func fieldOf(name string) Field {
	fields := Fields()
	if slices.Contains(fields, Field(name)) {
		return Field(name)
	}
	for _, f := range fields {
		if slices.Contains(DefaultNames(f), name) {
			return f
		}
	}
	return Field(name)
}
