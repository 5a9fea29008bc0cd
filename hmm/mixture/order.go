package mixture

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/internal/simplex"
)

// ByWeight is the canonical order of components: the heaviest first, of equal ones the lower number.
// Permute(ByWeight()) puts a model into it.
func (m *Model[O]) ByWeight() (order []int) {
	weights := m.Weights()
	for k := range weights {
		order = append(order, k)
	}
	slices.SortStableFunc(order, func(a, b int) int { return -cmp.Compare(weights[a], weights[b]) })
	return order
}

// Permute makes component k what order[k] was. It panics if order is no permutation; the error is of a
// family that is no emission.Permuter, and nothing has changed then.
func (m *Model[O]) Permute(order []int) error {
	sorted := slices.Sorted(slices.Values(order))
	for k := range m.Components() {
		if len(sorted) != m.Components() || sorted[k] != k {
			panic("mixture: order is no permutation of the components")
		}
	}
	p, ok := m.Emission.(emission.Permuter)
	if !ok {
		return fmt.Errorf("mixture: %T is no emission.Permuter", m.Emission)
	}
	p.Permute(order)
	m.Mixing.Permute(order)
	return nil
}

// Sample draws a component by weight and an observation of it. The error is of a family that is no
// emission.Sampler.
func (m *Model[O]) Sample(rng *rand.Rand) (component int, obs O, err error) {
	s, ok := m.Emission.(emission.Sampler[O])
	if !ok {
		return 0, obs, fmt.Errorf("mixture: %T is no emission.Sampler", m.Emission)
	}
	component = simplex.Draw(m.Weights(), rng)
	return component, s.Sample(component, rng), nil
}
