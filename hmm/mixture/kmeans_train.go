package mixture

import (
	"context"
	"errors"
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
// loop, and its OnIteration and Watch are not told. If ctx ends it, the best so far comes back, or ctx's error.
func TrainKMeans(ctx context.Context, points Points, o KMeansOptions) (*KMeans, em.Result, error) {
	if err := o.check(points); err != nil {
		return nil, em.Result{}, err
	}
	if o.Spherical {
		points = points.unit()
	}
	o.Loop.OnIteration, o.Loop.Watch = nil, nil
	runs, ran, err := em.Restart(ctx, o.Restarts, o.Loop.Gate, func(r int) (*kmeansRun, error) { return o.run(ctx, points, r) })
	if err != nil {
		return nil, em.Result{}, err
	}
	var best *kmeansRun
	for r, run := range runs {
		if ran[r] && (best == nil || run.inertia < best.inertia) {
			best = run
		}
	}
	if best == nil {
		return nil, em.Result{}, ctx.Err()
	}
	return best.m, best.result, nil
}

// check says what of the options and the points cannot be.
func (o KMeansOptions) check(points Points) error {
	if o.Clusters < 1 || o.Trials < 1 || o.Restarts < 1 || o.Batch < 0 {
		return fmt.Errorf("mixture: %d clusters, %d trials, %d restarts, batches of %d: expected at least one of each, and 0 for no batches",
			o.Clusters, o.Trials, o.Restarts, o.Batch)
	}
	return points.Check()
}

// kmeansRun is a restart.
type kmeansRun struct {
	m       *KMeans
	result  em.Result
	inertia float64
}

func (o KMeansOptions) run(ctx context.Context, points Points, restart int) (*kmeansRun, error) {
	seed := o.Seed + uint64(restart)
	m, err := PlusPlus(points, o.Clusters, o.Trials, rand.New(rand.NewPCG(seed, 0x57a7)))
	if err != nil {
		return nil, err
	}
	m.Spherical = o.Spherical
	if o.Batch == 0 {
		result, err := m.Fit(ctx, points, o.Loop)
		if err != nil || len(result.Iterations) == 0 { // cancelled before the first
			return nil, errors.Join(err, ctx.Err())
		}
		return &kmeansRun{m, result, -result.Last().Objective}, nil
	}
	result, err := m.FitBatches(ctx, points, o.Batch, seed, o.Loop)
	if err != nil {
		return nil, err
	}
	inertia, err := m.Assign(make([]int, points.Len()), points)
	return &kmeansRun{m, result, inertia}, err
}
