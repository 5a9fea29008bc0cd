package mixture

import (
	"context"
	"fmt"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// KMeansOptions say how TrainKMeans looks for centres.
type KMeansOptions struct {
	Clusters  int
	Spherical bool
	Trials    int    // of k-means++ for each centre
	Restarts  int    // starting points, of which the one that ends best counts
	Seed      uint64 // the same gives the same centres
	Batch     int    // points in a batch of FitBatches; 0: Fit
	Loop      em.Options
	// OnIteration, if set, is told of every iteration of every restart, possibly from several goroutines at
	// once. It replaces Loop.OnIteration.
	OnIteration func(restart int, it em.Iteration)
}

// DefaultKMeansOptions are ten restarts of at most 300 iterations, until no point changes its centre, from
// k-means++ of one trial.
func DefaultKMeansOptions(clusters int) KMeansOptions {
	o := KMeansOptions{Clusters: clusters, Trials: 1, Restarts: 10, Seed: 1, Loop: em.DefaultOptions()}
	o.Loop.MaxIterations, o.Loop.Tolerance = 300, 0
	return o
}

// TrainKMeans finds centres for the points: k-means++ and Fit, or FitBatches, from several starting points, of
// which the centres with the least inertia stay, the first of those equally good. Restarts share the gate of the
// loop, and its Watch is not told. If ctx ends it, the best so far comes back, or ErrNothingTrained.
func TrainKMeans(ctx context.Context, points Points, o KMeansOptions) (*KMeans, *Clustering, error) {
	if err := o.check(points); err != nil {
		return nil, nil, err
	}
	if o.Spherical {
		points = points.unit()
	}
	models := make([]*KMeans, o.Restarts)
	runs, ran, err := em.Restart(ctx, o.Restarts, o.Loop.Gate, func(r int) (c *Clustering, err error) {
		models[r], c, err = o.run(ctx, points, r)
		return c, err
	})
	if err != nil {
		return nil, nil, err
	}
	best := -1
	var made []Restart
	for r, run := range runs {
		if !ran[r] {
			continue
		}
		if best < 0 || run.Inertia < runs[best].Inertia {
			best, run.Best = r, len(made)
		}
		made = append(made, Restart{o.Seed + uint64(r), run.Result})
	}
	if best < 0 {
		return nil, nil, ErrNothingTrained
	}
	runs[best].Restarts = made
	return models[best], runs[best], nil
}

// check says what of the options and the points cannot be.
func (o KMeansOptions) check(points Points) error {
	if o.Clusters < 1 || o.Trials < 1 || o.Restarts < 1 || o.Batch < 0 {
		return fmt.Errorf("mixture: %d clusters, %d trials, %d restarts, batches of %d: expected at least one of each, and 0 for no batches",
			o.Clusters, o.Trials, o.Restarts, o.Batch)
	}
	return points.Check()
}

// run fits from one starting point.
func (o KMeansOptions) run(ctx context.Context, points Points, restart int) (*KMeans, *Clustering, error) {
	seed := o.Seed + uint64(restart)
	o.Loop.OnIteration, o.Loop.Watch = nil, nil
	if o.OnIteration != nil {
		o.Loop.OnIteration = func(it em.Iteration) { o.OnIteration(restart, it) }
	}
	m, err := PlusPlus(ctx, points, o.Clusters, o.Trials, rand.New(rand.NewPCG(seed, 0x57a7)))
	if err != nil {
		return nil, nil, err
	}
	m.Spherical = o.Spherical
	if o.Batch > 0 {
		c, err := m.FitBatches(ctx, points, o.Batch, seed, o.Loop)
		return m, c, err
	}
	c, err := m.Fit(ctx, points, o.Loop)
	return m, c, err
}
