package baumwelch

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// Options of a fit.
type Options struct {
	Prior  Prior
	Revive bool   // states that die are set beside the fullest one, each once, with a repair that says so
	Seed   uint64 // of what Revive draws
	Loop   em.Options
}

// DefaultOptions have weak pseudo-counts, so that nothing that was merely not seen becomes
// impossible, and revive dead states.
func DefaultOptions() Options {
	return Options{
		Prior:  Prior{Start: 0.01, Next: 0.01, Stop: 0.01},
		Revive: true,
		Loop:   em.DefaultOptions(),
	}
}

// MaximumLikelihood are options without a prior and without repairs: the plain Baum-Welch algorithm.
// The emission family's prior is the family's own.
func MaximumLikelihood() Options { return Options{Loop: em.DefaultOptions()} }

// Fit trains the model in place from its present parameters. Zeros in the chain stay zeros. However
// it ends, the model's parameters are those of the last iteration of the result; the error names the
// conversation that is not fit for the model or impossible under it.
//
// The same model, data and options give the same parameters, to the last bit, for any Gate.
func Fit[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], o Options) (em.Result, error) {
	if err := check(m, data); err != nil {
		return em.Result{}, err
	}
	return fit(ctx, m, data, o, nil)
}

// fit is Fit for data that was checked. What moves is told to moves, unless that is nil.
func fit[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], o Options, moves *moves[O]) (em.Result, error) {
	return newClimb(m, data, o, moves).Run(ctx, o.Loop.MaxIterations)
}

// A climb is a fit that can pause.
type climb[O any] struct {
	*em.Climb[hmm.Conversation[O]]
}

func newClimb[O any](m *hmm.Model[O], data []hmm.Conversation[O], o Options, moves *moves[O]) climb[O] {
	l := &learner[O]{model: m, prior: o.Prior, gate: o.Loop.Gate, moves: moves}
	if o.Revive {
		l.mend = newMender(o.Seed)
	}
	return climb[O]{em.NewClimb(l, data, o.Loop)}
}

// Run is em.Climb's, with an error that names the conversation.
func (c climb[O]) Run(ctx context.Context, iterations int) (em.Result, error) {
	result, err := c.Climb.Run(ctx, iterations)
	return result, Locate(err)
}

func check[O any](m *hmm.Model[O], data []hmm.Conversation[O]) error {
	if err := m.Check(); err != nil {
		return err
	}
	for i := range data {
		if err := m.CheckObservations(&data[i]); err != nil {
			return &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
	}
	return nil
}
