package types

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// Trained is the outcome of a search.
type Trained[O any] struct {
	Model    *Model[O]           // its types in the order of their weights, the largest first
	Restarts []baumwelch.Restart // in order; those that a cancelled search did not get to are missing
	Best     int                 // which of Restarts has the highest objective: Model is its model
}

// Train searches for a mixture of n types: from Restarts starting points, which differ in the flows of the
// types, it fits copies of the base model, and keeps those with the highest objective. The base model, one
// that was trained on such data, is not changed. With one type there is nothing to search for, and one
// restart.
//
// A cancelled search returns the best of what it has, whose Result has the status em.Cancelled, or
// baumwelch.ErrNothingTrained.
func Train[O any](ctx context.Context, base *hmm.Model[O], n int, data []hmm.Conversation[O], o TrainOptions) (*Trained[O], error) {
	s, err := prepare(base, n, data, &o)
	if err != nil {
		return nil, err
	}
	climbs, results, ran, err := em.Race(ctx, o.Restarts, o.Fit.Loop.Gate, o.FirstLap, o.Fit.Loop.MaxIterations, func(r int) (climb[O], error) {
		options := o.Fit
		options.Seed = o.Seed + uint64(r)
		options.Loop.OnIteration = nil
		if o.OnIteration != nil {
			options.Loop.OnIteration = func(it em.Iteration) { o.OnIteration(r, it) }
		}
		m, err := s.model(ctx, n, o.Own, options)
		if err != nil {
			return climb[O]{}, err
		}
		return newClimb(m, data, options), nil
	})
	if err != nil {
		return nil, err
	}
	fitted, best := em.Best(results, ran)
	if best < 0 {
		return nil, baumwelch.ErrNothingTrained
	}
	t := &Trained[O]{Model: climbs[best].model, Best: slices.Index(fitted, best)}
	for _, r := range fitted {
		t.Restarts = append(t.Restarts, baumwelch.Restart{Seed: o.Seed + uint64(r), Result: results[r]})
	}
	t.order()
	return t, nil
}

// prepare checks what Train is given, and completes its options.
func prepare[O any](base *hmm.Model[O], n int, data []hmm.Conversation[O], o *TrainOptions) (*starter[O], error) {
	if n < 1 || n > MaxTypes {
		return nil, fmt.Errorf("types: %d types, expected 1 to %d", n, MaxTypes)
	}
	if o.Restarts < 1 {
		return nil, fmt.Errorf("types: %d restarts, expected at least 1", o.Restarts)
	}
	single := New(base)
	if err := single.Check(); err != nil {
		return nil, err
	}
	if err := single.checkData(data); err != nil {
		return nil, err
	}
	if o.Fit.Toward == nil {
		o.Fit.Toward = base.Chain
	}
	if err := o.Fit.check(base.Chain); err != nil {
		return nil, err
	}
	if n == 1 {
		o.Restarts = 1
	}
	return newStarter(base, data, o.Start)
}

// order sorts the types by their weights, and renumbers those that the best restart's repairs name.
func (t *Trained[O]) order() {
	order := make([]int, t.Model.Types())
	for c := range order {
		order[c] = c
	}
	w := t.Model.Weights
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(w[b], w[a]) })
	rank := make([]int, len(order))
	for c, from := range order {
		rank[from] = c
	}
	t.Model.Permute(order, nil)
	for _, it := range t.Restarts[t.Best].Result.Iterations {
		for r := range it.Repairs {
			if repair := &it.Repairs[r]; repair.Action == died {
				repair.Distribution = rank[repair.Distribution]
			}
		}
	}
}
