package baumwelch

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
)

// Visits is the expected number of turns that data spend in each state: Σ_t γ_t(i) over all
// conversations, weighted as they are. It costs an E-step.
func Visits[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], gate em.Gate) ([]float64, error) {
	if err := check(m, data); err != nil {
		return nil, err
	}
	l := &learner[O]{model: m, gate: gate}
	stats, err := em.Expect(ctx, l, data, gate)
	if err != nil {
		return nil, locate(err)
	}
	return visits(forwardbackward.CountsIn(stats.Values[:l.chainLen()], m.Chain)), nil
}
