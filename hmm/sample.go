package hmm

import (
	"fmt"
	"math/rand/v2"

	"intenthmm/hmm/emission"
)

// Sample draws a conversation and its states. It ends where the chain stops, after most turns at
// the latest; a chain without Stop always runs to most. Open is set where it did not stop. All
// transitions are of class 0. It needs a family that is an emission.Sampler.
func (m *Model[O]) Sample(most int, rng *rand.Rand) (Conversation[O], []int, error) {
	sampler, ok := m.Emission.(emission.Sampler[O])
	if !ok {
		return Conversation[O]{}, nil, fmt.Errorf("hmm: the emission family cannot be sampled from")
	}
	c := Conversation[O]{Open: m.Chain.Stop != nil}
	var states []int
	for state := m.Chain.SampleStart(rng); len(states) < most; {
		states = append(states, state)
		c.Obs = append(c.Obs, sampler.Sample(m.Chain.Distribution(state), rng))
		if state = m.Chain.SampleNext(state, 0, rng); state < 0 {
			c.Open = false
			break
		}
	}
	return c, states, nil
}
