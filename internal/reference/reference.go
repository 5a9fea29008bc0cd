// Package reference holds slow, obvious versions of the recursions, and the problems that tests pose
// to them and to the fast ones. Only tests import it.
//
//	Enumerate   every path of states, one after the other: no recursion at all
//	LogDomain   the textbook recursions in logarithms, for what is too long to enumerate
//	Generator   small random problems with every feature that a chain and a conversation can have
//	Textbook    worked examples from the literature
package reference

import (
	"math"

	"intenthmm/hmm/chain"
)

// A Problem is one conversation under a chain.
type Problem struct {
	Chain      *chain.Chain
	Sequence   chain.Sequence
	LogDensity []float64 // T×E, row-major
}

// An Answer is all there is to know about a Problem. Of an impossible one only Impossible is set.
type Answer struct {
	Impossible    int // the turn at which the last path dies, -1 for a possible conversation
	LogLikelihood float64
	Filtered      []float64 // T×K
	Posterior     []float64 // T×K, times the weight
	Distributions []float64 // T×E, times the weight
	Start, Stop   []float64 // expected counts, times the weight
	Next          [][]float64
	BestPath      []int // of equally good paths the one with the lowest last state, then last but one, …
	BestScore     float64
}

// density is the log density of state i at turn t, -Inf where the mask forbids the state.
func (p *Problem) density(t, i int) float64 {
	mask := p.Sequence.Mask(t, p.Chain.States())
	if mask != nil && mask[i/64]&(1<<(i%64)) == 0 {
		return math.Inf(-1)
	}
	return p.LogDensity[t*p.Chain.Distributions()+p.Chain.Distribution(i)]
}

// next is the probability of going from i to j into turn t.
func (p *Problem) next(t, i, j int) float64 {
	return p.Chain.Next[p.Sequence.ClassAt(t)][i*p.Chain.States()+j]
}

// stop is the probability of stopping after a last turn in i, 1 where nothing is said of stops.
func (p *Problem) stop(i int) float64 {
	if p.Chain.Stop == nil || p.Sequence.Open {
		return 1
	}
	return p.Chain.Stop[i]
}

// weight is the factor on posteriors and counts.
func (p *Problem) weight() float64 {
	if p.Sequence.Weight == 0 {
		return 1
	}
	return p.Sequence.Weight
}

// newAnswer has everything at zero.
func (p *Problem) newAnswer() *Answer {
	k, turns := p.Chain.States(), p.Sequence.Turns
	a := &Answer{
		Impossible:    -1,
		Filtered:      make([]float64, turns*k),
		Posterior:     make([]float64, turns*k),
		Distributions: make([]float64, turns*p.Chain.Distributions()),
		Start:         make([]float64, k),
	}
	for range p.Chain.Next {
		a.Next = append(a.Next, make([]float64, k*k))
	}
	if p.Chain.Stop != nil {
		a.Stop = make([]float64, k)
	}
	return a
}

// book derives from the posteriors what follows from them: distributions, starts, stops.
func (p *Problem) book(a *Answer) {
	k, dists, turns := p.Chain.States(), p.Chain.Distributions(), p.Sequence.Turns
	for t := range turns {
		for i := range k {
			a.Distributions[t*dists+p.Chain.Distribution(i)] += a.Posterior[t*k+i]
		}
	}
	copy(a.Start, a.Posterior[:k])
	if a.Stop != nil && !p.Sequence.Open {
		copy(a.Stop, a.Posterior[(turns-1)*k:])
	}
}

// Far is the largest difference between two vectors, relative to 1 or the larger value; +Inf if
// their lengths differ or one holds a NaN.
func Far(got, want []float64) float64 {
	if len(got) != len(want) {
		return math.Inf(1)
	}
	far := 0.0
	for i, w := range want {
		d := math.Abs(got[i]-w) / math.Max(1, math.Abs(w))
		switch {
		case got[i] == w:
		case math.IsNaN(d):
			return math.Inf(1)
		default:
			far = math.Max(far, d)
		}
	}
	return far
}
