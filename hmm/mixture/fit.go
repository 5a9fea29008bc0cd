package mixture

import (
	"context"
	"errors"

	"intenthmm/baumwelch/em"
)

// Options of a fit.
type Options struct {
	// Revive sets components that empty beside the fullest one, each once, with a repair that says so.
	// Where components are meant to empty, as with a sparse variational posterior, it is false.
	Revive bool
	Seed   uint64 // of what Revive draws
	Loop   em.Options
}

// DefaultOptions revive components that empty.
func DefaultOptions() Options { return Options{Revive: true, Loop: em.DefaultOptions()} }

// Fit trains the model in place from its present parameters. However it ends, these are those of the
// last iteration of the result; the error names the item that is not fit for the model (an *Error), or
// is impossible under every component (ErrImpossible).
//
// The same model, items and options give the same parameters, to the last bit, for any Gate. An
// iteration takes O(N K) densities and allocates nothing an item. Source: Dempster, Laird and Rubin
// (1977); Bishop (2006) section 9.3, and 10.2 for variational families.
func Fit[O any](ctx context.Context, m *Model[O], items Items[O], o Options) (em.Result, error) {
	if err := m.Check(items); err != nil {
		return em.Result{}, err
	}
	return newClimb(m, items, o).Run(ctx, o.Loop.MaxIterations)
}

// A climb is a fit that can pause.
type climb[O any] struct {
	*em.Climb[block[O]]
	learner *learner[O]
}

func newClimb[O any](m *Model[O], items Items[O], o Options) climb[O] {
	l := &learner[O]{model: m}
	if o.Revive {
		l.mend = newMender(o.Seed)
	}
	return climb[O]{em.NewClimb(l, items.blocks(), o.Loop), l}
}

// Run is em.Climb's, with an error that names the item.
func (c climb[O]) Run(ctx context.Context, iterations int) (em.Result, error) {
	result, err := c.Climb.Run(ctx, iterations)
	return result, locate(err)
}

// locate is an *Error without what the loop wrapped around it.
func locate(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return err
}

// Expected is what one E-step knows of items.
type Expected struct {
	Counts        []float64 // expected number of items of each component
	Emission      []float64 // the family's statistics
	LogLikelihood float64   // nats: Σ weight · log p(x)
}

// Empty are the components with less than a tenth of an item.
func (e *Expected) Empty() []int { return empty(e.Counts) }

// Expect runs one E-step at the model's present parameters. Its errors are those of Fit.
func Expect[O any](ctx context.Context, m *Model[O], items Items[O], gate em.Gate) (*Expected, error) {
	if err := m.Check(items); err != nil {
		return nil, err
	}
	stats, err := em.Expect(ctx, &learner[O]{model: m}, items.blocks(), gate)
	if err != nil {
		return nil, locate(err)
	}
	k := m.Components()
	return &Expected{stats.Values[:k:k], stats.Values[k:], stats.LogLikelihood}, nil
}
