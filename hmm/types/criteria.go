package types

import (
	"context"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/internal/criteria"
)

// Criteria are what information criteria are made of, for one model and the conversations that it was
// fitted to. Logarithms are in nats; less of a criterion is better.
type Criteria struct {
	LogLikelihood float64 // Σ log p(x)
	Completed     float64 // Σ log p(x, ĉ), ĉ the likeliest type of each conversation
	Parameters    int     // free ones of weights and chains
	Conversations int     // n
}

// Measure computes the criteria of a model on conversations. Priors do not enter, nor do the weights of
// conversations, nor the parameters of emissions, which cost the same whatever the number of types that
// share them. Its errors are those of Assign, and the first conversation's that has no types.
func Measure[O any](ctx context.Context, m *Model[O], data []hmm.Conversation[O], gate em.Gate) (Criteria, error) {
	assigned, err := Assign(ctx, m, data, gate)
	if err == nil {
		err = Failed(assigned)
	}
	if err != nil {
		return Criteria{}, err
	}
	c := Criteria{Parameters: m.Types() - 1, Conversations: len(data)}
	for _, one := range m.Chains {
		c.Parameters += one.FreeParams()
	}
	for i := range assigned {
		c.LogLikelihood += assigned[i].LogLikelihood
		c.Completed += assigned[i].LogLikelihood + math.Log(assigned[i].Shares[assigned[i].Likeliest()])
	}
	return c, nil
}

// BIC is -2 log p(x | θ) + p log n, with n conversations: Schwarz (1978).
func (c Criteria) BIC() float64 {
	return criteria.BIC(c.LogLikelihood, c.Parameters, float64(c.Conversations))
}

// ICL is -2 log p(x, ĉ | θ) + p log n: the integrated completed likelihood of Biernacki, Celeux and
// Govaert (2000). It exceeds BIC by -2 log p(ĉ | x, θ), what is unsure about the types.
func (c Criteria) ICL() float64 {
	return criteria.BIC(c.Completed, c.Parameters, float64(c.Conversations))
}
