package hmm_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// leftToRight stays or moves one on.
func leftToRight() *chain.Chain {
	return &chain.Chain{Start: []float64{1, 0, 0}, Next: [][]float64{{0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 1}}}
}

// compare holds a model's answers about a conversation against the log-domain reference.
func compare[O any](t *testing.T, m *hmm.Model[O], obs []O) *reference.Answer {
	t.Helper()
	s := solve(t, m, obs)
	want := reference.LogDomain(s.problem)
	if far := reference.Far([]float64{s.logLikelihood, s.score}, []float64{want.LogLikelihood, want.BestScore}); far > 1e-12 {
		t.Errorf("log-likelihood %v and score %v, expected %v and %v", s.logLikelihood, s.score, want.LogLikelihood, want.BestScore)
	}
	if far := max(reference.Far(s.filtered, want.Filtered), reference.Far(s.smoothed, want.Posterior)); far > 1e-9 {
		t.Errorf("probabilities are off by %g", far)
	}
	if !slices.Equal(s.path, want.BestPath) {
		t.Errorf("path %v, expected %v", s.path, want.BestPath)
	}
	if s.score > s.logLikelihood+1e-14*math.Abs(s.score) {
		t.Errorf("the best path scores %v, more than all paths together: %v", s.score, s.logLikelihood)
	}
	return want
}

// TestVectorsOfTwoThousandDimensions: the densities of a turn are thousands of nats apart.
func TestVectorsOfTwoThousandDimensions(t *testing.T) {
	const dims = 2000
	rng := rand.New(rand.NewPCG(1, 9))
	means, variances := make([][]float64, 3), make([][]float64, 3)
	for e := range means {
		for range dims {
			means[e] = append(means[e], 3*rng.NormFloat64())
			variances[e] = append(variances[e], 0.5+rng.Float64())
		}
	}
	family, err := emission.NewGaussian(emission.Diagonal, means, variances)
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(leftToRight(), emission.Family[[]float64](family))
	if err != nil {
		t.Fatal(err)
	}
	for name, states := range map[string][]int{
		"as the model says":  {0, 0, 0, 1, 1, 1, 1, 2, 2, 2},
		"against the grain":  {2, 1, 0, 2, 1, 0, 0, 1},
		"only the last ever": {2, 2, 2, 2},
		"one turn":           {1},
	} {
		t.Run(name, func(t *testing.T) {
			var obs [][]float64
			for _, e := range states {
				obs = append(obs, family.Sample(e, rng))
			}
			compare(t, m, obs)
		})
	}
}

func TestVarianceNearNothing(t *testing.T) {
	family, err := emission.NewGaussian(emission.Spherical, [][]float64{{0, 0}, {1e-3, 0}}, [][]float64{{1e-12}, {1e-12}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*chain.Chain{
		{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.5, 0.5, 0.5, 0.5}}},
		{Start: []float64{1, 0}, Next: [][]float64{{0.5, 0.5, 0, 1}}},
	} {
		m, err := hmm.New(c, emission.Family[[]float64](family))
		if err != nil {
			t.Fatal(err)
		}
		want := compare(t, m, [][]float64{{1e-3, 0}, {0, 1e-6}, {5e-4, 0}, {1e-3, 1}, nil, {1e3, 1e3}})
		if c.Start[1] == 0 && math.Abs(want.Posterior[0]-1) > 1e-9 {
			t.Errorf("posterior of the first turn %v", want.Posterior[:2])
		}
	}
}

// TestSmallestConversations: none, one turn, all turns alike, nothing observed.
func TestSmallestConversations(t *testing.T) {
	m := umbrella(t)
	rows, score, err := m.Posterior(nil)
	if err != nil || score != 0 || len(rows) != 0 {
		t.Errorf("empty: %v, %v, %v", rows, score, err)
	}
	path, score, err := m.Decode(nil)
	if err != nil || score != 0 || len(path) != 0 {
		t.Errorf("empty: path %v, %v, %v", path, score, err)
	}
	if score, err := m.Score(nil); err != nil || score != 0 {
		t.Errorf("empty: %v, %v", score, err)
	}
	for _, n := range []int{1, 2, 1000} {
		compare(t, m, slices.Repeat([]int{1}, n))
		want := compare(t, m, slices.Repeat([]int{-1}, n))
		if math.Abs(want.LogLikelihood) > 1e-12 {
			t.Errorf("%d missing turns have log-likelihood %v", n, want.LogLikelihood)
		}
	}
}

// TestImpossibleConversation: the error names the turn, in every method.
func TestImpossibleConversation(t *testing.T) {
	family, err := emission.NewCategorical([][]float64{{0.5, 0.5, 0}, {0, 0.5, 0.5}, {0, 1, 0}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(leftToRight(), emission.Family[int](family))
	if err != nil {
		t.Fatal(err)
	}
	obs := []int{0, 1, 2, 1, 0, 1}
	d, c := hmm.NewDecoder(m), &hmm.Conversation[int]{Obs: obs}
	for what, ask := range map[string]func() error{
		"Score":              func() error { _, err := m.Score(obs); return err },
		"Posterior":          func() error { _, _, err := m.Posterior(obs); return err },
		"Decode":             func() error { _, _, err := m.Decode(obs); return err },
		"Decoder.Score":      func() error { _, err := d.Score(c); return err },
		"Decoder.Filtered":   func() error { _, err := d.Filtered(make([]float64, 18), c); return err },
		"Decoder.Posterior":  func() error { _, err := d.Posterior(make([]float64, 18), c); return err },
		"Decoder.Path":       func() error { _, err := d.Path(make([]int, 6), c); return err },
		"Decoder.Score, yet": func() error { _, err := d.Score(c); return err },
	} {
		var impossible *chain.ImpossibleError
		if err := ask(); !errors.As(err, &impossible) || impossible.Turn != 4 {
			t.Errorf("%s: %v, expected turn 4 to be impossible", what, err)
		}
	}
	if score, err := d.Score(&hmm.Conversation[int]{Obs: obs[:4]}); err != nil || math.IsInf(score, 0) {
		t.Errorf("a possible one after it: %v, %v", score, err)
	}
}
