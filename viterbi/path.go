package viterbi

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// trace follows the paths back from the best last states: each lane by itself down to where all have
// states, and from there all at once. A lane without a conversation follows some state that stood there.
func (d *Decoder) trace() {
	together := d.turns
	for l := range d.seq {
		if n := d.seq[l].Turns; n > 0 {
			together = min(together, n-1)
		}
	}
	if len(d.next) > 1 {
		together = 0
	}
	for l := range d.seq {
		if n := d.seq[l].Turns; n > 0 {
			d.traceLane(l, together, d.last(l))
		}
	}
	lanes.Trace(d.state, d.reach, d.open, d.into[0], d.p, together, d.width)
}

// traceLane follows the path of lane l from its last state back to a turn.
func (d *Decoder) traceLane(l, turn, state int) {
	t := d.seq[l].Turns - 1
	d.state[t*d.width+l] = int32(state)
	for ; t > turn; t-- {
		state = d.source(l, t, state)
		d.state[(t-1)*d.width+l] = int32(state)
	}
}

// source is the lowest state at turn t-1 from which the best path of lane l enters state j at t: the
// first whose sum is the largest, which stands in reach.
func (d *Decoder) source(l, t, j int) int {
	n := d.p * d.width
	reach, logs := d.reach[(t-1)*n+l:t*n], d.open[(t-1)*n+l:t*n]
	best, row := d.reach[t*n+j*d.width+l], d.into[d.seq[l].ClassAt(t)][j*d.p:]
	for i := range d.c.States() {
		if at := i * d.width; reach[at]+logs[at]+row[i] == best {
			return i
		}
	}
	return 0 // there is none where nothing is possible
}

// last is the best last state of lane l; it notes the score, -Inf where no state can be the last, and a
// log density that is none.
func (d *Decoder) last(l int) (state int) {
	d.score[l] = math.Inf(-1)
	t := d.seq[l].Turns - 1
	reach, logs := d.panels(d.reach, t, t+1), d.panels(d.open, t, t+1)
	for i := range d.c.States() {
		density := logs[i*d.width+l]
		if !(density <= math.MaxFloat64) {
			d.work.OK[l] = 0
		}
		v := reach[i*d.width+l] + density
		if d.stop != nil && !d.seq[l].Open {
			v += d.stop[i]
		}
		if v > d.score[l] {
			state, d.score[l] = i, v
		}
	}
	return state
}

// Path writes the best path of conversation i, after Run, to path, which has a place a turn, and
// returns its score: the joint log probability of path and observations in nats. It returns a
// *chain.ImpossibleError or a *chain.DensityError if there is no path. It panics on a wrong length.
// O(T) time.
func (d *Decoder) Path(i int, path []int) (float64, error) {
	turns := d.seq[i].Turns
	if len(path) != turns {
		panic("viterbi: len(path) != T")
	}
	if turns == 0 {
		return 0, nil
	}
	if d.score[i] == math.Inf(-1) || d.work.OK[i] == 0 {
		return 0, d.failure(i)
	}
	for t := range path {
		path[t] = int(d.state[t*d.width+i])
	}
	return d.score[i], nil
}

// failure finds out why lane l has no path: the first turn with a density that is none, or after
// which no state is possible, or the end.
func (d *Decoder) failure(l int) error {
	for t := range d.seq[l].Turns {
		row := d.logs[t*d.densityRows()*d.width+l:]
		reach, open := d.panels(d.reach, t, t+1), d.panels(d.open, t, t+1)
		possible := false
		for i := range d.c.States() {
			e := d.c.Distribution(i)
			if v := row[e*d.width]; !(v <= math.MaxFloat64) {
				return &chain.DensityError{Turn: t, Distribution: e, Value: v}
			}
			possible = possible || reach[i*d.width+l]+open[i*d.width+l] > math.Inf(-1)
		}
		if !possible {
			return &chain.ImpossibleError{Turn: t}
		}
	}
	return &chain.ImpossibleError{Turn: d.seq[l].Turns}
}

// Path finds the best path of one conversation: it writes a state a turn to path and returns the
// score, as [Decoder.Path] does. logDensity holds log p(y_t | distribution e), T×E row-major. It panics
// if a length does not match. It allocates a Decoder: callers with many conversations keep their own.
func Path(path []int, c *chain.Chain, seq chain.Sequence, logDensity []float64) (float64, error) {
	if len(logDensity) != seq.Turns*c.Distributions() {
		panic("viterbi: len(logDensity) != T*E")
	}
	d := New(c)
	d.Load(seq)
	block, at := d.Densities()
	for t := range seq.Turns {
		copy(block[t*at.Turn:], logDensity[t*c.Distributions():(t+1)*c.Distributions()])
	}
	d.Run()
	return d.Path(0, path)
}
