package topic

import (
	"context"
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/baumwelch/em"
)

// ErrNothingTrained is returned by Train and TrainGibbs if they were cancelled before there was a model.
var ErrNothingTrained = em.ErrNothingTrained

// Train finds topics in documents over so many words by variational inference, Options.Restarts times from
// random starts, and returns the best by its bound, most prevalent topics first. Where ctx ends it, the model
// is the best so far, and the record says so, or the error ErrNothingTrained.
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
	fitted, best := em.Best(results, ran)
	if best < 0 {
		return nil, ErrNothingTrained
	}
	m := runs[best].learner.Model()
	m.order()
	m.record = variationalRecord(docs, o, results, fitted, best)
	return m, nil
}

// A run is one restart.
type run struct {
	*em.Climb[*Item]
	learner *Variational
	cut     bool // ctx ended it between two batches of Online
}

// Run is em.Climb's. A run that was cut is judged where it is, so that it can be told from others.
func (r *run) Run(ctx context.Context, iterations int) (em.Result, error) {
	if !r.cut {
		return r.Climb.Run(ctx, iterations)
	}
	result, err := r.Climb.Run(context.WithoutCancel(ctx), 0)
	result.Status = em.Cancelled
	return result, err
}

func begin(ctx context.Context, docs []Document, words int, o Options, restart int) (*run, error) {
	items, err := Items(docs, words)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, uint64(restart)))
	r := &run{learner: NewVariational(start(words, o, rng), o.Prior, o.Inference)}
	for pass := range o.Online.Passes {
		seen := pass * o.Online.batches(len(items))
		steps, err := r.learner.Pass(ctx, items, o.Online, seen, o.Gate, rng)
		if err != nil && ctx.Err() == nil {
			return nil, err
		}
		if err != nil { // the climb notices, too, where nothing was learnt
			r.cut = seen+steps > 0
			break
		}
		if o.OnPass != nil {
			o.OnPass(restart, pass+1)
		}
	}
	loop := em.Options{Tolerance: o.Tolerance, Gate: o.Gate, Watch: o.Watch}
	if o.OnIteration != nil {
		loop.OnIteration = func(it em.Iteration) { o.OnIteration(restart, it) }
	}
	r.Climb = em.NewClimb(r.learner, items, loop)
	return r, nil
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
