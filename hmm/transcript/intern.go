package transcript

// interner gives equal texts one string, so that the speakers, labels and identifiers of a long log
// are allocated once and not once a message.
type interner map[string]string

const (
	maxInterned    = 4096 // texts held at a time
	maxInternedLen = 128  // longer texts rarely repeat
)

// name is b as a string. It allocates only for texts that are new or long.
func (n interner) name(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := n[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(b) > maxInternedLen {
		return s
	}
	if len(n) >= maxInterned {
		clear(n)
	}
	n[s] = s
	return s
}

// recent is the two texts that a field had last: two people take turns, and a conversation its time.
type recent [2]string

// name is b as a string, by the interner unless it is one of the two.
func (r *recent) name(n interner, b []byte) string {
	switch string(b) {
	case r[0]:
	case r[1]:
		r[0], r[1] = r[1], r[0]
	default:
		r[0], r[1] = n.name(b), r[0]
	}
	return r[0]
}
