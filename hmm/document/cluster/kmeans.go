package cluster

import (
	"context"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// kmeans finds centres, and makes them the mixture of equally large spherical Gaussians about them, whose one variance
// is that of the documents about their centres: a document's likeliest cluster is that of its nearest centre.
func (f *fitter) kmeans(ctx context.Context) error {
	search, width := f.options.Search, f.width()
	o := mixture.DefaultKMeansOptions(f.options.Clusters)
	o.Restarts, o.Seed, o.OnIteration = search.Restarts, search.Seed, search.OnIteration
	o.Loop.Gate, o.Loop.MaxIterations = search.Fit.Loop.Gate, search.Fit.Loop.MaxIterations
	points := mixture.Points{Width: width}
	for i := range f.items.Obs {
		points.Values = append(points.Values, f.items.Obs[i].Vector...)
	}
	centres, found, err := mixture.TrainKMeans(ctx, points, o)
	if err != nil {
		return err
	}
	mix, err := about(centres, found.Inertia/float64(len(points.Values)))
	if err != nil {
		return err
	}
	counts := make([]float64, centres.Len())
	for _, k := range found.Cluster {
		counts[k]++
	}
	trained := mixture.Trained[emission.Turn]{Model: mix, Counts: counts, Restarts: found.Restarts, Best: found.Best}
	search.Fit.Loop = o.Loop
	record, err := trained.Record(f.items, search)
	if err != nil {
		return err
	}
	return f.keep(mix, record)
}

// leastVariance keeps clusters of equal documents from having none.
const leastVariance = 1e-9

// about is the mixture of spherical Gaussians of one variance about centres, weighted alike.
func about(centres *mixture.KMeans, variance float64) (*mixture.Model[emission.Turn], error) {
	k := centres.Len()
	means := slices.Collect(slices.Chunk(centres.Centres, centres.Width))
	gaussian, err := emission.NewGaussian(emission.Spherical, means, slices.Repeat([][]float64{{max(variance, leastVariance)}}, k))
	if err != nil {
		return nil, err
	}
	joint, err := emission.NewJoint(emission.Part("vector", gaussian, emission.VectorField))
	if err != nil {
		return nil, err
	}
	return mixture.New[emission.Turn](mixture.Uniform(k, 0), joint)
}
