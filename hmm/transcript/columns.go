package transcript

import "strings"

// target says that a column serves a field. Of several columns that serve one field, the one of the
// lowest rank is read.
type target struct {
	slot slot
	rank int
}

// foldedRank is added to the rank of a name that matches only without regard to case.
const foldedRank = 1000

// maxKnown bounds the memory of columns, for logs that use a new key on every line.
const maxKnown = 4096

// column is a column of a log, and what it is good for.
type column struct {
	name    string
	targets []target // nil: nothing
}

// columns finds the fields that a column of a log serves.
type columns struct {
	names  [slotCount][]string // where each field is looked for, best first
	mapped [slotCount]bool     // whether that was asked for
	known  map[string]*column  // answers already given
}

// newColumns applies a map of checked fields to the names that a format has for them, or else to the default names.
func newColumns(m map[Field]string, own map[Field][]string) *columns {
	c := &columns{known: map[string]*column{}}
	for s := range slotCount {
		field := fields[s].field
		column, mapped := m[field]
		switch {
		case !mapped && own[field] != nil:
			c.names[s] = own[field]
		case !mapped:
			c.names[s] = fields[s].names
		case column != "":
			c.names[s] = []string{column}
			c.mapped[s] = true
		}
	}
	return c
}

// find is the column of a name. It allocates only for names not seen before.
func (c *columns) find(name []byte) *column {
	found, ok := c.known[string(name)]
	if !ok {
		if len(c.known) >= maxKnown {
			clear(c.known)
		}
		found = &column{name: string(name)}
		found.targets = c.match(found.name)
		c.known[found.name] = found
	}
	return found
}

func (c *columns) match(name string) []target {
	var targets []target
	for s, names := range c.names {
		best := target{slot(s), 2 * foldedRank}
		for i, n := range names {
			switch {
			case n == name:
				best.rank = min(best.rank, i)
			case strings.EqualFold(n, name):
				best.rank = min(best.rank, foldedRank+i)
			}
		}
		if best.rank < 2*foldedRank {
			targets = append(targets, best)
		}
	}
	return targets
}

// expected says, for an error, under which names a field was looked for.
func (c *columns) expected(s slot) string {
	switch names := c.names[s]; len(names) {
	case 0:
		return "nothing, because it is mapped to no column"
	case 1:
		return names[0]
	default:
		return "one of " + strings.Join(names, ", ")
	}
}
