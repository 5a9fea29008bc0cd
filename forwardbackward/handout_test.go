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

// What comes next is a sum over what a filter believes: where all states go to one, or all conversations stop, that is 1
// and no more.
func TestNoSumAboveOne(t *testing.T) {
	const k = 11
	rng := rand.New(rand.NewPCG(5, 6))
	going, stopping := chain.Uniform(k, true), chain.Uniform(k, true)
	for i := range k {
		for j := range k {
			going.Next[0][i*k+j], stopping.Next[0][i*k+j] = 0, 0
		}
		going.Next[0][i*k], going.Stop[i], stopping.Stop[i] = 1, 0, 1
	}
	one, other := forwardbackward.NewFilter(forwardbackward.Compile(going)), forwardbackward.NewFilter(forwardbackward.Compile(stopping))
	density, next, alone := make([]float64, k), make([]float64, k), make([]float64, k)
	for range 3000 {
		for i := range density {
			density[i] = -5 * rng.Float64()
		}
		for _, f := range []*forwardbackward.Filter{one, other} {
			f.Reset()
			if _, err := f.Step(density, 0, nil); err != nil {
				t.Fatal(err)
			}
			stop := f.Predict(next, 0)
			if again := forwardbackward.Compile(going).Predict(alone, one.Belief(), 0); again > 1 || alone[0] > 1 {
				t.Fatalf("stop %v, next %v", again, alone)
			}
			if stop > 1 || next[0] > 1 || math.Abs(stop+next[0]-1) > 1e-14 {
				t.Fatalf("stop %v, next %v", stop, next)
			}
		}
	}
	for range 3000 { // certain of one state but for rounding
		for i := range density {
			density[i] = -40 - 10*rng.Float64()
		}
		density[3] = rng.Float64()
		one.Reset()
		if _, err := one.Step(density, 0, nil); err != nil || one.Belief()[3] > 1 {
			t.Fatal(err, one.Belief())
		}
	}
}
