package selection

import (
	"context"
	"fmt"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// A replicate is one descent through the numbers of states, with a starting point of its own and a
// fold of its own held out.
type replicate[O any] struct {
	search             *search[O]
	seed               uint64
	train, held, sense []hmm.Conversation[O] // sense: of train, what merging is measured on
	fitted             map[int]*fitted[O]
}

// fitted is a model of a replicate and what it came to.
type fitted[O any] struct {
	model  *hmm.Model[O]
	result em.Result
	scores []float64 // of the conversations held out, nats
}

// first fits a model of k states from a fresh starting point.
func (r *replicate[O]) first(ctx context.Context, k int) error {
	prototype, err := r.search.prototype(k)
	if err != nil {
		return err
	}
	o := r.search.train
	o.Restarts, o.Seed = 1, r.seed
	o.Fit.Loop.MaxIterations, o.Fit.Loop.Tolerance = r.search.options.FirstIterations, r.search.options.Tolerance
	o.OnIteration, o.Fit.Loop.OnIteration = nil, nil
	trained, err := baumwelch.Train(ctx, prototype, r.train, o)
	if err != nil {
		return err
	}
	return r.keep(ctx, trained.Model, trained.Restarts[0].Result)
}

// step fits a model of fewer states from that of k.
func (r *replicate[O]) step(ctx context.Context, k, fewer int) error {
	prototype, err := r.search.prototype(fewer)
	if err != nil {
		return err
	}
	from := r.fitted[k].model
	var cost []float64
	r.search.compute(func() { cost, err = absorption(from, r.sense) })
	if err != nil {
		return err
	}
	fit := r.search.train.Fit
	fit.Seed, fit.Loop.OnIteration = r.seed, nil
	fit.Loop.MaxIterations, fit.Loop.Tolerance = r.search.options.StepIterations, r.search.options.Tolerance
	m, err := baumwelch.Regroup(ctx, from, prototype, merge(cost, k, fewer), r.train, fit)
	if err != nil {
		return err
	}
	result, err := baumwelch.Fit(ctx, m, r.train, fit)
	if err != nil {
		return err
	}
	return r.keep(ctx, m, result)
}

// keep scores a model and keeps it, unless there is a better one of as many states. Of a cancelled fit
// it keeps what was reached, without scores, where there is nothing else.
func (r *replicate[O]) keep(ctx context.Context, m *hmm.Model[O], result em.Result) error {
	k := m.States()
	old := r.fitted[k]
	if ctx.Err() != nil {
		if old == nil && len(result.Iterations) > 0 {
			r.fitted[k] = &fitted[O]{model: m, result: result}
		}
		return ctx.Err()
	}
	if old != nil && old.result.Last().Objective >= result.Last().Objective {
		return nil
	}
	scores, err := r.search.heldOut(ctx, m, r.held)
	if err != nil {
		return err
	}
	r.fitted[k] = &fitted[O]{m, result, scores}
	return nil
}

// heldOut is Scores of the conversations held out.
func (s *search[O]) heldOut(ctx context.Context, m *hmm.Model[O], held []hmm.Conversation[O]) ([]float64, error) {
	watch := s.train.Fit.Loop.Watch
	watch.Begin(Comparing)
	defer watch.End(Comparing)
	scores, err := Scores(ctx, m, held, s.train.Fit.Loop.Gate)
	if err != nil {
		return nil, fmt.Errorf("held out, K = %d: %w", m.States(), err)
	}
	return scores, nil
}
