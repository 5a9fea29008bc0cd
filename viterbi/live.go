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
	m      *Compiled
	first  int       // the first turn that is not settled
	turns  int       // turns taken
	leader int       // the best state of the last turn, the lowest of equally good ones
	delta  []float64 // P: the best ways into the states at the last turn, with its densities
	next   []float64 // P: scratch
	logs   []float64 // P: scratch for the states' densities; nil where those are the distributions' as they are
	window window
}

// NewLive returns a path before its first turn.
func NewLive(m *Compiled) *Live {
	room := make([]float64, 2*m.p)
	l := &Live{m: m, delta: room[:m.p], next: room[m.p:]}
	if m.c.Dist != nil || m.p > m.c.States() {
		l.logs = make([]float64, m.p)
	}
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
	now := l.follow(l.open(logDensity), class)
	if !now.Fine || now.Possible == 0 {
		return settled, 0, l.refusal(logDensity)
	}
	l.delta, l.next = l.next, l.delta
	l.leader = lanes.Largest(l.delta)
	if l.turns > l.first {
		l.window.keep(l.turns - 1)
	}
	l.turns++
	l.window.union = now.Sources
	l.possible(now.Possible == l.m.c.States())
	settled = l.settle(settled)
	for l.turns-l.first > MaxUnsettled {
		settled = append(settled, l.force())
		forced++
		settled = l.settle(settled)
	}
	return settled, forced, nil
}

// follow sets next to the best ways into the states at the next turn, with its densities, and keeps where
// they come from.
func (l *Live) follow(logs []float64, class int) lanes.Followed {
	if l.turns > 0 {
		return lanes.Follow(l.next, l.window.row(l.turns), l.delta, logs, l.m.next[class], l.m.p)
	}
	now := lanes.Followed{Fine: true}
	for i, v := range logs {
		l.next[i] = math.Inf(-1)
		if i < len(l.m.start) {
			l.next[i] = l.m.start[i] + v
		}
		if l.next[i] > math.Inf(-1) {
			now.Possible++
		}
		now.Fine = now.Fine && v <= math.MaxFloat64
	}
	return now
}

// open is the log densities of the states, padded.
func (l *Live) open(logDensity []float64) []float64 {
	if l.logs == nil {
		return logDensity
	}
	k := l.m.c.States()
	for i := range k {
		l.logs[i] = logDensity[l.m.c.Distribution(i)]
	}
	for i := k; i < l.m.p; i++ {
		l.logs[i] = math.Inf(-1)
	}
	return l.logs
}

// refusal is what is wrong with densities that no path goes on with.
func (l *Live) refusal(logDensity []float64) error {
	for i := range l.m.c.States() {
		e := l.m.c.Distribution(i)
		if v := logDensity[e]; !(v <= math.MaxFloat64) {
			return &chain.DensityError{Distribution: e, Value: v}
		}
	}
	return &chain.ImpossibleError{}
}

// possible sets which states are possible at the last turn, which may be known to be all.
func (l *Live) possible(all bool) {
	left := l.delta[:l.m.c.States()]
	for w := range l.window.now {
		some := left[:min(64, len(left))]
		left = left[len(some):]
		set := uint64(math.MaxUint64) >> (64 - len(some))
		if !all {
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
	l.possible(false)
	l.window.join(l.turns - 1)
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
