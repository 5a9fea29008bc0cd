package transcript

// maxDepth is the nesting at which the JSON scanner gives up, the same as that of encoding/json.
const maxDepth = 10000

// scanner walks over one JSON text and checks its grammar (RFC 8259) on the way. It allocates
// nothing: cells are slices of the text. After a mistake bad is set, and what was scanned is void.
type scanner struct {
	data    []byte
	pos     int
	bad     bool
	outline *outline // if not nil, takes note of where lists and objects end
}

// whole scans a text that must be one value and nothing else. The members of an object at the top
// are passed to each, if that is not nil.
func (s *scanner) whole(data []byte, each func(key, value cell)) (cell, bool) {
	*s = scanner{data: data}
	var c cell
	s.space()
	if s.peek() == '{' {
		start := s.pos
		s.members(1, each)
		c = cell{kind: kindObject, text: data[start:s.pos]}
	} else {
		c = s.value(1)
	}
	s.space()
	return c, !s.bad && s.pos == len(data)
}

// value scans a value of any kind; depth is the nesting of the value if it is a list or an object.
func (s *scanner) value(depth int) cell {
	s.space()
	start := s.pos
	c := cell{}
	switch s.peek() {
	case '"':
		return s.str()
	case '{', '[':
		c.kind = s.nested(depth)
	case 't':
		s.word("true")
		c.kind = kindBoolean
	case 'f':
		s.word("false")
		c.kind = kindBoolean
	case 'n':
		s.word("null")
	default:
		s.number()
		c.kind = kindNumber
	}
	c.text = s.data[start:s.pos]
	return c
}

// nested scans an object or a list.
func (s *scanner) nested(depth int) kind {
	number := s.outline.begin()
	kind := kindList
	if s.data[s.pos] == '{' {
		kind = kindObject
		s.members(depth, nil)
	} else {
		s.items(depth)
	}
	s.outline.end(number, s.pos)
	return kind
}

// members scans an object.
func (s *scanner) members(depth int, each func(key, value cell)) {
	s.pos++
	if s.bad = s.bad || depth > maxDepth; s.bad || s.take('}') {
		return
	}
	for !s.bad {
		s.space()
		key := s.str()
		s.need(':')
		value := s.value(depth + 1)
		if each != nil && !s.bad {
			each(key, value)
		}
		if s.take('}') {
			return
		}
		s.need(',')
	}
}

// items scans a list.
func (s *scanner) items(depth int) {
	s.pos++
	if s.bad = s.bad || depth > maxDepth; s.bad || s.take(']') {
		return
	}
	for !s.bad {
		s.value(depth + 1)
		if s.take(']') {
			return
		}
		s.need(',')
	}
}

// peek is the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		return s.data[s.pos]
	}
	return 0
}

// space steps over white space.
func (s *scanner) space() {
	for s.pos < len(s.data) && s.data[s.pos] <= ' ' {
		switch s.data[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// take steps over white space and then over b, if b is there.
func (s *scanner) take(b byte) bool {
	s.space()
	if s.peek() != b {
		return false
	}
	s.pos++
	return true
}

// need is take where nothing else may stand.
func (s *scanner) need(b byte) {
	if !s.take(b) {
		s.bad = true
	}
}
