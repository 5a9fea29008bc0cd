package types

import (
	"fmt"
	"slices"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/simplex"
)

// A Model is a mixture of hidden Markov models. The chains are alike but for their probabilities: as many
// states, as many classes of turns, stops or none, states tied in the same way. Any number of goroutines
// may read a model; none may while it is trained.
type Model[O any] struct {
	Weights  []float64            // C: the share of each type
	Chains   []*chain.Chain       // C
	Families []emission.Family[O] // one, which all types share, or C
}

// New is the mixture of one type that m is.
func New[O any](m *hmm.Model[O]) *Model[O] {
	return &Model[O]{[]float64{1}, []*chain.Chain{m.Chain}, []emission.Family[O]{m.Emission}}
}

// Types is C.
func (m *Model[O]) Types() int { return len(m.Weights) }

// States is K, of every type.
func (m *Model[O]) States() int { return m.Chains[0].States() }

// Type is type c as a model by itself, which has its parameters in common with m.
func (m *Model[O]) Type(c int) *hmm.Model[O] {
	return &hmm.Model[O]{Chain: m.Chains[c], Emission: m.Families[m.family(c)]}
}

// family is which of the families type c has.
func (m *Model[O]) family(c int) int { return min(c, len(m.Families)-1) }

// Clone returns an independent copy.
func (m *Model[O]) Clone() *Model[O] {
	n := &Model[O]{Weights: slices.Clone(m.Weights)}
	for _, c := range m.Chains {
		n.Chains = append(n.Chains, c.Clone())
	}
	for _, f := range m.Families {
		n.Families = append(n.Families, f.Clone())
	}
	return n
}

// FreeParams is the number of free parameters: C-1 weights, the chains' and the families'.
func (m *Model[O]) FreeParams() int {
	n := len(m.Weights) - 1
	for _, c := range m.Chains {
		n += c.FreeParams()
	}
	for _, f := range m.Families {
		n += emission.FreeParams(f)
	}
	return n
}

// MaxTypes bounds C.
const MaxTypes = 1 << 10

// Check reports the first thing wrong with the weights or with a type, by its number.
func (m *Model[O]) Check() error {
	n := len(m.Weights)
	switch {
	case n == 0 || n > MaxTypes:
		return fmt.Errorf("types: %d weights, expected 1 to %d", n, MaxTypes)
	case len(m.Chains) != n:
		return fmt.Errorf("types: %d chains, expected one for each of %d weights", len(m.Chains), n)
	case len(m.Families) != 1 && len(m.Families) != n:
		return fmt.Errorf("types: %d emission families, expected one, or one for each of %d types", len(m.Families), n)
	}
	if err := simplex.Check("types: weights", m.Weights, 1); err != nil {
		return err
	}
	for c := range n {
		if err := m.Type(c).Check(); err != nil {
			return fmt.Errorf("type %d: %w", c, err)
		}
		if !alike(m.Chains[0], m.Chains[c]) {
			return fmt.Errorf("type %d: its chain has other states, classes, stops or ties than that of type 0", c)
		}
	}
	return nil
}

// alike reports that two chains differ in their probabilities alone.
func alike(a, b *chain.Chain) bool {
	return a.States() == b.States() && len(a.Next) == len(b.Next) && (a.Stop == nil) == (b.Stop == nil) && slices.Equal(a.Dist, b.Dist)
}

// checkData reports the first conversation that is not fit for the model: an *hmm.Error.
func (m *Model[O]) checkData(data []hmm.Conversation[O]) error {
	for i := range data {
		if err := m.checkOne(&data[i]); err != nil {
			return &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
	}
	return nil
}

// checkOne reports why a conversation is not fit for the model.
func (m *Model[O]) checkOne(c *hmm.Conversation[O]) error {
	for f := range m.Families {
		if err := m.Type(f).CheckObservations(c); err != nil {
			return err
		}
	}
	return nil
}
