package worked

import (
	"context"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// What the examples of mixtures share.

func mixtureOf[O any](t *testing.T, weights []float64, family emission.Family[O]) *mixture.Model[O] {
	t.Helper()
	mixing, err := mixture.NewProportions(weights, 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := mixture.New[O](mixing, family)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// fitted is a copy of the mixture after so many iterations, or fewer where nothing is gained any more.
func fitted[O any](t *testing.T, m *mixture.Model[O], obs []O, iterations int) *mixture.Model[O] {
	t.Helper()
	o := mixture.DefaultOptions()
	o.Loop.MaxIterations, o.Loop.Tolerance = iterations, 1e-13
	m = m.Clone()
	if _, err := mixture.Fit(context.Background(), m, mixture.Items[O]{Obs: obs}, o); err != nil {
		t.Fatal(err)
	}
	return m
}

func responsibilities[O any](t *testing.T, m *mixture.Model[O], obs []O) []float64 {
	t.Helper()
	r := make([]float64, len(obs)*m.Components())
	if err := m.Posterior(r, obs); err != nil {
		t.Fatal(err)
	}
	return r
}

func evidence[O any](t *testing.T, m *mixture.Model[O], obs []O) float64 {
	t.Helper()
	expected, err := mixture.Expect(context.Background(), m, mixture.Items[O]{Obs: obs}, em.NewGate(1))
	if err != nil {
		t.Fatal(err)
	}
	return expected.LogLikelihood
}
