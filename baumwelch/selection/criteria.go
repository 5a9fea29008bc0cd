package selection

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/internal/criteria"
)

// Criteria are what information criteria are made of, for one model and the data that it was fitted
// to. All logarithms are in nats.
type Criteria struct {
	LogLikelihood float64 // log p(x | θ), the sum over conversations
	PathLogProb   float64 // log p(x, ẑ | θ) with the best path ẑ of each conversation, likewise
	Parameters    int     // free parameters, hmm.Model.FreeParams
	Turns         int     // n: the number of turns, which is what hmmlearn counts as samples
}

// Measure computes the criteria of a model on conversations. Priors do not enter, nor do the weights
// of conversations. The error is an *hmm.Error of a conversation that is not fit for the model or
// impossible under it. It costs a forward pass and a best path of every conversation.
func Measure[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], gate em.Gate) (Criteria, error) {
	c := Criteria{Parameters: m.FreeParams(), Turns: hmm.Turns(data)}
	scores, err := Scores(ctx, m, data, gate)
	if err != nil {
		return c, err
	}
	_, paths, err := hmm.NewDecoder(m).Paths(data)
	if err != nil {
		return c, err
	}
	for i := range data {
		c.LogLikelihood += scores[i]
		c.PathLogProb += paths[i]
	}
	return c, nil
}

// AIC is -2 log p(x | θ) + 2 p: Akaike (1974). Less is better, as for all three.
func (c Criteria) AIC() float64 { return criteria.AIC(c.LogLikelihood, c.Parameters) }

// BIC is -2 log p(x | θ) + p log n, with n turns: Schwarz (1978).
func (c Criteria) BIC() float64 { return criteria.BIC(c.LogLikelihood, c.Parameters, float64(c.Turns)) }

// ICL is -2 log p(x, ẑ | θ) + p log n: the integrated completed likelihood of Biernacki, Celeux and
// Govaert (2000), with the best paths as the completion, as Celeux and Durand (2008) take it for
// hidden Markov models. It exceeds BIC by -2 log p(ẑ | x, θ), what is unsure about the paths.
func (c Criteria) ICL() float64 { return criteria.BIC(c.PathLogProb, c.Parameters, float64(c.Turns)) }
