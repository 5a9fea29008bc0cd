package viterbi

import (
	"math/bits"

	"intenthmm/internal/lanes"
)

// A window keeps, for the turns that are not settled, where the best ways into the states come from, and
// which states are possible seen from the last turn. It has room for MaxUnsettled turns and the one that
// is pushed.
type window struct {
	p       int      // K padded
	planes  int      // bytes of a state's number
	stride  int      // of a row: p planes
	words   int      // of a set of states
	sources []byte   // a ring: the low bytes of the P states' sources, then the high ones
	alive   []uint64 // a ring of sets of states: of the turns before the last
	now     []uint64 // the set of the last turn
	scratch []uint64 // a set
	union   uint64   // where a set is one word: the sources of the states that are possible at the last turn
}

func newWindow(k int) window {
	w := window{p: lanes.Pad(k), words: (k + 63) / 64}
	w.planes = lanes.SourceBytes(w.p)
	w.stride = w.p * w.planes
	sets := make([]uint64, (MaxUnsettled+2)*w.words)
	w.sources = make([]byte, MaxUnsettled*w.stride)
	w.now, w.scratch, w.alive = sets[:w.words], sets[w.words:2*w.words], sets[2*w.words:]
	return w
}

// row is the sources of the states at a turn, as lanes.Follow writes them.
func (w *window) row(turn int) []byte { return w.sources[slot(turn)*w.stride:][:w.stride] }

// slot is where a turn stands in a ring.
func slot(turn int) int { return int(uint(turn) % MaxUnsettled) }

// set is the possible states of a turn before the last.
func (w *window) set(turn int) []uint64 {
	return w.alive[slot(turn)*w.words:][:w.words]
}

// keep keeps the possible states of the last turn, after which another comes.
func (w *window) keep(last int) {
	set := w.set(last)
	for i, s := range w.now {
		set[i] = s
	}
}

// note keeps the sources of the states at a turn.
func (w *window) note(turn int, sources []int32) {
	row := w.row(turn)
	for i, s := range sources {
		row[i] = byte(s)
		if w.planes == 2 {
			row[w.p+i] = byte(s >> 8)
		}
	}
}

// source is the state of the turn before, on the best way into a state.
func (w *window) source(turn, state int) int {
	at := slot(turn)*w.stride + state
	s := int(w.sources[at])
	if w.planes == 2 {
		s |= int(w.sources[at+w.p]) << 8
	}
	return s
}

// join sets union anew, after possible states of the last turn were dropped.
func (w *window) join(last int) {
	if w.words == 1 {
		w.union = few(w.row(last), w.now[0])
	}
}

// meet brings the sets up to date, from the last turn back to where nothing has changed, and returns the
// last turn at which only one state is possible, and that state; a turn before the first if there is none.
func (w *window) meet(first, last int) (turn, state int) {
	if w.words == 1 {
		return w.meetFew(first, last)
	}
	set := w.now
	for turn = last; ; turn-- {
		if state, ok := single(set); ok {
			return turn, state
		}
		if turn == first || !w.back(turn, set) {
			return first - 1, 0
		}
		set = w.set(turn - 1)
	}
}

// meetFew is meet where a set is one word, and so a number in a byte.
func (w *window) meetFew(first, last int) (turn, state int) {
	set := w.now[0]
	for turn = last; ; turn-- {
		if set&(set-1) == 0 {
			return turn, bits.TrailingZeros64(set)
		}
		if turn == first {
			return first - 1, 0
		}
		before := w.union
		if turn < last {
			before = few(w.row(turn), set)
		}
		known := &w.alive[slot(turn-1)]
		if *known == before {
			return first - 1, 0
		}
		*known, set = before, before
	}
}

// few is the set of what stands in a row at the places of a set, which has some. Four are taken at a time,
// the last one more than once if need be, for their number could not be foreseen.
func few(row []byte, set uint64) (of uint64) {
	for left := bits.OnesCount64(set); left > 0; left -= 4 {
		for range 4 {
			of |= 1 << (row[bits.TrailingZeros64(set)] & 63)
			if rest := set & (set - 1); rest != 0 {
				set = rest
			}
		}
	}
	return of
}

// back sets which states are possible at the turn before one, given those that are at that, and reports
// whether they are others than those that were.
func (w *window) back(turn int, set []uint64) (changed bool) {
	clear(w.scratch)
	for i, left := range set {
		for ; left != 0; left &= left - 1 {
			s := uint(w.source(turn, 64*i+bits.TrailingZeros64(left)))
			w.scratch[s/64] |= 1 << (s % 64)
		}
	}
	before := w.set(turn - 1)
	for i, s := range w.scratch {
		changed = changed || before[i] != s
		before[i] = s
	}
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
