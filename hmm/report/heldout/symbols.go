package heldout

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// symbolChain is a first-order Markov chain over what is observed of a turn: its symbol, and with it the
// speaker where the model looks at speakers. An end is one more outcome where conversations end.
//
// A turn of which something is missing has the probabilities of all that it could be, summed; and the
// turn after it begins the chain anew, from the shares of all turns.
type symbolChain struct {
	symbols, speakers int // V and S; 0 speakers: they are not observed
	ends              bool
	next              *transitions
}

// The contexts besides the turns' own numbers.
const (
	beginning = -1
	unknown   = -2
)

func trainSymbols(symbols, speakers int, ends bool, data []hmm.Conversation[emission.Turn]) *symbolChain {
	s := &symbolChain{symbols: symbols, speakers: speakers, ends: ends}
	s.next = newTransitions(s.turns() + 1)
	for i := range data {
		context := beginning
		for t := range data[i].Obs {
			n := s.number(&data[i].Obs[t])
			if n != unknown && context != unknown {
				s.next.add(context, n)
			}
			context = n
		}
		if ends && !data[i].Open && context >= 0 {
			s.next.add(context, s.turns())
		}
	}
	s.next.finish()
	return s
}

// turns is the number of turns that can be told apart.
func (s *symbolChain) turns() int { return s.symbols * max(s.speakers, 1) }

// number is the turn's number, unknown if something is missing.
func (s *symbolChain) number(t *emission.Turn) int {
	if t.Symbol < 0 || s.speakers > 0 && t.Speaker < 0 {
		return unknown
	}
	if s.speakers == 0 {
		return int(t.Symbol)
	}
	return int(t.Symbol)*s.speakers + int(t.Speaker)
}

// probability is that of a turn, or of what is known of it, after a context: there is a turn, and it is
// that.
func (s *symbolChain) probability(context int, t *emission.Turn) float64 {
	if n := s.number(t); n != unknown {
		return s.outcome(context, n)
	}
	sum, speakers := 0.0, max(s.speakers, 1)
	for n := range s.turns() {
		symbol, speaker := int32(n/speakers), int32(n%speakers)
		if (t.Symbol < 0 || t.Symbol == symbol) && (s.speakers == 0 || t.Speaker < 0 || t.Speaker == speaker) {
			sum += s.outcome(context, n)
		}
	}
	return sum
}

// outcome is the probability of an outcome after a context. At the beginning there is a turn, and without
// ends there always is one.
func (s *symbolChain) outcome(context, n int) float64 {
	p := s.next.probability(context, n)
	if context == beginning || !s.ends {
		return p / (1 - s.next.probability(context, s.turns()))
	}
	return p
}

func (s *symbolChain) logLikelihood(c *Conversation) (float64, error) {
	sum, context := 0.0, beginning
	for t := range c.Said {
		sum += math.Log(s.probability(context, &c.Said[t]))
		context = s.number(&c.Said[t])
	}
	if s.ends && !c.Seen.Open && len(c.Said) > 0 {
		sum += math.Log(s.outcome(context, s.turns()))
	}
	return sum, nil
}
