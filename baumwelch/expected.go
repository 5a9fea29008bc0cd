package baumwelch

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
)

// Expected is what one E-step knows of data: the chain's expected counts, the statistics of the
// emission family, and the log-likelihood in nats. Conversations count as they are weighted.
type Expected struct {
	Counts        forwardbackward.Counts
	Emission      []float64
	Stats         []float64 // what Counts and Emission lie over, one after the other
	LogLikelihood float64
}

// Expect runs one E-step at the model's present parameters.
func Expect[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], gate em.Gate) (*Expected, error) {
	if err := check(m, data); err != nil {
		return nil, err
	}
	l := &learner[O]{model: m, gate: gate}
	stats, err := em.Expect(ctx, l, data, gate)
	if err != nil {
		return nil, Locate(err)
	}
	n := l.chainLen()
	return &Expected{forwardbackward.CountsIn(stats.Values[:n:n], m.Chain), stats.Values[n:], stats.Values, stats.LogLikelihood}, nil
}
