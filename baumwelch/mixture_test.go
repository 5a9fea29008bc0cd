package baumwelch_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// TestEqualRowsAreAMixture: a chain that forgets where it was is a mixture of its turns, with the same
// likelihood, posteriors and statistics; so is an M-step of the emissions.
func TestEqualRowsAreAMixture(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	weights := []float64{0.5, 0.3, 0.2}
	for _, shape := range []emission.Covariance{emission.Diagonal, emission.Full, emission.Tied} {
		g := emission.UnitGaussian(shape, 3, 2)
		for e := range 3 {
			copy(g.Mean(e), []float64{float64(e), float64(-e)})
		}
		var data []hmm.Conversation[[]float64]
		var turns [][]float64
		for i := range 60 {
			var c hmm.Conversation[[]float64]
			for range i % 12 {
				c.Obs = append(c.Obs, []float64{3 * rng.NormFloat64(), rng.NormFloat64()})
			}
			if i%7 == 3 && len(c.Obs) > 0 {
				c.Obs[0] = nil
			}
			data, turns = append(data, c), append(turns, c.Obs...)
		}
		h := ok[*hmm.Model[[]float64]](t)(hmm.New(&chain.Chain{Start: weights, Next: [][]float64{slices.Concat(weights, weights, weights)}}, g.Clone()))
		m := ok[*mixture.Model[[]float64]](t)(mixture.New(mixture.Mixing(ok[*mixture.Proportions](t)(mixture.NewProportions(weights, 0))), g.Clone()))
		items := mixture.Items[[]float64]{Obs: turns}

		together := ok[*baumwelch.Expected](t)(baumwelch.Expect(background, h, data, nil))
		alone := ok[*mixture.Expected](t)(mixture.Expect(background, m, items, nil))
		almost(t, shape.String()+": log-likelihood", []float64{together.LogLikelihood}, []float64{alone.LogLikelihood})
		almost(t, shape.String()+": statistics", together.Emission, alone.Emission)
		posterior, _, err := h.Posterior(data[11].Obs)
		if err != nil {
			t.Fatal(err)
		}
		responsibilities := make([]float64, 3*len(data[11].Obs))
		if err := m.Posterior(responsibilities, data[11].Obs); err != nil {
			t.Fatal(err)
		}
		almost(t, shape.String()+": posterior", slices.Concat(posterior...), responsibilities)

		one := em.Options{MaxIterations: 1, Tolerance: -1}
		o := baumwelch.MaximumLikelihood()
		o.Loop = one
		ok[em.Result](t)(baumwelch.Fit(background, h, data, o))
		ok[em.Result](t)(mixture.Fit(background, m, items, mixture.Options{Loop: one}))
		a, b := make([]float64, g.ParamLen()), make([]float64, g.ParamLen())
		h.Emission.Params(a)
		m.Emission.Params(b)
		almost(t, shape.String()+": parameters after an M-step", a, b)
	}
}

// almost compares values to 1e-11 of their size.
func almost(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values and %d", what, len(got), len(want))
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= 1e-11*max(1, math.Abs(w))) {
			t.Errorf("%s: value %d is %v, of the mixture %v", what, i, got[i], w)
		}
	}
}
