package mixture

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
)

// TrainOptions say how to search for a model.
type TrainOptions struct {
	Restarts int    // independent starting points, at least 1
	Seed     uint64 // restart r uses Seed + r
	Start    Start
	// FirstLap is the number of iterations after which the better half of the restarts goes on, and again
	// each time that it has doubled: see em.Race. 0: all go to the end.
	FirstLap int
	Fit      Options // its Seed is overridden
	// OnIteration, if set, is told of every iteration of every restart, possibly from several
	// goroutines at once. It replaces Fit.Loop.OnIteration.
	OnIteration func(restart int, it em.Iteration)
}

// DefaultTrainOptions are five restarts from k-means++, which race from the tenth iteration on.
func DefaultTrainOptions() TrainOptions {
	return TrainOptions{Restarts: 5, Seed: 1, Start: Clusters, FirstLap: 10, Fit: DefaultOptions()}
}

// A Restart tells how one of the restarts went.
type Restart struct {
	Seed   uint64    `json:"seed"`
	Result em.Result `json:"result"`
}

// Trained is the outcome of a search.
type Trained[O any] struct {
	Model    *Model[O]
	Restarts []Restart // in order; those that a cancelled search did not get to are missing
	Best     int       // which of Restarts has the highest objective: Model is its model
	Counts   []float64 // expected number of items of each component, at Model's parameters
}

// Empty are the components with less than a tenth of an item: those that a sparse posterior emptied, or
// that stayed empty.
func (t *Trained[O]) Empty() []int { return empty(t.Counts) }

// ErrNothingTrained is returned by Train if it was cancelled before the first restart had completed an
// E-step.
var ErrNothingTrained = em.ErrNothingTrained

// Train searches for a model of items: from Restarts starting points it fits a copy of the prototype,
// which fixes the number of components, the mixing and the emission family, and keeps the copy with the
// highest objective. The prototype is not changed.
//
// The same prototype, items and options give the same model, to the last bit, for any Gate. A cancelled
// search returns the best of what it has, whose Result has the status em.Cancelled.
func Train[O any](ctx context.Context, prototype *Model[O], items Items[O], o TrainOptions) (*Trained[O], error) {
	if o.Restarts < 1 {
		return nil, fmt.Errorf("mixture: %d restarts, expected at least 1", o.Restarts)
	}
	s, err := newStarter(ctx, prototype, items, o)
	if err != nil {
		return nil, em.NothingTrained(err)
	}
	climbs, results, ran, err := em.Race(ctx, o.Restarts, o.Fit.Loop.Gate, o.FirstLap, o.Fit.Loop.MaxIterations, func(r int) (climb[O], error) {
		options := o.Fit
		options.Seed = o.Seed + uint64(r)
		options.Loop.OnIteration = nil
		if o.OnIteration != nil {
			options.Loop.OnIteration = func(it em.Iteration) { o.OnIteration(r, it) }
		}
		m, err := s.model(ctx, options.Seed, options.Loop)
		if err != nil {
			return climb[O]{}, err
		}
		return newClimb(m, items, options), nil
	})
	if err != nil {
		return nil, err
	}
	fitted, best := em.Best(results, ran)
	if best < 0 {
		return nil, ErrNothingTrained
	}
	t := &Trained[O]{Model: climbs[best].learner.model, Counts: climbs[best].learner.counts, Best: slices.Index(fitted, best)}
	for _, r := range fitted {
		t.Restarts = append(t.Restarts, Restart{o.Seed + uint64(r), results[r]})
	}
	return t, nil
}
