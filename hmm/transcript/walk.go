package transcript

// A walk goes over a list or an object of a checked text, and steps over those in it.
type walk struct {
	scan    scanner // at the inside
	outline *outline
	before  int // bytes of the text before what scan sees
	next    int // number of the list, object or string that begins next
}

// first scans the value that a text begins with. The scanner's outline is empty before, and then that of the value.
func (s *scanner) first() Value { return Value{cell: s.value(1), outline: s.outline} }

// inside starts behind the opening bracket of a list or object.
func (v Value) inside() walk {
	own := v.outline.extents[v.number]
	return walk{
		scan:    scanner{data: v.cell.text, pos: 1},
		outline: v.outline,
		before:  own.end - len(v.cell.text),
		next:    v.number + 1,
	}
}

// value is the next value.
func (w *walk) value() Value {
	s := &w.scan
	s.space()
	switch b := s.peek(); b {
	case '{', '[':
		v := Value{outline: w.outline, number: w.next}
		own := w.outline.extents[w.next]
		v.cell.kind = kindList
		if b == '{' {
			v.cell.kind = kindObject
		}
		end := own.end - w.before
		v.cell.text = s.data[s.pos:end]
		s.pos, w.next = end, own.next
		return v
	case '"':
		return Value{cell: w.str(), outline: w.outline}
	}
	return Value{cell: s.value(1), outline: w.outline}
}

// str is the string that begins here.
func (w *walk) str() cell {
	own := w.outline.extents[w.next]
	w.next++
	start, end := w.scan.pos+1, own.end-w.before
	w.scan.pos = end
	return cell{kind: kindText, escaped: own.next == escapedString, text: w.scan.data[start : end-1]}
}
