package baumwelch

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// TrainOptions say how to search for a model.
type TrainOptions struct {
	Restarts int    // independent starting points, at least 1
	Seed     uint64 // restart r uses Seed + r
	Start    Start
	// ClusterShare is how much of a turn belongs at a KMeans start to the distribution of its cluster; the rest is spread
	// over all. Little of it leaves EM free to part turns otherwise than k-means did: distributions begin close to one
	// another, each a little to the side of its cluster. 0: .9.
	ClusterShare float64
	// FirstLap is the number of iterations after which the better half of the restarts goes on, and again
	// each time that it has doubled: see em.Race. 0: all go to the end.
	FirstLap int
	Fit      Options // its Seed is overridden
	// OnIteration, if set, is told of every iteration of every restart, possibly from several
	// goroutines at once. It replaces Fit.Loop.OnIteration.
	OnIteration func(restart int, it em.Iteration)
	// Moves asks how far each state moved in each iteration of the best restart. It costs each
	// iteration a copy of the parameters.
	Moves bool
}

// DefaultTrainOptions are five restarts from k-means++, which race from the tenth iteration on.
func DefaultTrainOptions() TrainOptions {
	return TrainOptions{Restarts: 5, Seed: 1, Start: KMeans, FirstLap: 10, Fit: DefaultOptions()}
}

// A Restart tells how one of the restarts went.
type Restart struct {
	Seed   uint64    `json:"seed"`
	Result em.Result `json:"result"`
}

// Trained is the outcome of a search.
type Trained[O any] struct {
	Model    *hmm.Model[O]
	Restarts []Restart // in order; those that a cancelled search did not get to are missing
	Best     int       // which of Restarts has the highest objective: Model is its model
	Moves    [][]Move  // one a state for each iteration of the best, if they were asked for
}

// ErrNothingTrained is returned by Train if it was cancelled before the first restart had completed
// an E-step.
var ErrNothingTrained = em.ErrNothingTrained

// Train searches for a model of data: from Restarts starting points it fits a copy of the prototype,
// which fixes the number of states, the structure of the chain (zeros stay zeros) and the emission
// family, and keeps the copy with the highest objective. The prototype is not changed.
//
// A cancelled search returns the best of what it has, whose Result has the status em.Cancelled.
func Train[O any](ctx context.Context, prototype *hmm.Model[O], data []hmm.Conversation[O], o TrainOptions) (*Trained[O], error) {
	return TrainFrom(ctx, prototype, nil, data, o)
}

// TrainFrom is Train with models to start from: the first restarts begin at copies of them, one each,
// and only what is left of Restarts at fresh starting points. The models are as the prototype but for
// their parameters; they are not changed.
func TrainFrom[O any](ctx context.Context, prototype *hmm.Model[O], from []*hmm.Model[O], data []hmm.Conversation[O], o TrainOptions) (*Trained[O], error) {
	if o.Restarts < 1 {
		return nil, fmt.Errorf("baumwelch: %d restarts, expected at least 1", o.Restarts)
	}
	if !(o.ClusterShare >= 0 && o.ClusterShare <= 1) {
		return nil, fmt.Errorf("baumwelch: cluster share %v, expected 0 to 1", o.ClusterShare)
	}
	s, err := newStarter(ctx, prototype, data, o, o.Restarts > len(from))
	if err != nil {
		return nil, em.NothingTrained(err)
	}
	runs, results, ran, err := em.Race(ctx, o.Restarts, o.Fit.Loop.Gate, o.FirstLap, o.Fit.Loop.MaxIterations, func(r int) (run[O], error) {
		options := o.Fit
		options.Seed = o.Seed + uint64(r)
		options.Loop.OnIteration = nil
		if o.OnIteration != nil {
			options.Loop.OnIteration = func(it em.Iteration) { o.OnIteration(r, it) }
		}
		m, err := s.begin(ctx, from, r, options)
		if err != nil {
			return run[O]{}, err
		}
		var told *moves[O]
		if o.Moves {
			told = &moves[O]{}
		}
		return run[O]{newClimb(m, data, options, told), m, told}, nil
	})
	if err != nil {
		return nil, err
	}
	fitted, best := em.Best(results, ran)
	if best < 0 {
		return nil, ErrNothingTrained
	}
	t := &Trained[O]{Model: runs[best].model, Best: slices.Index(fitted, best)}
	if o.Moves {
		t.Moves = runs[best].moves.seen
	}
	for _, r := range fitted {
		t.Restarts = append(t.Restarts, Restart{o.Seed + uint64(r), results[r]})
	}
	return t, nil
}

// A run is one of the restarts.
type run[O any] struct {
	climb[O]
	model *hmm.Model[O]
	moves *moves[O]
}
