package transcript

// An outline is where the lists, objects and strings of a checked text end, in the order in which they begin, so
// that a walk steps over one without looking into it: every byte is looked at once, to check it, and those between
// values once more by the walk over the list or object in which they stand. It takes 16 bytes a list, object or string.
type outline struct {
	extents []extent
	names   *names // for short texts
}

// An extent is the end of a list, object or string.
type extent struct {
	end  int // byte behind it
	next int // number of the first that begins behind it; of a string plainString or escapedString
}

const (
	plainString   = -1
	escapedString = -2 // it holds escapes
)

// begin gives the next list or object its number. Without an outline that is nothing.
func (o *outline) begin() int {
	if o == nil {
		return 0
	}
	o.extents = append(o.extents, extent{})
	return len(o.extents) - 1
}

// end notes that a list or object ends before a byte.
func (o *outline) end(number, pos int) {
	if o != nil {
		o.extents[number] = extent{end: pos, next: len(o.extents)}
	}
}

// str notes a string that ends before a byte.
func (o *outline) str(pos int, escaped bool) {
	if o == nil {
		return
	}
	e := extent{end: pos, next: plainString}
	if escaped {
		e.next = escapedString
	}
	o.extents = append(o.extents, e)
}

// text is b as a string.
func (o *outline) text(b []byte) string {
	const short = 24 // bytes
	if len(b) > short {
		return string(b)
	}
	return o.names.of(b)
}

// outlines are those that no value needs at the time: values stand in the texts of others, so that several may be
// in use. They share the names.
type outlines struct {
	free  []*outline
	names names
}

// take is an empty one.
func (os *outlines) take() *outline {
	last := len(os.free) - 1
	if last < 0 {
		return &outline{names: &os.names}
	}
	o := os.free[last]
	os.free = os.free[:last]
	o.extents = o.extents[:0]
	return o
}

// give takes back one that take gave.
func (os *outlines) give(o *outline) { os.free = append(os.free, o) }
