package cluster

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// kmeans finds centres, and makes them the mixture of equally large spherical Gaussians about them, whose one variance
// is that of the documents about their centres: a document's likeliest cluster is that of its nearest centre.
func (f *fitter) kmeans(ctx context.Context) error {
	points := mixture.Points{Width: f.width()}
	for i := range f.items.Obs {
		points.Values = append(points.Values, f.items.Obs[i].Vector...)
	}
	var found *centred
	var err error
	if f.options.Clusters == Auto {
		found, err = f.chooseCentres(ctx, points)
	} else {
		found, err = f.centres(ctx, points, f.options.Clusters)
	}
	if err != nil {
		return err
	}
	mix, err := about(found.centres, found.Variance(points))
	if err != nil {
		return err
	}
	counts := make([]float64, found.centres.Len())
	for _, k := range found.Cluster {
		counts[k]++
	}
	trained := mixture.Trained[emission.Turn]{Model: mix, Counts: counts, Restarts: found.Restarts, Best: found.Best}
	search := f.options.Search
	search.Fit.Loop.Tolerance = 0
	record, err := trained.Record(f.items, search)
	if err != nil {
		return err
	}
	return f.keep(mix, record)
}

// centred is centres, and what points make of them.
type centred struct {
	centres *mixture.KMeans
	*mixture.Clustering
}

// centres finds k of them.
func (f *fitter) centres(ctx context.Context, points mixture.Points, k int) (*centred, error) {
	search := f.options.Search
	o := mixture.DefaultKMeansOptions(k)
	o.Restarts, o.Seed, o.OnIteration = search.Restarts, search.Seed, search.OnIteration
	o.Loop.Gate, o.Loop.MaxIterations = search.Fit.Loop.Gate, search.Fit.Loop.MaxIterations
	centres, found, err := mixture.TrainKMeans(ctx, points, o)
	return &centred{centres, found}, err
}

// chooseCentres finds every number of centres that may be, and takes those with the least BIC. Where ctx ends it, they
// are of the numbers that are complete.
func (f *fitter) chooseCentres(ctx context.Context, points mixture.Points) (best *centred, err error) {
	quiet, by := *f, f.options.Select
	quiet.options.Search.OnIteration = nil
	s := &Selection{By: by.By}
	most := max(1, min(by.Most, points.Len()/2))
	for k := min(by.Fewest, most); k <= most; k++ {
		found, err := quiet.centres(ctx, points, k)
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			return nil, err
		}
		s.add(k, found.Criteria(found.centres, points))
		if at := len(s.Candidates) - 1; best == nil || s.Candidates[at].BIC < s.Candidates[s.Best].BIC {
			best, s.Best = found, at
		}
		if by.OnProgress != nil {
			by.OnProgress(k, float64(len(s.Candidates))/float64(most-by.Fewest+1))
		}
	}
	if best == nil {
		return nil, mixture.ErrNothingTrained
	}
	s.Cancelled = ctx.Err() != nil
	f.options.Clusters = best.centres.Len()
	s.Why = fmt.Sprintf("the least BIC: %s", count(f.options.Clusters, "cluster"))
	if s.Best == len(s.Candidates)-1 && s.Best > 0 {
		s.Why += "; more were not tried"
	}
	f.model.Record.Selection = s
	return best, nil
}

// add adds the candidate of k components.
func (s *Selection) add(k int, c mixture.Criteria) {
	s.Candidates = append(s.Candidates, mixture.Candidate{
		Components: k, Parameters: c.Parameters, LogLikelihood: c.LogLikelihood / c.Items, AIC: c.AIC(), BIC: c.BIC(), ICL: c.ICL(),
	})
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// about is the mixture of spherical Gaussians of one variance about centres, weighted alike.
func about(centres *mixture.KMeans, variance float64) (*mixture.Model[emission.Turn], error) {
	k := centres.Len()
	means := slices.Collect(slices.Chunk(centres.Centres, centres.Width))
	gaussian, err := emission.NewGaussian(emission.Spherical, means, slices.Repeat([][]float64{{variance}}, k))
	if err != nil {
		return nil, err
	}
	joint, err := emission.NewJoint(emission.Part("vector", gaussian, emission.VectorField))
	if err != nil {
		return nil, err
	}
	return mixture.New[emission.Turn](mixture.Uniform(k, 0), joint)
}
