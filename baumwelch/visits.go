package baumwelch

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// Visits is the expected number of turns that data spend in each state: Σ_t γ_t(i) over all
// conversations, weighted as they are. It costs an E-step.
func Visits[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], gate em.Gate) ([]float64, error) {
	e, err := Expect(ctx, m, data, gate)
	if err != nil {
		return nil, err
	}
	return visits(e.Counts), nil
}
