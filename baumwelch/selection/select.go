package selection

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// A Choice is the outcome of Select.
type Choice[O any] struct {
	Candidates []Candidate // in the order of their numbers of states
	Best       int         // which of them was chosen; -1 if the search was cancelled before there were any
	RunnerUp   int         // which of the others has the highest held-out log-likelihood; -1 if there is none
	// Models are the chosen number of states as each replicate found it: starting points for a fit to
	// all of the data (baumwelch.TrainFrom). Result is how the last fit of the first of them went.
	Models []*hmm.Model[O]
	Result em.Result
}

// Select searches for the number of states.
//
// prototype makes the untrained model of k states; the training options are those of
// baumwelch.Train, of which the search takes all but restarts, iterations and tolerance.
//
// A few replicates, each with a starting point and a held-out fold of conversations of its own, fit
// a model of the most states that are tried. Then each merges its two most alike states, or, while
// there are many, a few pairs at once; fits again from there; and so on to the fewest. Numbers of
// states that were left out around the choice are then gone through one by one. Starting with too many
// states and merging finds better optima than starting anew at each number: a state that
// covers two behaviours can be avoided, and one that is split in vain is merged (Bicego, Murino and
// Figueiredo 2003, A sequential pruning strategy for the selection of the number of states in hidden
// Markov models).
//
// Chosen is the fewest states whose held-out log-likelihood is as good as the highest: behind it by
// no more than StandardErrors standard errors of the difference, over conversations in pairs
// (Breiman, Friedman, Olshen and Stone 1984, section 3.4.3).
//
// The same data, options and seed give the same choice for any Gate. Cancelling ctx gives the choice
// among what is complete, and the largest model at hand where nothing is; baumwelch.ErrNothingTrained
// where there is none. Fewer than two conversations with turns are an error, and so is one that is not
// fit for the model, or impossible under models that have not seen it: a prior prevents that. The cost
// is about that of 150 E-steps at half of the most states in each replicate.
func Select[O any](ctx context.Context, prototype func(k int) (*hmm.Model[O], error), data []hmm.Conversation[O], train baumwelch.TrainOptions, o Options) (*Choice[O], error) {
	if err := o.Check(); err != nil {
		return nil, fmt.Errorf("selection: %w", err)
	}
	if train.Fit.Loop.Gate == nil {
		train.Fit.Loop.Gate = em.NewGate(1)
	}
	if err := check(prototype, data, o.Fewest); err != nil {
		return nil, err
	}
	s := &search[O]{prototype: prototype, train: train, options: o}
	if s.deal(sample(data, o.Turns)); len(s.data) < 2 {
		return nil, fmt.Errorf("selection: too few conversations with turns, %d: none can be held out, give the number of states", len(s.data))
	}
	err := s.descend(ctx)
	if err == nil {
		err = s.refine(ctx)
	}
	if err != nil && !cancelled(err) {
		return nil, err
	}
	return s.outcome()
}

// check reports the first conversation that is not fit for the models.
func check[O any](prototype func(k int) (*hmm.Model[O], error), data []hmm.Conversation[O], k int) error {
	m, err := prototype(k)
	if err != nil {
		return err
	}
	for i := range data {
		if err := m.CheckObservations(&data[i]); err != nil {
			return &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
	}
	return nil
}

func cancelled(err error) bool {
	return em.Interrupted(err) || errors.Is(err, em.ErrNothingTrained)
}

// A search is a search under way.
type search[O any] struct {
	prototype  func(k int) (*hmm.Model[O], error)
	train      baumwelch.TrainOptions
	options    Options
	data       []hmm.Conversation[O] // what the search looks at
	replicates []*replicate[O]
	most       int
	done, all  atomic.Int64 // work, in states fitted
}

// sample is every n-th conversation that is not empty, so that they hold about most turns at most.
func sample[O any](data []hmm.Conversation[O], most int) []hmm.Conversation[O] {
	var out []hmm.Conversation[O]
	for _, i := range hmm.Spread(data, most) {
		if len(data[i].Obs) > 0 {
			out = append(out, data[i])
		}
	}
	return out
}

// deal makes the replicates.
func (s *search[O]) deal(data []hmm.Conversation[O]) {
	s.data = data
	turns := hmm.Turns(data)
	s.most = s.options.most(turns)
	fold := Folds(len(data), s.options.Folds, s.train.Seed)
	for i := range s.options.replicates(turns, len(data)) {
		r := &replicate[O]{search: s, seed: s.train.Seed + uint64(i), fitted: map[int]*fitted[O]{}}
		r.train, r.held = divide(data, fold, i)
		r.sense = sample(r.train, mergeTurns)
		s.replicates = append(s.replicates, r)
	}
}

// each runs a part of the search in all replicates.
func (s *search[O]) each(ctx context.Context, run func(r *replicate[O]) error) error {
	_, _, err := em.Restart(ctx, len(s.replicates), s.train.Fit.Loop.Gate, func(i int) (struct{}, error) {
		return struct{}{}, run(s.replicates[i])
	})
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// descend goes from the most states to the fewest.
func (s *search[O]) descend(ctx context.Context) error {
	s.plan(s.most, s.options.Fewest, below)
	return s.each(ctx, func(r *replicate[O]) error {
		k := s.most
		if err := r.first(ctx, k); err != nil {
			return err
		}
		s.tell(k)
		return r.down(ctx, k, s.options.Fewest, below)
	})
}

// down goes from k states down to the fewest by steps.
func (r *replicate[O]) down(ctx context.Context, k, fewest int, next func(int) int) error {
	for k > fewest {
		fewer := max(next(k), fewest)
		if err := r.step(ctx, k, fewer); err != nil {
			return err
		}
		k = fewer
		r.search.tell(k)
	}
	return nil
}

// plan sets how much work there is.
func (s *search[O]) plan(k, fewest int, next func(int) int) {
	work := 0
	for ; k > fewest; k = max(next(k), fewest) {
		work += k
	}
	s.all.Add(int64(work * len(s.replicates)))
}

// tell tells of a fit of k states.
func (s *search[O]) tell(k int) {
	done := s.done.Add(int64(k))
	if s.options.OnProgress != nil {
		s.options.OnProgress(k, min(1, float64(done)/float64(max(s.all.Load(), 1))))
	}
}

// refine goes one by one through the numbers of states around the choice.
func (s *search[O]) refine(ctx context.Context) error {
	candidates := s.candidates()
	best, _ := choose(candidates, s.options.StandardErrors)
	if best < 0 {
		return nil
	}
	from, to := candidates[min(best+1, len(candidates)-1)].States, candidates[max(best-1, 0)].States
	one := func(k int) int { return k - 1 }
	s.plan(from, to+1, one)
	return s.each(ctx, func(r *replicate[O]) error { return r.down(ctx, from, to+1, one) })
}

// outcome is the choice among what there is.
func (s *search[O]) outcome() (*Choice[O], error) {
	c := &Choice[O]{Candidates: s.candidates()}
	if err := s.stabilities(c.Candidates); err != nil {
		return nil, err
	}
	c.Best, c.RunnerUp = choose(c.Candidates, s.options.StandardErrors)
	if c.Best >= 0 {
		k := c.Candidates[c.Best].States
		for _, r := range s.replicates {
			c.Models = append(c.Models, r.fitted[k].model)
		}
		c.Result = s.replicates[0].fitted[k].result
		return c, nil
	}
	for _, r := range s.replicates {
		for k := s.most; k >= s.options.Fewest; k-- {
			if f := r.fitted[k]; f != nil {
				c.Models, c.Result = []*hmm.Model[O]{f.model}, f.result
				return c, nil
			}
		}
	}
	return nil, baumwelch.ErrNothingTrained
}

// Comparing is the stage of a search in which models are compared and merged, besides fitting them.
const Comparing em.Stage = "comparing"

// compute runs f, of that stage, once there is room.
func (s *search[O]) compute(f func()) {
	watch := s.train.Fit.Loop.Watch
	watch.Begin(Comparing)
	defer watch.End(Comparing)
	s.train.Fit.Loop.Gate.Do(f)
}
