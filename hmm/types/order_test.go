package types

import (
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/chain"
)

// TestOrder: types come in the order of their weights, and repairs go on to name them.
func TestOrder(t *testing.T) {
	m := &Model[int]{Weights: []float64{0.2, 0.3, 0.5, 0.25}}
	for range m.Weights {
		m.Chains = append(m.Chains, chain.Uniform(1, false))
	}
	before := slices.Clone(m.Chains)
	var repairs []em.Repair
	for c := range m.Weights {
		repairs = append(repairs, em.Repair{Distribution: c, Action: died})
	}
	trained := &Trained[int]{Model: m, Restarts: []baumwelch.Restart{{Result: em.Result{Iterations: []em.Iteration{{Repairs: repairs}}}}}}
	trained.order()
	if !slices.Equal(m.Weights, []float64{0.5, 0.3, 0.25, 0.2}) {
		t.Errorf("weights %v", m.Weights)
	}
	for c, r := range repairs {
		if m.Chains[r.Distribution] != before[c] {
			t.Errorf("the repair of type %d names type %d", c, r.Distribution)
		}
	}
}
