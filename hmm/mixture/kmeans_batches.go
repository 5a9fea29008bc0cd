package mixture

import (
	"context"
	"errors"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// FitBatches moves the centres after every batch of points, chosen at random, and less and less far: each time to
// the mean of all points that were theirs so far in any batch. It comes close to what Fit finds in a few passes over
// the points, of which the options bound the number. An iteration of the result is a pass; its objective is that of
// each batch before it moved the centres, and may fall: the pass that gains less than the tolerance is the last.
// Centres that got no points in the first pass go to points of its last batch, as in Fit. O(N K D) a pass.
//
// The same seed gives the same centres, for any gate. FitBatches panics if batch is below 1.
//
// Source: Sculley (2010).
func (m *KMeans) FitBatches(ctx context.Context, points Points, batch int, seed uint64, o em.Options) (*Clustering, error) {
	if batch < 1 {
		panic("mixture: batches of less than one point")
	}
	if err := errors.Join(m.Check(), points.Check()); err != nil {
		return nil, err
	}
	s := &stepwise{m: m, points: points, batch: min(batch, points.Len()), options: o, weights: make([]float64, m.Len()),
		rng: rand.New(rand.NewPCG(seed, 0xba7c4))}
	if err := s.run(ctx); err != nil {
		return nil, err
	}
	c, err := m.Assign(points, o.Gate)
	if err != nil {
		return nil, err
	}
	c.Result = s.result
	return c, nil
}

// stepwise is a fit by batches.
type stepwise struct {
	m       *KMeans
	points  Points
	batch   int
	options em.Options
	weights []float64 // Σ w of all points that each centre got so far
	rng     *rand.Rand
	result  em.Result
}

// run makes passes until one is the last.
func (s *stepwise) run(ctx context.Context) error {
	for pass := 0; ; pass++ {
		it, err := s.pass(ctx)
		switch {
		case em.Interrupted(err):
			s.result.Status = em.Cancelled
			return nil
		case err != nil:
			return err
		}
		it.Iteration = pass
		if s.judge(it) {
			return nil
		}
	}
}

// pass goes over all points once.
func (s *stepwise) pass(ctx context.Context) (it em.Iteration, err error) {
	order := s.rng.Perm(s.points.Len())
	s.result.Turns, s.result.Items = 0, 0
	for len(order) > 0 {
		l, err := newLloyd(s.m, s.points.pick(order[:min(s.batch, len(order))]))
		if err != nil {
			return it, err
		}
		stats, err := em.Expect(ctx, l, l.blocks, s.options.Gate)
		if err != nil {
			return it, err
		}
		it.LogLikelihood += stats.LogLikelihood
		s.result.Turns += stats.Turns
		s.result.Items += stats.Items
		s.move(l, stats)
		if order = order[min(s.batch, len(order)):]; len(order) == 0 {
			it.Repairs = l.mend(s.weights)
		}
	}
	it.Objective = it.LogLikelihood
	return it, nil
}

// move takes every centre to the mean of all points that were its own, with the batch at hand among them.
func (s *stepwise) move(l *lloyd, stats *em.Stats) {
	k, d := l.Len(), l.Width
	for c, w := range stats.Values[k*d : k*d+k] {
		if w > 0 {
			s.weights[c] += w
			l.shift(c, stats.Values[c*d:(c+1)*d], s.weights[c])
		}
	}
}

// judge records a pass, and reports whether it is the last.
func (s *stepwise) judge(it em.Iteration) bool {
	if it.Iteration > 0 {
		it.Gain = it.Objective - s.result.Last().Objective
	}
	s.result.Iterations = append(s.result.Iterations, it)
	if s.options.OnIteration != nil {
		s.options.OnIteration(it)
	}
	switch {
	case it.Iteration > 0 && len(it.Repairs) == 0 && s.options.Tolerance >= 0 && it.Gain <= s.options.Tolerance*s.result.Turns:
		s.result.Status = em.Converged
	case it.Iteration+1 >= s.options.MaxIterations:
		s.result.Status = em.OutOfIterations
	default:
		return false
	}
	return true
}

// pick copies some of the points.
func (p Points) pick(which []int) Points {
	q := Points{Width: p.Width, Values: make([]float64, 0, len(which)*p.Width)}
	for _, i := range which {
		q.Values = append(q.Values, p.row(i)...)
		if p.Weights != nil {
			q.Weights = append(q.Weights, p.Weights[i])
		}
	}
	return q
}
