package viterbi

import (
	"math"

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
	if err := l.check(logDensity); err != nil {
		return settled, 0, err
	}
	best := l.advance(logDensity, class)
	if best == math.Inf(-1) {
		return settled, 0, &chain.ImpossibleError{}
	}
	l.reach, l.delta = l.delta, l.reach
	if l.turns > l.first {
		l.window.note(l.turns, l.sources)
	}
	l.turns++
	l.window.possible(l.turns-1, l.delta)
	settled = l.settle(settled)
	for l.turns-l.first > MaxUnsettled {
		settled = append(settled, l.force())
		forced++
		settled = l.settle(settled)
	}
	return settled, forced, nil
}

// check refuses what is no log density.
func (l *Live) check(logDensity []float64) error {
	for e, v := range logDensity {
		if !(v <= math.MaxFloat64) {
			return &chain.DensityError{Distribution: e, Value: v}
		}
	}
	return nil
}

// advance finds the best ways into the states at the next turn, with its densities, into reach, and
// returns the best of them. The sums are Decoder's, in its order.
func (l *Live) advance(logDensity []float64, class int) float64 {
	if l.turns == 0 {
		copy(l.reach, l.m.start)
	} else {
		lanes.MaxPlusFrom(l.reach, l.sources, l.delta, l.m.next[class], l.m.p)
	}
	best := math.Inf(-1)
	for i := range l.reach {
		v := math.Inf(-1)
		if i < l.m.c.States() {
			v = l.reach[i] + logDensity[l.m.c.Distribution(i)]
		}
		l.reach[i] = v
		best = max(best, v)
	}
	return best
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
	for range n {
		states = append(states, 0)
	}
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
	chosen := ancestor(l.best(false))
	for i := range l.m.c.States() {
		if l.delta[i] > math.Inf(-1) && ancestor(i) != chosen {
			l.delta[i] = math.Inf(-1)
		}
	}
	l.first++
	l.window.possible(l.turns-1, l.delta)
	return chosen
}

// best is the best state of the last turn, the lowest of equally good ones; where the conversation ends
// there, with the stop probabilities.
func (l *Live) best(end bool) int {
	state, score := 0, math.Inf(-1)
	for i, v := range l.delta[:l.m.c.States()] {
		if end && l.m.stop != nil {
			v += l.m.stop[i]
		}
		if v > score {
			state, score = i, v
		}
	}
	return state
}

// Unsettled appends the states of the turns that are not settled, as they are on the best path so far: of
// a conversation that goes on, or, with end, of one that ends with its last turn. O(number of them).
func (l *Live) Unsettled(states []int, end bool) []int {
	if l.first == l.turns {
		return states
	}
	return l.trace(states, l.turns-1, l.best(end))
}
