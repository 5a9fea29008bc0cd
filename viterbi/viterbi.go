// Package viterbi finds the best path: the sequence of states that together with the observations
// has the largest probability,
//
//	δ_1(j) = log π_j + log b_1(j)
//	δ_t(j) = max_i (δ_t-1(i) + log A_ij) + log b_t(j)        ψ_t(j) = the lowest i that attains it
//	score  = max_i (δ_T(i) + log ω_i)                         from the lowest i that attains it
//
// Source: Viterbi (1967); Rabiner (1989) eqs. 32-35 in logs, with the stop probability ω at the end.
// Works in logs throughout, so that nothing vanishes and only the truly impossible is impossible.
package viterbi

import (
	"math"

	"intenthmm/hmm/chain"
)

// A Decoder finds best paths under one chain. It keeps its scratch, grows to the longest
// conversation it has seen and allocates nothing after that. It is for one goroutine.
type Decoder struct {
	c           *chain.Chain
	start, stop []float64
	next        [][]float64 // logs, row = to: the sources of one target lie side by side
	delta, last []float64
	from        []uint16 // T×K back pointers
}

// New returns a decoder for the chain, which it copies.
func New(c *chain.Chain) *Decoder {
	c = c.Clone()
	k := c.States()
	d := &Decoder{c: c, start: logs(c.Start), delta: make([]float64, k), last: make([]float64, k)}
	if c.Stop != nil {
		d.stop = logs(c.Stop)
	}
	for _, a := range c.Next {
		t := make([]float64, k*k)
		for i := range k {
			for j := range k {
				t[j*k+i] = math.Log(a[i*k+j])
			}
		}
		d.next = append(d.next, t)
	}
	return d
}

func logs(p []float64) []float64 {
	l := make([]float64, len(p))
	for i, v := range p {
		l[i] = math.Log(v)
	}
	return l
}

// Path writes the best path of a conversation to path, which has a place a turn, and returns its
// score: the joint log probability of path and observations in nats. logDensity holds
// log p(y_t | distribution e), T×E row-major. Of paths that score alike it takes the lowest state
// at every choice. It panics if a length does not match, and returns a *chain.ImpossibleError or a
// *chain.DensityError if there is no path. O(T K²) time.
func (d *Decoder) Path(path []int, seq *chain.Sequence, logDensity []float64) (float64, error) {
	k, dists := d.c.States(), d.c.Distributions()
	if len(path) != seq.Turns {
		panic("viterbi: len(path) != T")
	}
	if len(logDensity) != seq.Turns*dists {
		panic("viterbi: len(logDensity) != T*E")
	}
	if seq.Turns == 0 {
		return 0, nil
	}
	if n := seq.Turns * k; cap(d.from) < n {
		d.from = make([]uint16, n)
	}
	for t := range seq.Turns {
		if err := d.step(t, seq, logDensity[t*dists:(t+1)*dists]); err != nil {
			return 0, err
		}
	}
	best, score := d.end(seq)
	if best < 0 {
		return 0, &chain.ImpossibleError{Turn: seq.Turns}
	}
	for t := seq.Turns - 1; t >= 0; t-- {
		path[t] = best
		best = int(d.from[t*k+best])
	}
	return score, nil
}

// step takes δ from turn t-1 to t.
func (d *Decoder) step(t int, seq *chain.Sequence, logDensity []float64) error {
	d.delta, d.last = d.last, d.delta
	k := len(d.start)
	from, mask := d.from[t*k:][:k], seq.Mask(t, k)
	possible := false
	for j := range k {
		e := d.c.Distribution(j)
		b := logDensity[e]
		if !(b <= math.MaxFloat64) {
			return &chain.DensityError{Turn: t, Distribution: e, Value: b}
		}
		best, source := d.start[j], 0
		if t > 0 {
			best, source = d.reach(j, seq.ClassAt(t))
		}
		if !chain.Permits(mask, j) {
			best = math.Inf(-1)
		}
		d.delta[j], from[j] = best+b, uint16(source)
		possible = possible || d.delta[j] > math.Inf(-1)
	}
	if !possible {
		return &chain.ImpossibleError{Turn: t}
	}
	return nil
}

// reach is the best way into state j, and the lowest state that it comes from.
func (d *Decoder) reach(j, class int) (float64, int) {
	k := len(d.last)
	best, source := math.Inf(-1), 0
	for i, a := range d.next[class][j*k : j*k+k] {
		if v := d.last[i] + a; v > best {
			best, source = v, i
		}
	}
	return best, source
}

// end is the best last state and its score, -1 if no state can be the last.
func (d *Decoder) end(seq *chain.Sequence) (int, float64) {
	best, score := -1, math.Inf(-1)
	for i, v := range d.delta {
		if d.stop != nil && !seq.Open {
			v += d.stop[i]
		}
		if v > score {
			best, score = i, v
		}
	}
	return best, score
}
