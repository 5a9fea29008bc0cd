package spill

// blockLen is how many records are given memory at a time.
const blockLen = 256

// memory is records that are sorted without being moved: by a merge of the runs in which they came that are
// in order already (natural merge sort: Knuth 5.2.4, algorithm N). n records in r runs cost about n·log₂r
// comparisons, and none more if they came in order.
type memory[T any] struct {
	held   []*T
	starts []int // of the runs in held
	spare  []*T  // as large as held once anything was merged
	block  []T   // where records lie until it is full
}

// add takes a record, and returns where it lies.
func (m *memory[T]) add(record T, compare func(a, b *T) int) *T {
	if len(m.block) == cap(m.block) {
		m.block = make([]T, 0, blockLen)
	}
	m.block = append(m.block, record)
	added := &m.block[len(m.block)-1]
	if n := len(m.held); n == 0 || compare(m.held[n-1], added) > 0 {
		m.starts = append(m.starts, n)
	}
	m.held = append(m.held, added)
	return added
}

// sorted is the records in order. They are one run then.
func (m *memory[T]) sorted(compare func(a, b *T) int) []*T {
	for len(m.starts) > 1 {
		merged, starts := m.spare[:0], m.starts[:0]
		for i := 0; i < len(m.starts); i += 2 {
			first, second := m.run(i), m.run(i+1)
			starts = append(starts, len(merged))
			merged = appendMerged(merged, first, second, compare)
		}
		m.held, m.spare, m.starts = merged, m.held, starts
	}
	return m.held
}

// run is a run of held; empty behind the last.
func (m *memory[T]) run(i int) []*T {
	switch {
	case i >= len(m.starts):
		return nil
	case i+1 == len(m.starts):
		return m.held[m.starts[i]:]
	}
	return m.held[m.starts[i]:m.starts[i+1]]
}

// appendMerged appends two sorted runs to dst as one. Of equal records those of a come first.
func appendMerged[T any](dst, a, b []*T, compare func(a, b *T) int) []*T {
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			dst, a = append(dst, a[0]), a[1:]
		} else {
			dst, b = append(dst, b[0]), b[1:]
		}
	}
	return append(append(dst, a...), b...)
}

// empty forgets the records.
func (m *memory[T]) empty() {
	clear(m.held)
	clear(m.spare[:cap(m.spare)])
	m.held, m.starts, m.block = m.held[:0], m.starts[:0], nil
}
