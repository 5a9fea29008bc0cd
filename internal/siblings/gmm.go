package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
	"intenthmm/internal/contest"
)

//go:embed gmm.py
var gmmProgram string

// gmmIterations is how many everybody makes.
const gmmIterations = 10

// raceGMM lets everybody make some iterations: of maximum likelihood, from equal weights, some of the points as
// means and unit covariances, and of variational Bayes with full covariances, from the points dealt out in turn.
// The objective is the log-likelihood of all points after that.
func raceGMM(b *bench) error {
	for _, s := range []struct{ n, d, k int }{{100_000, 16, 32}, {1_000_000, 8, 16}} {
		values := crowd(s.n, s.d, s.k).Values
		path, err := b.write(fmt.Sprintf("gmm %d", s.n), values)
		if err != nil {
			return err
		}
		points := slices.Collect(slices.Chunk(values, s.d))
		for _, kind := range []string{"spherical", "diagonal", "full", "tied", "dirichlet", "sticks"} {
			if s.n > 100_000 && kind != "diagonal" && kind != "full" {
				continue // minutes of scikit-learn's
			}
			name := fmt.Sprintf("%s, %d × %d, K %d", kind, s.n, s.d, s.k)
			m, err := gmmStart(kind, points, s.k)
			if err != nil {
				return err
			}
			if err := b.ourGMM(name, m, points); err != nil {
				return err
			}
			b.theirs(gmmProgram, name, 5, path, s.d, s.k, kind, gmmIterations)
		}
	}
	return nil
}

func (b *bench) ourGMM(name string, m *mixture.Model[[]float64], points [][]float64) (err error) {
	r := result{Contender: contest.We, Workload: name}
	o := mixture.Options{Loop: em.Options{MaxIterations: gmmIterations, Tolerance: -1, Gate: em.NewGate(1)}}
	var fit em.Result
	r.Seconds, err = seconds(func() (err error) {
		fit, err = mixture.Fit(context.Background(), m, mixture.Items[[]float64]{Obs: points}, o)
		return err
	})
	if err != nil {
		return err
	}
	r.Objective, r.Iterations = fit.Last().LogLikelihood, fit.Last().Iteration
	b.results.enter(r)
	return nil
}

// gmmStart is the model before its first iteration.
func gmmStart(kind string, points [][]float64, k int) (*mixture.Model[[]float64], error) {
	d := len(points[0])
	var shape emission.Covariance
	switch kind {
	case "dirichlet", "sticks":
		return variationalStart(kind, points, k)
	default:
		if err := shape.UnmarshalText([]byte(kind)); err != nil {
			return nil, err
		}
	}
	g := emission.UnitGaussian(shape, k, d)
	for e := range k {
		copy(g.Mean(e), points[e])
	}
	return mixture.New[[]float64](mixture.Uniform(k, 0), g)
}

// variationalStart has a prior about the origin, of unit variance, and has seen every k-th point in each component.
func variationalStart(kind string, points [][]float64, k int) (*mixture.Model[[]float64], error) {
	d := len(points[0])
	prior := emission.VariationalPrior{Mean: make([]float64, d), Turns: 1, Freedom: float64(d), Variances: slices.Repeat([]float64{1}, d)}
	g, err := emission.NewVariationalGaussian(emission.Full, k, prior)
	if err != nil {
		return nil, err
	}
	var mixing mixture.Mixing
	if kind == "sticks" {
		mixing, err = mixture.NewSticks(k, 1)
	} else {
		mixing, err = mixture.NewDirichlet(k, 1)
	}
	if err != nil {
		return nil, err
	}
	posterior, counts := make([]float64, len(points)*k), make([]float64, k)
	for i := range points {
		posterior[i*k+i%k] = 1
		counts[i%k]++
	}
	stats := make([]float64, g.StatsLen())
	g.Evaluator().Collect(stats, points, posterior, emission.RowMajor(k))
	if _, err := g.Maximize(stats); err != nil {
		return nil, err
	}
	mixing.Maximize(counts)
	return mixture.New[[]float64](mixing, g)
}
