package viterbi

import (
	"math"
	"slices"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// MaxUnsettled is the number of turns that a live path keeps open.
const MaxUnsettled = 64

// A Live finds the best path of a conversation while it goes on. A turn is settled once the best ways
// into all states that are possible now go through the same state there: no later turn, and no end, can
// change that any more, and what is settled is the beginning of what Decoder finds for the whole
// conversation, to the last tie. The turns after it are unsettled: their best path so far may change.
//
// No more than MaxUnsettled turns stay unsettled. If another comes, the oldest is settled by force, as it
// stands on the best path so far, and all ways that do not go through it are dropped; the path is then the
// best one of those that are left.
//
// A Live takes O(K) memory a turn that is not settled, is for one goroutine, and shares its Compiled chain
// with any number of others. Source: the convergence point of Viterbi paths, Bloit and Rodet (2008); Šrámek,
// Brejová and Vinař (2007).
type Live struct {
	m       *Compiled
	first   int       // the first turn that is not settled
	turns   int       // turns taken
	leader  int       // the best state of the last turn, the lowest of equally good ones
	delta   []float64 // P: the best ways into the states at the last turn, with its densities
	reach   []float64 // P: scratch
	sources []int32   // P: scratch
	window  window
}

// NewLive returns a path before its first turn.
func NewLive(m *Compiled) *Live {
	l := &Live{m: m, delta: make([]float64, m.p), reach: make([]float64, m.p), sources: make([]int32, m.p)}
	l.window = newWindow(m.c.States())
	l.Reset()
	return l
}

// Reset forgets the conversation: the path stands before a first turn again.
func (l *Live) Reset() { l.first, l.turns = 0, 0 }

// Turns is the number of turns taken.
func (l *Live) Turns() int { return l.turns }

// Settled is the number of turns that are settled: they are the first ones.
func (l *Live) Settled() int { return l.first }

// Push takes the log densities of the next turn, one a distribution, and its class, appends the states of
// the turns that it settles to settled, and reports how many of those, the first ones, were settled by
// force. It returns a *chain.ImpossibleError or *chain.DensityError, Turn 0, where no state can be, and
// then leaves the path as it was. O(K²) time, and O(K) a turn whose possible states have become fewer;
// forced, O(K MaxUnsettled). No allocation but for settled.
func (l *Live) Push(logDensity []float64, class int, settled []int) (_ []int, forced int, err error) {
	if len(logDensity) != l.m.c.Distributions() {
		panic("viterbi: len(logDensity) != number of distributions")
	}
	if l.turns == 0 {
		copy(l.reach, l.m.start)
	} else {
		lanes.MaxPlusFrom(l.reach, l.sources, l.delta, l.m.next[class], l.m.p)
	}
	if err := l.observe(logDensity); err != nil {
		return settled, 0, err
	}
	if l.turns > l.first {
		copy(l.window.set(l.turns-1), l.window.now)
		l.window.note(l.turns, l.sources)
	}
	l.turns++
	l.possible()
	settled = l.settle(settled)
	for l.turns-l.first > MaxUnsettled {
		settled = append(settled, l.force())
		forced++
		settled = l.settle(settled)
	}
	return settled, forced, nil
}

// observe adds the densities to the best ways into the states, which are in reach, and makes them those of
// the last turn. The sums are Decoder's, in its order.
func (l *Live) observe(logDensity []float64) error {
	k := l.m.c.States()
	least := rank(math.Inf(-1))
	reach, best, worst, leader := l.reach[:k], least, int64(math.MaxInt64), -1
	if l.m.c.Dist == nil {
		logDensity = logDensity[:k]
	}
	for i, v := range reach {
		e := i
		if l.m.c.Dist != nil {
			e = l.m.c.Dist[i]
		}
		d := logDensity[e]
		if !(d <= math.MaxFloat64) {
			return &chain.DensityError{Distribution: e, Value: d}
		}
		v += d
		reach[i] = v
		r := rank(v)
		if r > best { // two moves and no branch, which could not be foreseen
			leader = i
		}
		best, worst = max(best, r), min(worst, r)
	}
	if leader < 0 {
		return &chain.ImpossibleError{}
	}
	for i := k; i < l.m.p; i++ {
		l.reach[i] = math.Inf(-1)
	}
	l.reach, l.delta, l.leader = l.delta, l.reach, leader
	l.window.full = worst > least
	return nil
}

// rank orders numbers that are no NaN as they are ordered themselves, but for 0 and -0.
func rank(v float64) int64 {
	bits := int64(math.Float64bits(v + 0)) // -0 + 0 is 0
	return bits ^ int64(uint64(bits>>63)>>1)
}

// possible sets which states are possible at the last turn.
func (l *Live) possible() {
	left := l.delta[:l.m.c.States()]
	for w := range l.window.now {
		some := left[:min(64, len(left))]
		left = left[len(some):]
		set := uint64(math.MaxUint64) >> (64 - len(some))
		if !l.window.full {
			set = above(some)
		}
		l.window.now[w] = set
	}
}

// above is the set of the places of up to 64 numbers that are above -Inf.
func above(v []float64) (set uint64) {
	for i, x := range v {
		if x > math.Inf(-1) {
			set |= 1 << (uint(i) & 63)
		}
	}
	return set
}

// settle appends the states of the turns that all possible ways share.
func (l *Live) settle(settled []int) []int {
	turn, state := l.window.meet(l.first, l.turns-1)
	if turn < l.first {
		return settled
	}
	settled = l.trace(settled, turn, state)
	l.first = turn + 1
	return settled
}

// trace appends the states of the unsettled turns up to one whose state is known.
func (l *Live) trace(states []int, turn, state int) []int {
	n := turn + 1 - l.first
	states = slices.Grow(states, n)[:len(states)+n]
	out := states[len(states)-n:]
	for i := n - 1; ; i-- {
		out[i] = state
		if i == 0 {
			return states
		}
		state = l.window.source(l.first+i, state)
	}
}

// force settles the first turn as it stands on the best path so far.
func (l *Live) force() int {
	ancestor := func(state int) int {
		for turn := l.turns - 1; turn > l.first; turn-- {
			state = l.window.source(turn, state)
		}
		return state
	}
	chosen := ancestor(l.leader)
	for i := range l.m.c.States() {
		if l.delta[i] > math.Inf(-1) && ancestor(i) != chosen {
			l.delta[i] = math.Inf(-1)
		}
	}
	l.first++
	l.window.full = false
	l.possible()
	return chosen
}

// Unsettled appends the states of the turns that are not settled, as they are on the best path so far: of
// a conversation that goes on, or, with end, of one that ends with its last turn. O(number of them).
func (l *Live) Unsettled(states []int, end bool) []int {
	if l.first == l.turns {
		return states
	}
	state := l.leader
	if end && l.m.stop != nil {
		state = l.ending()
	}
	return l.trace(states, l.turns-1, state)
}

// ending is the best last state of a conversation that ends with the last turn, the lowest of equally good
// ones.
func (l *Live) ending() int {
	state, score := 0, math.Inf(-1)
	for i, v := range l.delta[:l.m.c.States()] {
		if v += l.m.stop[i]; v > score {
			state, score = i, v
		}
	}
	return state
}
