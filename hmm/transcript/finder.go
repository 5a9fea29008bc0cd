package transcript

import "fmt"

// A finder looks for the end of a value, piece by piece.
type finder struct {
	depth  int
	quoted bool // inside a string
	escape bool // the next byte belongs to an escape
	scalar bool // inside a number or word
	done   bool
	bad    bool // too deep, or no value
}

// err says why the value is bad.
func (f *finder) err() error {
	if f.depth > maxDepth {
		return Problem{Reason: reasonTooDeep, Detail: fmt.Sprintf("expected at most %d brackets in each other", maxDepth)}
	}
	return Problem{Reason: reasonNotJSON, Detail: "expected a value"}
}

// cut says that the text ended inside the value.
func (f *finder) cut() error {
	return Problem{Reason: reasonCut, Detail: fmt.Sprintf("it ends inside a value, with %s open", plural(f.depth, "bracket"))}
}

// scan goes on with the next piece of the text and says how much of that belongs to the value, and
// whether that was all.
func (f *finder) scan(b []byte) (int, bool) {
	for i := 0; i < len(b); {
		switch {
		case f.escape:
			f.escape = false
			i++
		case f.quoted:
			i += f.text(b[i:])
		default:
			n, end := f.mark(b[i])
			if i += n; end {
				return i, true
			}
		}
		if !f.quoted && f.done {
			return i, true
		}
	}
	return len(b), false
}

// text goes on inside a string.
func (f *finder) text(b []byte) int {
	n := plainLen(b)
	for ; n < len(b); n++ {
		switch b[n] {
		case '\\':
			f.escape = true
			return n + 1
		case '"':
			f.quoted = false
			f.done = f.depth == 0
			return n + 1
		}
	}
	return n
}

// mark takes a byte outside of strings.
func (f *finder) mark(b byte) (n int, end bool) {
	switch b {
	case '"':
		if f.scalar {
			return 0, true
		}
		f.quoted = true
	case '{', '[':
		if f.depth++; f.depth > maxDepth {
			f.bad = true
			return 1, true
		}
	case '}', ']':
		if f.depth == 0 { // of what the value is in
			f.bad = !f.scalar
			return 0, true
		}
		f.depth--
		f.done = f.depth == 0
	case ',', ':', ' ', '\t', '\r', '\n':
		if f.depth == 0 {
			f.bad = !f.scalar
			return 0, true
		}
	default:
		f.scalar = f.depth == 0
	}
	return 1, false
}
