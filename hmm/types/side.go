package types

import (
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// A side is the emissions of a batch as all types see them that share a family: densities are computed
// once and handed out to each type's recursion, posteriors are added up over the types, and become
// statistics once. The recursions of all types ask for the same blocks, for their chains are alike.
type side[O any] struct {
	hmm.Batch[O]
	known []block // densities, in the order of the turns
	taken []block // posteriors, in the order in which they came
}

// A block is what a recursion asks for, or gives, at a time.
type block struct {
	first, end int
	at         emission.Layout
	values     []float64
}

// load begins with other conversations.
func (s *side[O]) load(obs [][]O) {
	s.Load(obs)
	s.known, s.taken = s.known[:0], s.taken[:0]
}

// Densities computes a block, or copies it where it is known.
func (s *side[O]) Densities(dst []float64, at emission.Layout, first, end int) {
	n := (end - first) * at.Turn
	if b := find(s.known, first); b != nil {
		copy(dst, b.values)
		return
	}
	s.Batch.Densities(dst, at, first, end)
	s.known = keep(s.known, block{first, end, at, dst[:n]})
}

// Collect adds a block's posteriors to those of other types.
func (s *side[O]) Collect(posterior []float64, at emission.Layout, first, end int) {
	n := (end - first) * at.Turn
	b := find(s.taken, first)
	if b == nil {
		s.taken = keep(s.taken, block{first, end, at, posterior[:n]})
		return
	}
	for i, v := range posterior[:n] {
		b.values[i] += v
	}
}

// flush makes statistics of what was collected.
func (s *side[O]) flush() {
	for _, b := range s.taken {
		s.Batch.Collect(b.values, b.at, b.first, b.end)
	}
}

// find is the block that begins at a turn, nil if there is none.
func find(blocks []block, first int) *block {
	for i := range blocks {
		if blocks[i].first == first {
			return &blocks[i]
		}
	}
	return nil
}

// keep appends a copy of a block, in the room of one that was there before.
func keep(blocks []block, b block) []block {
	var room []float64
	if n := len(blocks); n < cap(blocks) {
		room = blocks[:n+1][n].values
	}
	b.values = append(room[:0], b.values...)
	return append(blocks, b)
}
