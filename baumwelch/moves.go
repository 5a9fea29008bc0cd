package baumwelch

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// A Move is how far one state went from one iteration to the next.
type Move struct {
	// Transitions is the total variation distance, 0 to 1, between the state's ways out before and
	// after: ½ Σ_j |A_ij - A'_ij| with the stop among the ways, the largest of all classes of turn.
	Transitions float64
	// Emissions is Hellinger's distance, 0 to 1, between its emission distributions before and
	// after; 0 where the family is no emission.Comparer.
	Emissions float64
	// Turns is the expected number of turns that the state has gained, negative where it lost some.
	Turns float64
}

// Distance is the larger of the two distances.
func (m Move) Distance() float64 { return max(m.Transitions, m.Emissions) }

// moves compares a model with itself, iteration by iteration.
type moves[O any] struct {
	before *hmm.Model[O]
	turns  []float64 // expected, before
	seen   [][]Move
}

// observe takes the model as it is, with the expected number of turns in each state. O(K²) and what
// the family's affinities cost.
func (s *moves[O]) observe(m *hmm.Model[O], turns []float64) {
	now := make([]Move, m.States())
	if s.before != nil {
		comparer, able := s.before.Emission.(emission.Comparer[O])
		for i := range now {
			now[i] = Move{Transitions: waysOut(s.before.Chain, m.Chain, i), Turns: turns[i] - s.turns[i]}
			if e := m.Chain.Distribution(i); able {
				now[i].Emissions = emission.Hellinger(comparer.Affinity(e, m.Emission, e))
			}
		}
	}
	s.before, s.turns, s.seen = m.Clone(), turns, append(s.seen, now)
}

// waysOut is the total variation distance between the ways out of state i in two chains.
func waysOut(a, b *chain.Chain, i int) float64 {
	k, most := a.States(), 0.0
	for class := range a.Next {
		sum := 0.0
		for j := i * k; j < (i+1)*k; j++ {
			sum += math.Abs(a.Next[class][j] - b.Next[class][j])
		}
		if a.Stop != nil {
			sum += math.Abs(a.Stop[i] - b.Stop[i])
		}
		most = max(most, sum/2)
	}
	return most
}
