package baumwelch_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

func seeds(n int) uint64 {
	if testing.Short() {
		n = max(2, n/8)
	}
	return uint64(n)
}

// climbFrom samples from truth, starts anew from guess, and checks that the objective never falls,
// with and without priors.
func climbFrom[O any](t *testing.T, what string, rng *rand.Rand, truth, guess *hmm.Model[O]) {
	t.Helper()
	data := corpus(t, truth, 12, 15, rng)
	for i := range data {
		data[i].Weight = []float64{0, 1, 0.5, 2}[i%4]
	}
	_, plain := fit(t, guess, data, maximumLikelihood(15))
	climbs(t, what, plain)
	_, prior := fit(t, guess, data, withPrior(15, 0.1, 0.2, 0.3))
	climbs(t, what+" with a prior", prior)
	if gain := plain.Last().Objective - plain.Iterations[0].Objective; !(gain > 0) {
		t.Errorf("%s: 15 iterations gained %v", what, gain)
	}
	revive := withPrior(15, 0.1, 0.2, 0.3)
	revive.Revive = true
	_, r := fit(t, guess, data, revive)
	climbs(t, what+" with revival", r)
}

// TestNeverFalls goes through all families, each with and without a prior of its own.
func TestNeverFalls(t *testing.T) {
	for seed := range seeds(40) {
		rng := rand.New(rand.NewPCG(seed, 1))
		k, stop := 2+rng.IntN(3), seed%2 == 0
		truth, guess := randomChain(rng, k, stop), randomChain(rng, k, stop)

		t.Run(fmt.Sprintf("categorical/%d", seed), func(t *testing.T) {
			a, b := categorical(t, table(rng, k, 5)), categorical(t, table(rng, k, 5)).(*emission.Categorical)
			b.SetPrior(float64(seed%3) / 4)
			climbFrom(t, "categorical", rng, &hmm.Model[int]{Chain: truth, Emission: a}, &hmm.Model[int]{Chain: guess, Emission: b})
		})
		t.Run(fmt.Sprintf("poisson/%d", seed), func(t *testing.T) {
			a, b := ok[*emission.Poisson](t)(emission.NewPoisson(rates(rng, k))), ok[*emission.Poisson](t)(emission.NewPoisson(rates(rng, k)))
			b.SetPrior(float64(seed%3), 0.5*float64(seed%3))
			climbFrom(t, "poisson", rng, &hmm.Model[int]{Chain: truth, Emission: a}, &hmm.Model[int]{Chain: guess, Emission: b})
		})
		t.Run(fmt.Sprintf("words/%d", seed), func(t *testing.T) {
			a, b := ok[*emission.Words](t)(emission.NewWords(table(rng, k, 9))), ok[*emission.Words](t)(emission.NewWords(table(rng, k, 9)))
			b.SetPrior(float64(seed%3) / 8)
			climbFrom(t, "words", rng, &hmm.Model[[]emission.Count]{Chain: truth, Emission: a}, &hmm.Model[[]emission.Count]{Chain: guess, Emission: b})
		})
		for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
			t.Run(fmt.Sprintf("%v/%d", shape, seed), func(t *testing.T) {
				a, b := gaussian(t, rng, shape, k, 3), gaussian(t, rng, shape, k, 3)
				b.SetPrior(float64(seed%3)+0.1, []float64{1, 2, 0.5}, []float64{1e-3, 1e-3, 1e-3})
				climbFrom(t, shape.String(), rng, &hmm.Model[[]float64]{Chain: truth, Emission: a}, &hmm.Model[[]float64]{Chain: guess, Emission: b})
			})
		}
		t.Run(fmt.Sprintf("joint/%d", seed), func(t *testing.T) {
			a, b := joint(t, rng, k), joint(t, rng, k)
			vectors, _ := emission.PartOf[*emission.Gaussian](b, "vector")
			vectors.SetPrior(0.5, []float64{1, 1}, []float64{1e-3, 1e-3})
			climbFrom(t, "joint", rng, &hmm.Model[emission.Turn]{Chain: truth, Emission: a}, &hmm.Model[emission.Turn]{Chain: guess, Emission: b})
		})
	}
}

func rates(rng *rand.Rand, k int) []float64 {
	r := make([]float64, k)
	for i := range r {
		r[i] = 0.5 + 10*rng.Float64()
	}
	return r
}

// TestNeverFallsWithStructure: classes, masks, zeros, shared distributions, open conversations.
func TestNeverFallsWithStructure(t *testing.T) {
	climbed := 0
	for seed := range seeds(300) {
		g := reference.Small(seed)
		g.MostK, g.MostTurns, g.Zeros = 4, 12, 0.15
		c := g.Chain()
		m := &hmm.Model[int]{Chain: c, Emission: categorical(t, table(g.Rng, c.Distributions(), 4))}
		var data []hmm.Conversation[int]
		for len(data) < 10 {
			s := g.Problem(c).Sequence
			conversation := hmm.Conversation[int]{Class: s.Class, Allowed: s.Allowed, Open: s.Open, Weight: s.Weight}
			for range s.Turns {
				conversation.Obs = append(conversation.Obs, g.Rng.IntN(5)-1)
			}
			if _, err := hmm.NewDecoder(m).Score(&conversation); err != nil {
				conversation.Obs, conversation.Class, conversation.Allowed = nil, nil, nil
			}
			data = append(data, conversation)
		}
		for _, o := range []baumwelch.Options{maximumLikelihood(12), withPrior(12, 0.3, 0.2, 0.1)} {
			trained, r := fit(t, m, data, o)
			climbs(t, fmt.Sprintf("seed %d", seed), r)
			if r.Last().Objective > r.Iterations[0].Objective {
				climbed++
			}
			for i, p := range params(m)[:c.States()*(1+len(c.Next)*c.States())] {
				if p == 0 && params(trained)[i] != 0 {
					t.Fatalf("seed %d: parameter %d was a zero of the structure and is %v", seed, i, params(trained)[i])
				}
			}
		}
	}
	if climbed < int(seeds(300)) {
		t.Errorf("only %d fits rose", climbed)
	}
}

// TestPriorIsTheOptimum: after one M-step no other chain has a larger expected log-likelihood plus
// log prior. Both are written down here anew, from the counts of the reference.
func TestPriorIsTheOptimum(t *testing.T) {
	for seed := range seeds(100) {
		g := reference.Small(seed)
		g.Never, g.Zeros = 0, 0.1
		c := g.Chain()
		m := &hmm.Model[int]{Chain: c, Emission: categorical(t, table(g.Rng, c.Distributions(), 3))}
		var data []hmm.Conversation[int]
		counts := chainVector(make([]float64, c.States()), zeros(c.Next), zeros([][]float64{c.Stop})[0])
		for range 5 {
			p := g.Problem(c)
			s := p.Sequence
			conversation := hmm.Conversation[int]{Class: s.Class, Allowed: s.Allowed, Open: s.Open, Weight: s.Weight}
			for range s.Turns {
				conversation.Obs = append(conversation.Obs, g.Rng.IntN(3))
			}
			m.Emission.Evaluator().LogDensities(p.LogDensity, emission.RowMajor(c.Distributions()), conversation.Obs)
			a := reference.Enumerate(p)
			if a.Impossible >= 0 || s.Turns == 0 {
				continue
			}
			data = append(data, conversation)
			for i, v := range chainVector(a.Start, a.Next, a.Stop) {
				counts[i] += v
			}
		}
		prior := baumwelch.Prior{Start: g.Rng.Float64(), Next: g.Rng.Float64(), Stop: g.Rng.Float64()}
		trained, _ := fit(t, m, data, withPrior(1, prior.Start, prior.Next, prior.Stop))
		k := c.States()
		objective := func(v []float64) float64 {
			sum := 0.0
			for i, p := range v {
				pseudo := prior.Start
				if i >= k {
					pseudo = prior.Next
				}
				if i >= k+len(c.Next)*k*k {
					pseudo = prior.Stop
				}
				if p > 0 {
					sum += (counts[i] + pseudo) * math.Log(p)
				}
			}
			return sum
		}
		best := chainVector(trained.Chain.Start, trained.Chain.Next, trained.Chain.Stop)
		top := objective(best)
		for range 200 {
			if other := objective(nearby(g.Rng, best, c.States(), len(c.Next), c.Stop != nil)); other > top+1e-12*math.Abs(top) {
				t.Fatalf("seed %d: the M-step came to %v, another chain has %v", seed, top, other)
			}
		}
	}
}

func zeros(m [][]float64) [][]float64 {
	out := make([][]float64, len(m))
	for i := range m {
		out[i] = make([]float64, len(m[i]))
	}
	return out
}

// chainVector lays a chain's numbers end to end.
func chainVector(start []float64, next [][]float64, stop []float64) []float64 {
	v := append([]float64{}, start...)
	return append(append(v, reference.Flat(next)...), stop...)
}

// nearby is a sound chain a little beside v, with the same zeros.
func nearby(rng *rand.Rand, v []float64, k, classes int, stops bool) []float64 {
	v = append([]float64{}, v...)
	jitter := func(row []float64, total float64) {
		sum := 0.0
		for i := range row {
			row[i] *= math.Exp(0.1 * rng.NormFloat64())
			sum += row[i]
		}
		for i := range row {
			if sum > 0 {
				row[i] *= total / sum
			}
		}
	}
	jitter(v[:k], 1)
	for i := range k {
		going := 1.0
		if stop := k + classes*k*k + i; stops {
			if v[stop] > 0 && v[stop] < 1 {
				odds := v[stop] / (1 - v[stop]) * math.Exp(0.1*rng.NormFloat64())
				v[stop] = odds / (1 + odds)
			}
			going -= v[stop]
		}
		for class := range classes {
			at := k + class*k*k + i*k
			jitter(v[at:at+k], going)
		}
	}
	return v
}
