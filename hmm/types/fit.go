package types

import (
	"context"
	"errors"
	"fmt"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
)

// Fit trains the model in place from its present parameters. Zeros in weights and chains stay zeros.
// However it ends, the parameters are those of the last iteration of the result; the error names the
// conversation that is not fit for the model, or impossible under every type.
//
// The same model, data and options give the same parameters, to the last bit, for any Gate. An iteration
// costs C times the recursions of one hidden Markov model, a third more for looking at the types first,
// and one evaluation of the densities for each family.
func Fit[O any](ctx context.Context, m *Model[O], data []hmm.Conversation[O], o Options) (em.Result, error) {
	if err := m.Check(); err != nil {
		return em.Result{}, err
	}
	if err := o.check(m.Chains[0]); err != nil {
		return em.Result{}, err
	}
	if err := m.checkData(data); err != nil {
		return em.Result{}, err
	}
	return newClimb(m, data, o).Run(ctx, o.Loop.MaxIterations)
}

// mostCounts bounds pseudo-counts: a prior that strong leaves nothing to learn, and sums of it stay finite.
const mostCounts = 1e12

// check names what of the prior cannot be, or does not fit chains like c.
func (o *Options) check(c *chain.Chain) error {
	for _, n := range []float64{o.Types, o.Strength} {
		if !(n >= 0 && n <= mostCounts) {
			return fmt.Errorf("types: prior counts of %v, expected 0 to %g", n, float64(mostCounts))
		}
	}
	if o.Toward == nil {
		return nil
	}
	if err := o.Toward.Check(); err != nil {
		return fmt.Errorf("types: the prior's flow: %w", err)
	}
	if !alike(o.Toward, c) {
		return errors.New("types: the prior's flow has other states, classes, stops or ties than the types' chains")
	}
	return nil
}

// A climb is a fit that can pause.
type climb[O any] struct {
	*em.Climb[hmm.Conversation[O]]
	model *Model[O]
}

func newClimb[O any](m *Model[O], data []hmm.Conversation[O], o Options) climb[O] {
	return climb[O]{em.NewClimb(newLearner(m, o), data, o.Loop), m}
}

// Run is em.Climb's, with an error that names the conversation.
func (c climb[O]) Run(ctx context.Context, iterations int) (em.Result, error) {
	result, err := c.Climb.Run(ctx, iterations)
	return result, baumwelch.Locate(err)
}
