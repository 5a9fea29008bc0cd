package viterbi

import (
	"math"
	"math/bits"
)

// A window keeps, for the last MaxUnsettled turns, where the best ways into the states come from, and
// which states are possible seen from now.
type window struct {
	k       int
	planes  int      // bytes of a state's number
	words   int      // of a set of states
	sources []byte   // a ring: the low bytes of the K states' sources, then the high ones
	alive   []uint64 // a ring of sets of states
	scratch []uint64 // a set
}

// ring is the number of turns that a window has room for: those that stay, and the one that is pushed.
const ring = MaxUnsettled + 1

func newWindow(k int) window {
	w := window{k: k, planes: 1, words: (k + 63) / 64}
	if k > 256 {
		w.planes = 2
	}
	w.sources = make([]byte, ring*k*w.planes)
	w.alive = make([]uint64, ring*w.words)
	w.scratch = make([]uint64, w.words)
	return w
}

func (w *window) row(turn int) []byte {
	n := w.k * w.planes
	return w.sources[turn%ring*n:][:n]
}

func (w *window) set(turn int) []uint64 { return w.alive[turn%ring*w.words:][:w.words] }

// note keeps the sources of the states at a turn.
func (w *window) note(turn int, sources []int32) {
	row := w.row(turn)
	for i := range w.k {
		row[i] = byte(sources[i])
		if w.planes == 2 {
			row[w.k+i] = byte(sources[i] >> 8)
		}
	}
}

// source is the state of the turn before, on the best way into a state.
func (w *window) source(turn, state int) int {
	row := w.row(turn)
	s := int(row[state])
	if w.planes == 2 {
		s |= int(row[w.k+state]) << 8
	}
	return s
}

// possible sets which states are possible at the last turn.
func (w *window) possible(turn int, delta []float64) {
	set := w.set(turn)
	clear(set)
	for i, v := range delta[:w.k] {
		if v > math.Inf(-1) {
			set[i/64] |= 1 << (i % 64)
		}
	}
}

// meet brings the sets up to date, from the last turn back to where nothing has changed, and returns the
// last turn at which only one state is possible, and that state; a turn before the first if there is none.
func (w *window) meet(first, last int) (turn, state int) {
	for turn = last; turn >= first; turn-- {
		set := w.set(turn)
		if state, ok := single(set); ok {
			return turn, state
		}
		if turn == first || !w.back(turn) {
			break
		}
	}
	return first - 1, 0
}

// back sets which states are possible at the turn before one, and reports whether they are others than
// those that were.
func (w *window) back(turn int) (changed bool) {
	clear(w.scratch)
	for i, set := range w.set(turn) {
		for ; set != 0; set &= set - 1 {
			s := w.source(turn, 64*i+bits.TrailingZeros64(set))
			w.scratch[s/64] |= 1 << (s % 64)
		}
	}
	for i, set := range w.set(turn - 1) {
		changed = changed || set != w.scratch[i]
	}
	copy(w.set(turn-1), w.scratch)
	return changed
}

// single is the only state of a set.
func single(set []uint64) (state int, ok bool) {
	for i, s := range set {
		switch {
		case s == 0:
		case ok || s&(s-1) != 0:
			return 0, false
		default:
			state, ok = 64*i+bits.TrailingZeros64(s), true
		}
	}
	return state, ok
}
