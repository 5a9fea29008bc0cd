package forwardbackward_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
)

// Nothing that is handed out as a probability is above 1: posteriors, filtered probabilities, and what a filter knows
// and expects, with chains that lose states and with such that do not.
func TestNoProbabilityAboveOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n, c := range []*chain.Chain{chain.Uniform(3, true), leftToRight(5), chain.Uniform(8, true), chain.Uniform(11, false)} {
		k, turns := c.States(), 500
		if c.Stop != nil && n > 0 {
			for i := range c.Next[0] {
				c.Next[0][i] *= math.Exp(-3 * rng.Float64())
			}
			for i := range k {
				row, sum := c.Next[0][i*k:(i+1)*k], c.Stop[i]
				for _, v := range row {
					sum += v
				}
				for j := range row {
					row[j] /= sum
				}
				c.Stop[i] /= sum
			}
		}
		density := make([]float64, turns*k)
		for i := range density {
			density[i] = -30 * rng.Float64() * rng.Float64()
		}
		check := func(what string, values []float64) {
			for i, v := range values {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("chain %d: %s: value %d is %v", n, what, i, v)
				}
			}
		}
		dst := make([]float64, turns*k)
		if _, err := forwardbackward.Posterior(dst, c, density); err != nil {
			t.Fatal(err)
		}
		check("posterior", dst)
		if _, err := forwardbackward.Filtered(dst, c, density); err != nil {
			t.Fatal(err)
		}
		check("filtered", dst)
		f, next := forwardbackward.NewFilter(forwardbackward.Compile(c)), make([]float64, k)
		for at := range turns {
			if _, err := f.Step(density[at*k:(at+1)*k], 0, nil); err != nil {
				t.Fatal(err)
			}
			check("belief", f.Belief())
			check("stop", []float64{f.Predict(next, 0)})
			check("next", next)
		}
	}
}
