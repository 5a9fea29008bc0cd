package viterbi

import (
	"errors"
	"math"

	"intenthmm/internal/wire"
)

// Append appends the state of the path, from which Restore goes on to the last bit: 8 bytes a state, and
// log₂ K bits a state and unsettled turn, rounded up.
func (l *Live) Append(dst []byte) []byte {
	dst = wire.AppendUint(dst, uint64(l.turns))
	dst = wire.AppendUint(dst, uint64(l.turns-l.first))
	if l.turns == 0 {
		return dst
	}
	k := l.m.c.States()
	dst = wire.AppendFloats(dst, l.delta[:k])
	sources := make([]int32, k)
	for turn := l.first + 1; turn < l.turns; turn++ {
		for i := range k {
			sources[i] = int32(l.window.source(turn, i))
		}
		dst = wire.AppendSmall(dst, sources, k)
	}
	return dst
}

// Restore puts the path where Append found another of a chain with as many states. Bytes that Append
// cannot have written are the reader's error; then the path stands before a first turn.
func (l *Live) Restore(r *wire.Reader) {
	l.Reset()
	turns, open := r.Count(), int(r.Uint(MaxUnsettled))
	if open > turns {
		r.Fail(errors.New("more unsettled turns than turns"))
	}
	if r.Err() != nil || turns == 0 {
		return
	}
	k, best := l.m.c.States(), math.Inf(-1)
	r.Floats(l.delta[:k])
	for i := range l.delta {
		if i >= k {
			l.delta[i] = math.Inf(-1)
		}
		if !(l.delta[i] <= math.MaxFloat64) {
			r.Fail(errors.New("a path's score is not a number"))
		}
		if l.delta[i] > best {
			best, l.leader = l.delta[i], i
		}
	}
	if best == math.Inf(-1) {
		r.Fail(errors.New("no path is possible"))
	}
	first, sources := turns-open, make([]int32, k)
	for turn := first + 1; turn < turns; turn++ {
		wire.Small(r, sources, k)
		l.window.note(turn, sources)
	}
	if r.Err() != nil {
		return
	}
	l.first, l.turns = first, turns
	l.possible(false)
	set := l.window.now
	for turn := turns - 1; turn > first; turn-- {
		l.window.back(turn, set)
		set = l.window.set(turn - 1)
	}
}
