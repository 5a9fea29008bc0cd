package mixture

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

// Start is a way to find a starting point from data.
type Start int

const (
	// Clusters groups the items by k-means, wherever the emission family can place them
	// (emission.Embedder), and starts each distribution at a cluster. A family that cannot starts at
	// random.
	Clusters Start = iota
	// Random gives each item to a distribution at random.
	Random
)

var startNames = []string{"kmeans", "random"}

func (s Start) String() string {
	if s < 0 || int(s) >= len(startNames) {
		return fmt.Sprintf("Start(%d)", int(s))
	}
	return startNames[s]
}

// MarshalText writes the name.
func (s Start) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a name.
func (s *Start) UnmarshalText(text []byte) error {
	i := slices.Index(startNames, string(text))
	if i < 0 {
		return fmt.Errorf("start %q, expected one of %q", text, startNames)
	}
	*s = Start(i)
	return nil
}

// StartingPoints is the stage before the first iteration: the data are checked and a sample of them is
// clustered.
const StartingPoints em.Stage = "starting points"

const (
	// startItems bounds the items that are clustered: beyond that a spread sample serves as well.
	startItems = 60_000
	// ownShare is how much of a sampled item belongs to its cluster's distribution at the start; the
	// rest is spread over all items and distributions, so that nothing starts out impossible.
	ownShare = 0.9
	// lloydIterations bounds the clustering: the start need not be converged.
	lloydIterations = 30
)

// starter makes starting points for one set of items. What does not depend on the restart is made once.
type starter[O any] struct {
	prototype *Model[O]
	items     Items[O]
	every     int // each every-th item is clustered
	sample    int // how many those are
	points    []float64
	width     int
}

// newStarter checks the items, readies the family for them and prepares starting points.
func newStarter[O any](ctx context.Context, prototype *Model[O], items Items[O], o TrainOptions) (*starter[O], error) {
	o.Fit.Loop.Watch.Begin(StartingPoints)
	defer o.Fit.Loop.Watch.End(StartingPoints)
	if err := prototype.Check(items); err != nil {
		return nil, err
	}
	s := &starter[O]{prototype: prototype.Clone(), items: items}
	s.every = max(1, (len(items.Obs)+startItems-1)/startItems)
	var sample []O
	for i := 0; i < len(items.Obs); i += s.every {
		sample = append(sample, items.Obs[i])
	}
	s.sample = len(sample)
	if st, ok := s.prototype.Emission.(emission.Starter[O]); ok {
		if err := st.Start([][]O{sample}); err != nil {
			return nil, fmt.Errorf("mixture: starting point: %w", err)
		}
	}
	var err error
	if o.Start == Clusters {
		s.points, s.width, err = emission.Embed(ctx, s.prototype.Emission, [][]O{sample}, o.Seed)
	}
	return s, err
}

// model returns the prototype at the starting point of a restart.
func (s *starter[O]) model(ctx context.Context, seed uint64, loop em.Options) (*Model[O], error) {
	loop.Watch.Begin(StartingPoints)
	defer loop.Watch.End(StartingPoints)
	m := s.prototype.Clone()
	k := m.Components()
	clusters, err := s.cluster(ctx, k, rand.New(rand.NewPCG(seed, 0x57a7)), loop)
	if err != nil {
		return nil, err
	}
	evaluator := m.Emission.Evaluator()
	stats, counts := make([]float64, m.Emission.StatsLen()), make([]float64, k)
	posterior := make([]float64, blockItems*k)
	for _, b := range s.items.blocks() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := posterior[:len(b.items.Obs)*k]
		s.give(p, b, clusters, k)
		evaluator.Collect(stats, b.items.Obs, p, emission.RowMajor(k))
		for i, v := range p {
			counts[i%k] += v
		}
	}
	if _, err := m.Emission.Maximize(stats); err != nil {
		return nil, err
	}
	m.Mixing.Maximize(counts)
	return m, nil
}

// give writes the responsibilities that the items of a block begin with.
func (s *starter[O]) give(p []float64, b block[O], clusters []int, k int) {
	even := (1 - ownShare) / float64(k) * float64(s.sample) / float64(len(s.items.Obs))
	for i := range b.items.Obs {
		weight, row := b.items.weight(i), p[i*k:(i+1)*k]
		for e := range row {
			row[e] = weight * even
		}
		if at := b.first + i; at%s.every == 0 {
			row[clusters[at/s.every]] += weight * ownShare
		}
	}
}

// cluster numbers the sampled items by distribution.
func (s *starter[O]) cluster(ctx context.Context, k int, rng *rand.Rand, loop em.Options) ([]int, error) {
	if s.width == 0 || s.sample == 0 {
		clusters := make([]int, s.sample)
		for i := range clusters {
			clusters[i] = rng.IntN(k)
		}
		return clusters, nil
	}
	points := Points{Width: s.width, Values: s.points}
	centres, err := PlusPlus(ctx, points, k, 1, rng)
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
