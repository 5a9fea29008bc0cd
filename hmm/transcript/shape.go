package transcript

// A Shape is the keys of a JSON value that may be cut short, with the way to each: "messages[].role"
// is a key of the objects in the list under messages, "[].id" one of those in a list at the top. Values
// are not in it.
type Shape map[string]bool

// Has says whether all the keys are there.
func (s Shape) Has(keys ...string) bool {
	for _, k := range keys {
		if !s[k] {
			return false
		}
	}
	return true
}

// Shape is the shape of the first JSON value of a file, as far as its first bytes show it.
func (in *Input) Shape() Shape { return shapeOf(in.Head) }

// maxShape bounds the depth that is looked at.
const maxShape = 8

// shapeOf is the shape of the first value in text. It is empty if that is not JSON.
func shapeOf(text []byte) Shape {
	s := &sketch{scan: scanner{data: text}, shape: Shape{}}
	if looksLikeJSON(text) {
		s.value("", 0)
	}
	return s.shape
}

// A sketch is a walk over JSON that stops where the text does.
type sketch struct {
	scan  scanner
	shape Shape
}

func (s *sketch) value(path string, depth int) {
	s.scan.space()
	if depth > maxShape {
		s.scan.value(depth)
		return
	}
	switch s.scan.peek() {
	case '{':
		s.members(path, depth)
	case '[':
		s.items(path+"[]", depth)
	default:
		s.scan.value(depth)
	}
}

func (s *sketch) members(path string, depth int) {
	s.scan.pos++
	if path != "" {
		path += "."
	}
	for !s.scan.bad && !s.scan.take('}') {
		s.scan.take(',')
		s.scan.space()
		key := s.scan.str()
		s.scan.need(':')
		if s.scan.bad {
			return
		}
		at := path + string(unescape(nil, key.text))
		s.shape[at] = true
		s.value(at, depth+1)
	}
}

func (s *sketch) items(path string, depth int) {
	s.scan.pos++
	s.shape[path] = true
	for !s.scan.bad && !s.scan.take(']') {
		s.scan.take(',')
		s.value(path, depth+1)
	}
}
