package baumwelch

import (
	"context"
	"fmt"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// Start is a way to find a starting point from data.
type Start = mixture.Start

const (
	// KMeans clusters the turns, wherever the emission family can place them (emission.Embedder),
	// and starts each distribution at a cluster. A family that cannot starts at random.
	KMeans = mixture.Clusters
	// Random gives each turn to a distribution at random.
	Random = mixture.Random
)

// StartingPoints is the stage before the first iteration: the data are checked and a sample of them is
// clustered.
const StartingPoints = mixture.StartingPoints

const (
	// startTurns bounds the turns that are clustered: beyond that a spread sample serves as well.
	startTurns = 60_000
	// ownShare is how much of a turn belongs to one distribution at the start, if not ClusterShare; the
	// rest is spread over all, so that nothing starts out impossible.
	ownShare = 0.9
	// startCounts are the pseudo-counts of the first transition matrix, if the prior has fewer.
	startCounts = 1
	// lloydIterations bounds the clustering: the start need not be converged.
	lloydIterations = 30
)

// starter makes starting points for one set of data. What does not depend on the restart is made
// once.
type starter[O any] struct {
	prototype *hmm.Model[O]
	prior     Prior
	data      []hmm.Conversation[O]
	sample    []int // conversations that are clustered
	points    []float64
	width     int
	give      shares
}

// newStarter checks the data and prepares starting points for them, if there will be fresh ones.
func newStarter[O any](ctx context.Context, prototype *hmm.Model[O], data []hmm.Conversation[O], o TrainOptions, fresh bool) (*starter[O], error) {
	o.Fit.Loop.Watch.Begin(StartingPoints)
	defer o.Fit.Loop.Watch.End(StartingPoints)
	if err := check(prototype, data); err != nil {
		return nil, err
	}
	s := &starter[O]{prototype: prototype.Clone(), prior: o.Fit.Prior, data: data, sample: hmm.Spread(data, startTurns), give: shares{ownShare, 1 - ownShare}}
	batches, err := pool(s.prototype, data, s.sample)
	if err != nil {
		return nil, err
	}
	if fresh && o.Start == KMeans {
		s.points, s.width, err = emission.Embed(ctx, s.prototype.Emission, batches, o.Seed)
		if s.width > 0 && o.ClusterShare > 0 {
			s.give = shares{o.ClusterShare, 1 - o.ClusterShare}
		}
	}
	return s, err
}

// prepare readies a model's family for the data, as Train does before it looks for starting points.
func prepare[O any](m *hmm.Model[O], data []hmm.Conversation[O]) error {
	_, err := pool(m, data, hmm.Spread(data, startTurns))
	return err
}

// pool readies a model's family for a sample of the data, and returns what the sample observes.
func pool[O any](m *hmm.Model[O], data []hmm.Conversation[O], sample []int) ([][]O, error) {
	batches := make([][]O, 0, len(sample))
	for _, i := range sample {
		batches = append(batches, data[i].Obs)
	}
	if st, ok := m.Emission.(emission.Starter[O]); ok {
		if err := st.Start(batches); err != nil {
			return nil, fmt.Errorf("baumwelch: starting point: %w", err)
		}
	}
	return batches, nil
}

// begin is where restart r begins: at a copy of its model in from, or at a fresh starting point.
func (s *starter[O]) begin(ctx context.Context, from []*hmm.Model[O], r int, o Options) (*hmm.Model[O], error) {
	if r >= len(from) {
		return s.model(ctx, o.Seed, o.Loop)
	}
	m := from[r].Clone()
	return m, m.Check()
}

// model returns the prototype at the starting point of a restart.
func (s *starter[O]) model(ctx context.Context, seed uint64, loop em.Options) (*hmm.Model[O], error) {
	loop.Watch.Begin(StartingPoints)
	defer loop.Watch.End(StartingPoints)
	m := s.prototype.Clone()
	rng := rand.New(rand.NewPCG(seed, 0x57a7))
	clusters, err := s.cluster(ctx, m.Emission.Len(), rng, loop)
	if err != nil {
		return nil, err
	}
	stats := make([]float64, m.Emission.StatsLen())
	counts := forwardbackward.NewCounts(m.Chain)
	give := &giver[O]{evaluator: m.Emission.Evaluator(), stats: stats, n: m.Emission.Len(), shares: s.give}
	sampled := 0
	for i := range s.data {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		c := &s.data[i]
		if sampled == len(s.sample) || s.sample[sampled] != i {
			give.collect(c.Obs, nil)
			continue
		}
		sampled++
		own := clusters[:len(c.Obs)]
		clusters = clusters[len(c.Obs):]
		give.collect(c.Obs, own)
		if m.Chain.Dist == nil {
			counts.AddPath(c.Sequence(), own)
		}
	}
	if _, err := m.Emission.Maximize(stats); err != nil {
		return nil, err
	}
	s.prior.atLeast(startCounts).Maximize(m.Chain, counts)
	return m, nil
}

// atLeast is the prior with pseudo-counts of at least n.
func (p Prior) atLeast(n float64) Prior {
	return Prior{max(p.Start, n), max(p.Next, n), max(p.Stop, n)}
}

// cluster numbers the sampled turns by distribution.
func (s *starter[O]) cluster(ctx context.Context, n int, rng *rand.Rand, loop em.Options) ([]int, error) {
	turns := 0
	for _, i := range s.sample {
		turns += len(s.data[i].Obs)
	}
	if s.width == 0 || turns == 0 {
		clusters := make([]int, turns)
		for t := range clusters {
			clusters[t] = rng.IntN(n)
		}
		return clusters, nil
	}
	points := mixture.Points{Width: s.width, Values: s.points}
	centres, err := mixture.PlusPlus(ctx, points, n, 1, rng)
	if err != nil {
		return nil, fmt.Errorf("baumwelch: starting point: %w", err)
	}
	loop.MaxIterations, loop.Tolerance, loop.OnIteration, loop.Watch = lloydIterations, 1e-4, nil, nil
	c, err := centres.Fit(ctx, points, loop)
	if err != nil {
		return nil, err
	}
	return c.Cluster, nil
}
