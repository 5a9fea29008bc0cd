package types

import (
	"context"
	"math"
	"math/rand/v2"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/mixture"
)

const (
	// startConversations bounds the conversations that are clustered: beyond that a spread sample serves
	// as well.
	startConversations = 10_000
	// lloydIterations bounds the clustering: the start need not be converged.
	lloydIterations = 30
)

// A starter makes starting points for one model and one set of data: what does not depend on the restart
// is made once.
type starter[O any] struct {
	base   *hmm.Model[O]
	sample []hmm.Conversation[O]
	paths  [][]int
	points []float64 // a row of K a conversation; nil: starts are at random
}

// newStarter finds the best paths of a sample of the data under the base model.
func newStarter[O any](base *hmm.Model[O], data []hmm.Conversation[O], start baumwelch.Start) (*starter[O], error) {
	s := &starter[O]{base: base}
	every := 1 + (len(data)-1)/startConversations
	for i := 0; i < len(data); i += every {
		if len(data[i].Obs) > 0 {
			s.sample = append(s.sample, data[i])
		}
	}
	var err error
	if s.paths, _, err = hmm.NewDecoder(base).Paths(s.sample); err != nil {
		return nil, err
	}
	if start == baumwelch.KMeans {
		s.points = visits(s.paths, base.States())
	}
	return s, nil
}

// visits has a row a path: the square root of the share of its turns in each state. Euclidean distance
// between such rows is, but for a factor, Hellinger's between the shares.
func visits(paths [][]int, k int) []float64 {
	points := make([]float64, len(paths)*k)
	for n, path := range paths {
		row := points[n*k : (n+1)*k]
		for _, i := range path {
			row[i]++
		}
		for i, v := range row {
			row[i] = math.Sqrt(v / float64(len(path)))
		}
	}
	return points
}

// model is a model of n types at the starting point of a restart: each type's chain is drawn to the flow
// of its conversations.
func (s *starter[O]) model(ctx context.Context, n int, own bool, o Options) (*Model[O], error) {
	kinds, err := s.kinds(ctx, n, rand.New(rand.NewPCG(o.Seed, 0x57a7)), o.Loop)
	if err != nil {
		return nil, err
	}
	m := &Model[O]{}
	for c := range n {
		m.Weights = append(m.Weights, 1/float64(n))
		m.Chains = append(m.Chains, s.base.Chain.Clone())
		if c == 0 || own {
			m.Families = append(m.Families, s.base.Emission.Clone())
		}
	}
	if n > 1 {
		s.differ(m, kinds, o)
	}
	return m, nil
}

// differ sets each type's share and flow to those of its conversations, with counts enough of the prior
// that nothing begins impossible.
func (s *starter[O]) differ(m *Model[O], kinds []int, o Options) {
	o.Types, o.Strength = max(o.Types, 1), max(o.Strength, 1)
	l := newLearner(m, o)
	types, chains := make([]float64, m.Types()), make([]forwardbackward.Counts, m.Types())
	for c := range chains {
		chains[c] = forwardbackward.NewCounts(s.base.Chain)
	}
	for i, c := range kinds {
		types[c]++
		chains[c].AddPath(s.sample[i].Sequence(), s.paths[i])
	}
	l.weigh(types)
	l.flow(chains)
}

// kinds gives each conversation of the sample a type.
func (s *starter[O]) kinds(ctx context.Context, n int, rng *rand.Rand, loop em.Options) ([]int, error) {
	kinds := make([]int, len(s.sample))
	if s.points == nil || len(kinds) == 0 {
		for i := range kinds {
			kinds[i] = rng.IntN(n)
		}
		return kinds, nil
	}
	points := mixture.Points{Width: s.base.States(), Values: s.points}
	centres, err := mixture.PlusPlus(ctx, points, n, 1, rng)
	if err != nil {
		return nil, err
	}
	loop.MaxIterations, loop.Tolerance, loop.OnIteration, loop.Watch = lloydIterations, 1e-4, nil, nil
	c, err := centres.Fit(ctx, points, loop)
	if err != nil {
		return nil, err
	}
	return c.Cluster, nil
}
