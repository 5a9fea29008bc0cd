package types

import (
	"math/rand/v2"

	"intenthmm/hmm"
	"intenthmm/internal/simplex"
)

// Sample draws a type, and a conversation of it with its states, as hmm.Model.Sample does.
func (m *Model[O]) Sample(most int, rng *rand.Rand) (c hmm.Conversation[O], kind int, states []int, err error) {
	kind = simplex.Draw(m.Weights, rng)
	c, states, err = m.Type(kind).Sample(most, rng)
	return c, kind, states, err
}
