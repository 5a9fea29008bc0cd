package baumwelch

import (
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// deadTurns is the expected number of turns, over all the data, below which a state counts as dead.
const deadTurns = 0.1

// A mender revives dead states, each once: a state that dies again is not needed.
type mender struct {
	rng     *rand.Rand
	revived map[int]bool
}

func newMender(seed uint64) *mender {
	return &mender{rand.New(rand.NewPCG(seed, 0xdead)), map[int]bool{}}
}

// visits is the expected number of turns in each state: those that start there and those that come
// from a turn before.
func visits(counts forwardbackward.Counts) []float64 {
	turns := slices.Clone(counts.Start)
	k := len(turns)
	for _, m := range counts.Next {
		for i, n := range m {
			turns[i%k] += n
		}
	}
	return turns
}

// revive sets each dead state beside the state with the most turns and gives it half of the ways
// into that. A model whose chain has zeros, whose states share distributions or whose family cannot
// split is only warned about.
func revive[O any](m *mender, model *hmm.Model[O], turns []float64) []em.Repair {
	var repairs []em.Repair
	splitter, able := model.Emission.(emission.Splitter)
	for i, n := range turns {
		if n >= deadTurns || m.revived[i] {
			continue
		}
		m.revived[i] = true
		action := "had no turns left; nothing could be done"
		largest := slices.Index(turns, slices.Max(turns))
		if able && turns[largest] >= deadTurns && model.Chain.Dist == nil && positive(model.Chain) {
			splitter.Split(largest, i, m.rng)
			halve(model, largest, i)
			turns[largest] /= 2
			action = "had no turns left; placed beside the state with the most"
		}
		repairs = append(repairs, em.Repair{Distribution: i, Action: action})
	}
	return repairs
}

// positive reports that the chain has no zeros, the structure that a revived state could break.
func positive(c *chain.Chain) bool {
	for _, p := range append(slices.Clone(c.Next), c.Start, c.Stop) {
		if slices.Contains(p, 0) {
			return false
		}
	}
	return true
}

// halve gives state to the row of from, and half of every way into it.
func halve[O any](model *hmm.Model[O], from, to int) {
	c := model.Chain
	k := c.States()
	split := func(p []float64) {
		half := (p[from] + p[to]) / 2
		p[from], p[to] = half, half
	}
	split(c.Start)
	for _, m := range c.Next {
		copy(m[to*k:(to+1)*k], m[from*k:(from+1)*k])
		for i := range k {
			split(m[i*k : (i+1)*k])
		}
	}
	if c.Stop != nil {
		c.Stop[to] = c.Stop[from]
	}
}
