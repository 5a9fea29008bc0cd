package baumwelch_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// dying is a model of three states, the last of which explains nothing of the data.
func dying(t testing.TB, rng *rand.Rand) (*hmm.Model[[]float64], []hmm.Conversation[[]float64]) {
	source := ok[*emission.Gaussian](t)(emission.NewGaussian(emission.Spherical, [][]float64{{0}, {8}, {16}}, [][]float64{{1}, {1}, {1}}))
	data := corpus(t, &hmm.Model[[]float64]{Chain: chain.Uniform(3, false), Emission: source}, 20, 30, rng)
	family := ok[*emission.Gaussian](t)(emission.NewGaussian(emission.Spherical, [][]float64{{0}, {12}, {-1e4}}, [][]float64{{1}, {20}, {1}}))
	return &hmm.Model[[]float64]{Chain: chain.Uniform(3, false), Emission: family}, data
}

func revivals(r em.Result) map[int]int {
	n := map[int]int{}
	for _, it := range r.Iterations {
		for _, repair := range it.Repairs {
			if strings.Contains(repair.Action, "no turns left") {
				n[repair.Distribution]++
			}
		}
	}
	return n
}

// TestDeadStateRevives: it is named, placed beside the fullest state, and finds its share.
func TestDeadStateRevives(t *testing.T) {
	guess, data := dying(t, rand.New(rand.NewPCG(1, 21)))
	o := withPrior(200, 0.01, 0.01, 0.01)
	o.Revive = true
	m, r := fit(t, guess, data, o)
	climbs(t, "with revival", r)
	repairs := r.Iterations[1].Repairs
	if len(repairs) != 1 || repairs[0].Distribution != 2 || !strings.Contains(repairs[0].Action, "beside the state with the most") {
		t.Errorf("repairs %v, expected that state 2 is placed beside the fullest", repairs)
	}
	if n := revivals(r); len(n) != 1 || n[2] != 1 {
		t.Errorf("revivals by state %v", n)
	}
	var means []float64
	for e := range 3 {
		means = append(means, m.Emission.(*emission.Gaussian).Mean(e)[0])
	}
	slices.Sort(means)
	for i, want := range []float64{0, 8, 16} {
		if math.Abs(means[i]-want) > 0.5 {
			t.Errorf("means %v", means)
			break
		}
	}
	again, _ := fit(t, guess, data, o)
	if !slices.Equal(params(again), params(m)) {
		t.Error("not the same bits a second time")
	}
	o.Revive = false
	if _, plain := fit(t, guess, data, o); len(revivals(plain)) != 0 || plain.Last().Objective >= r.Last().Objective {
		t.Errorf("without revival: %v, %v; with it: %v", revivals(plain), plain.Last().Objective, r.Last().Objective)
	}
}

// TestDiesTwice: what dies again is not revived again.
func TestDiesTwice(t *testing.T) {
	for seed := range seeds(30) {
		rng := rand.New(rand.NewPCG(seed, 22))
		family := emission.UniformCategorical(6, 2, 0)
		m := &hmm.Model[int]{Chain: randomChain(rng, 6, true), Emission: family}
		o := withPrior(60, 0.01, 0.01, 0.01)
		o.Revive = true
		_, r := fit(t, m, []hmm.Conversation[int]{{Obs: []int{0, 1}}, {Obs: []int{1}}}, o)
		for state, n := range revivals(r) {
			if n > 1 {
				t.Errorf("seed %d: state %d was revived %d times", seed, state, n)
			}
		}
		climbs(t, "few turns", r)
	}
}

// TestRevivalKeepsStructure: where the chain has zeros, or states share distributions, a dead state
// is named and left alone.
func TestRevivalKeepsStructure(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 23))
	for name, spoil := range map[string]func(*chain.Chain){
		"a zero in start": func(c *chain.Chain) { c.Start = []float64{0.5, 0, 0.5} },
		"a zero in next":  func(c *chain.Chain) { copy(c.Next[0][6:], []float64{0, 0.5, 0.5}) },
		"a way in less":   func(c *chain.Chain) { copy(c.Next[0], []float64{0.5, 0.5, 0}) },
		"a zero in stop": func(c *chain.Chain) {
			c.Stop = []float64{0.25, 0.25, 0}
			for i := range 6 {
				c.Next[0][i] = 0.25
			}
		},
		"shared": func(c *chain.Chain) { c.Dist = []int{0, 1, 2} },
	} {
		guess, data := dying(t, rng)
		spoil(guess.Chain)
		o := baumwelch.DefaultOptions()
		o.Loop = maximumLikelihood(5).Loop
		m, r := fit(t, guess, data, o)
		if n := revivals(r); n[2] != 1 {
			t.Errorf("%s: revivals %v, expected that state 2 is named", name, n)
		}
		before, after := chainVector(guess.Chain.Start, guess.Chain.Next, guess.Chain.Stop), chainVector(m.Chain.Start, m.Chain.Next, m.Chain.Stop)
		for i, p := range before {
			if p == 0 && after[i] != 0 {
				t.Errorf("%s: a zero of the chain became %v:\n%v\n%v", name, after[i], before, after)
				break
			}
		}
	}
}

// TestVanishedVariance: a state on a single point keeps a finite density, and says so.
func TestVanishedVariance(t *testing.T) {
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		rng := rand.New(rand.NewPCG(4, 24))
		m := &hmm.Model[[]float64]{Chain: randomChain(rng, 2, false), Emission: gaussian(t, rng, shape, 2, 2)}
		data := []hmm.Conversation[[]float64]{{Obs: slices.Repeat([][]float64{{1, 2}}, 20)}}
		trained, r := fit(t, m, data, maximumLikelihood(10))
		for _, p := range params(trained) {
			if math.IsNaN(p) || math.IsInf(p, 0) {
				t.Fatalf("%v: parameters %v", shape, params(trained))
			}
		}
		if score, err := trained.Score(data[0].Obs); err != nil || math.IsNaN(score) || math.IsInf(score, 0) || len(r.Iterations) < 2 {
			t.Errorf("%v: log-likelihood %v, %v", shape, score, err)
		}
	}
}
