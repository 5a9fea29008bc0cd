package types

import (
	"slices"

	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Permute renames types and states together: type c becomes what types[c] was, and state i of every type
// what states[i] was. nil leaves them as they are. It reports whether it could: states that share
// distributions, or a family that is no emission.Permuter, keep the states, and then the types, as they are.
func (m *Model[O]) Permute(types, states []int) bool {
	if states != nil && !m.permuteStates(states) {
		return false
	}
	if types == nil {
		return true
	}
	old := Model[O]{slices.Clone(m.Weights), slices.Clone(m.Chains), slices.Clone(m.Families)}
	for c, from := range types {
		m.Weights[c], m.Chains[c] = old.Weights[from], old.Chains[from]
		if len(m.Families) > 1 {
			m.Families[c] = old.Families[from]
		}
	}
	return true
}

func (m *Model[O]) permuteStates(order []int) bool {
	tied := func(c *chain.Chain) bool { return c.Dist != nil }
	fixed := func(f emission.Family[O]) bool { _, able := f.(emission.Permuter); return !able }
	if slices.ContainsFunc(m.Chains, tied) || slices.ContainsFunc(m.Families, fixed) {
		return false
	}
	for _, c := range m.Chains {
		c.Permute(order)
	}
	for _, f := range m.Families {
		f.(emission.Permuter).Permute(order)
	}
	return true
}
