package topic

import (
	"context"
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/baumwelch/em"
)

// Train finds topics in documents over so many words by variational inference, Options.Restarts times from
// random starts, and returns the best by its bound, most prevalent topics first. Where ctx ends it, the model
// is the best so far, and the record says so; the error is ctx's only where there is none yet.
//
// The same documents, options and seed give the same model, for any gate.
func Train(ctx context.Context, docs []Document, words int, o Options) (*Model, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if words < 1 {
		return nil, fmt.Errorf("a vocabulary of %d words, expected at least one", words)
	}
	if err := check(docs, words); err != nil {
		return nil, err
	}
	runs, results, ran, err := em.Race(ctx, o.Restarts, o.Gate, o.FirstLap, o.MaxIterations, func(i int) (*run, error) {
		return begin(ctx, docs, words, o, i)
	})
	if err != nil {
		return nil, err
	}
	_, best := em.Best(results, ran)
	if best < 0 {
		return nil, context.Cause(ctx)
	}
	m := runs[best].learner.Model()
	m.order()
	m.record = variationalRecord(docs, o, results, best)
	return m, nil
}

// A run is one restart.
type run struct {
	*em.Climb[*Item]
	learner *Variational
}

func begin(ctx context.Context, docs []Document, words int, o Options, restart int) (*run, error) {
	items, err := Items(docs, words)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, uint64(restart)))
	learner := NewVariational(start(words, o, rng), o.Prior, o.Inference)
	for pass := range o.Online.Passes {
		if err := learner.Pass(ctx, items, o.Online, pass*o.Online.batches(len(items)), o.Gate, rng); err != nil {
			if ctx.Err() != nil {
				break // the climb notices, too
			}
			return nil, err
		}
	}
	loop := em.Options{Tolerance: o.Tolerance, Gate: o.Gate, Watch: o.Watch}
	if o.OnIteration != nil {
		loop.OnIteration = func(it em.Iteration) { o.OnIteration(restart, it) }
	}
	return &run{em.NewClimb(learner, items, loop), learner}, nil
}

// start draws topics: every parameter about 1, with a standard deviation of a tenth.
func start(words int, o Options, rng *rand.Rand) *Model {
	m := &Model{eta: o.Prior.Eta, words: words, total: make([]float64, o.Topics)}
	for range o.Topics {
		m.alpha = append(m.alpha, o.Prior.Alpha)
	}
	draw := distuv.Gamma{Alpha: 100, Beta: 100, Src: rng}
	m.lambda = make([]float64, words*o.Topics)
	for i := range m.lambda {
		m.lambda[i] = draw.Rand()
	}
	m.sum()
	return m
}
