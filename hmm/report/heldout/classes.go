package heldout

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// classChain is a first-order Markov chain over classes of turns, for turns that are words or vectors. The
// class c(y) of a turn is the component that is likeliest to have made it, in a mixture of K; with the
// mixture's densities b_j,
//
//	P(y_t | y_t-1) = Σ_j A[c(y_t-1), j] b_j(y_t)
//
// The class is a function of the turn as it is observed: nothing is hidden, and a turn depends on the
// one before and on no other.
type classChain struct {
	mixture *mixture
	next    *transitions // outcomes: K classes, then the end
	ends    bool
	seen    emission.Evaluator[emission.Turn] // of turns as they are observed
	said    emission.Evaluator[emission.Turn] // of turns as they are said
	density []float64                         // K of a turn
	classes []int                             // of a conversation
}

func trainClasses(m *mixture, a Alphabets, ends bool, data []hmm.Conversation[emission.Turn]) (*classChain, error) {
	proper, err := a.proper(m.family)
	if err != nil {
		return nil, err
	}
	k := m.family.Len()
	s := &classChain{
		mixture: m, next: newTransitions(k + 1), ends: ends,
		seen: m.family.Evaluator(), said: proper.Evaluator(), density: make([]float64, k),
	}
	for i := range data {
		context := beginning
		for _, class := range s.assign(data[i].Obs) {
			s.next.add(context, class)
			context = class
		}
		if ends && !data[i].Open && context >= 0 {
			s.next.add(context, k)
		}
	}
	s.next.finish()
	return s, nil
}

// assign is the classes of a conversation's turns, valid until the next call.
func (s *classChain) assign(turns []emission.Turn) []int {
	s.classes = s.classes[:0]
	for t := range turns {
		s.seen.LogDensities(s.density, emission.RowMajor(len(s.density)), turns[t:t+1])
		best, highest := 0, math.Inf(-1)
		for j, v := range s.density {
			if v += math.Log(s.mixture.weights[j]); v > highest {
				best, highest = j, v
			}
		}
		s.classes = append(s.classes, best)
	}
	return s.classes
}

// outcome is as in symbolChain.
func (s *classChain) outcome(context, n int) float64 {
	p, end := s.next.probability(context, n), len(s.density)
	if context == beginning || !s.ends {
		return p / (1 - s.next.probability(context, end))
	}
	return p
}

func (s *classChain) logLikelihood(c *Conversation) (float64, error) {
	sum, context := 0.0, beginning
	for t, class := range s.assign(c.Seen.Obs) {
		s.said.LogDensities(s.density, emission.RowMajor(len(s.density)), c.Said[t:t+1])
		for j := range s.density {
			s.density[j] += math.Log(s.outcome(context, j))
		}
		sum += logSum(s.density)
		context = class
	}
	if s.ends && !c.Seen.Open && len(c.Said) > 0 {
		sum += math.Log(s.outcome(context, len(s.density)))
	}
	return sum, nil
}

// logSum is log Σ exp x.
func logSum(x []float64) float64 {
	largest := math.Inf(-1)
	for _, v := range x {
		largest = max(largest, v)
	}
	if math.IsInf(largest, -1) {
		return largest
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - largest)
	}
	return largest + math.Log(sum)
}
