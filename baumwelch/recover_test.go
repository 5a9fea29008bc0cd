package baumwelch_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// distance is the largest difference between the parameters of two models after the best matching
// of their states.
func distance[O any](t testing.TB, a, b *hmm.Model[O]) float64 {
	t.Helper()
	best := math.Inf(1)
	permutations(a.States(), func(order []int) {
		m := a.Clone()
		if !m.Permute(order) {
			t.Fatal("cannot be permuted")
		}
		far, q := 0.0, params(b)
		for i, p := range params(m) {
			far = math.Max(far, math.Abs(p-q[i]))
		}
		best = math.Min(best, far)
	})
	return best
}

func permutations(n int, visit func([]int)) {
	order := make([]int, 0, n)
	var extend func()
	extend = func() {
		if len(order) == n {
			visit(order)
			return
		}
		for i := range n {
			if indexOf(order, i) < 0 {
				order = append(order, i)
				extend()
				order = order[:len(order)-1]
			}
		}
	}
	extend()
}

func indexOf(s []int, v int) int {
	for i, w := range s {
		if w == v {
			return i
		}
	}
	return -1
}

// truth is a chain of three states that stay for a while.
func truth() *chain.Chain {
	return &chain.Chain{
		Start: []float64{0.6, 0.3, 0.1},
		Next:  [][]float64{{0.7, 0.15, 0.1, 0.1, 0.65, 0.2, 0.1, 0.1, 0.6}},
		Stop:  []float64{0.05, 0.05, 0.2},
	}
}

// recovers samples from m, trains its prototype, and expects to come close to m, from far away.
func recovers[O any](t *testing.T, m, prototype *hmm.Model[O], start baumwelch.Start, within float64) {
	t.Helper()
	n := 3000
	if testing.Short() {
		n, within = 600, 2.5*within
	}
	rng := rand.New(rand.NewPCG(11, 11))
	data := corpus(t, m, n, 60, rng)
	if before := distance(t, prototype, m); before < 2*within {
		t.Fatalf("the prototype is %v from the truth to begin with", before)
	}
	o := baumwelch.TrainOptions{Restarts: 4, Seed: 3, Start: start, Fit: baumwelch.DefaultOptions()}
	o.Fit.Loop = em.Options{MaxIterations: 200, Tolerance: 1e-6, Gate: em.NewGate(2)}
	trained, err := baumwelch.Train(background, prototype, data, o)
	if err != nil {
		t.Fatal(err)
	}
	if after := distance(t, trained.Model, m); after > within {
		t.Errorf("trained to %v from the truth, expected %v:\n%.3f, expected\n%.3f", after, within, params(trained.Model), params(m))
	}
	for _, r := range trained.Restarts {
		climbs(t, "restart", r.Result)
	}
	best := trained.Restarts[trained.Best].Result.Last().Objective
	for _, r := range trained.Restarts {
		if r.Result.Last().Objective > best {
			t.Errorf("restart %d was better than the best", r.Seed)
		}
	}
	score := 0.0
	for i := range data { // the truth cannot be much likelier than what was trained on the data
		a, _ := hmm.NewDecoder(trained.Model).Score(&data[i])
		b, _ := hmm.NewDecoder(m).Score(&data[i])
		score += a - b
	}
	if score < -5 {
		t.Errorf("the truth is %v nats likelier than the trained model", -score)
	}
}

func TestRecoversSymbols(t *testing.T) {
	rows := [][]float64{{0.7, 0.1, 0.1, 0.05, 0.05}, {0.05, 0.1, 0.7, 0.1, 0.05}, {0.05, 0.05, 0.1, 0.1, 0.7}}
	m := &hmm.Model[int]{Chain: truth(), Emission: categorical(t, rows)}
	prototype := &hmm.Model[int]{Chain: chain.Uniform(3, true), Emission: emission.UniformCategorical(3, 5, 0.01)}
	for _, start := range []baumwelch.Start{baumwelch.KMeans, baumwelch.Random} {
		t.Run(start.String(), func(t *testing.T) { recovers(t, m, prototype, start, 0.06) })
	}
}

func TestRecoversVectors(t *testing.T) {
	means := [][]float64{{0, 0}, {4, 0}, {0, 4}}
	for shape, covariances := range map[emission.Covariance][][]float64{
		emission.Spherical: {{1}, {0.5}, {0.7}},
		emission.Diagonal:  {{1, 0.3}, {0.5, 0.8}, {0.6, 1}},
		emission.Full:      {{1, 0.4, 0.4, 0.6}, {0.5, -0.2, -0.2, 0.8}, {0.6, 0, 0, 1}},
		emission.Tied:      {{1, 0.4, 0.4, 0.6}},
	} {
		t.Run(shape.String(), func(t *testing.T) {
			family := ok[*emission.Gaussian](t)(emission.NewGaussian(shape, means, covariances))
			m := &hmm.Model[[]float64]{Chain: truth(), Emission: family}
			prototype := &hmm.Model[[]float64]{Chain: chain.Uniform(3, true), Emission: emission.UnitGaussian(shape, 3, 2)}
			recovers(t, m, prototype, baumwelch.KMeans, 0.08)
		})
	}
}

func TestRecoversRates(t *testing.T) {
	m := &hmm.Model[int]{Chain: truth(), Emission: ok[*emission.Poisson](t)(emission.NewPoisson([]float64{1, 6, 20}))}
	prototype := &hmm.Model[int]{Chain: chain.Uniform(3, true), Emission: ok[*emission.Poisson](t)(emission.NewPoisson([]float64{1, 1, 1}))}
	recovers(t, m, prototype, baumwelch.KMeans, 0.25)
}

func TestRecoversWords(t *testing.T) {
	rows := [][]float64{{0.4, 0.3, 0.1, 0.1, 0.05, 0.05}, {0.05, 0.05, 0.4, 0.3, 0.1, 0.1}, {0.1, 0.1, 0.05, 0.05, 0.4, 0.3}}
	m := &hmm.Model[[]emission.Count]{Chain: truth(), Emission: ok[*emission.Words](t)(emission.NewWords(rows))}
	prototype := &hmm.Model[[]emission.Count]{Chain: chain.Uniform(3, true), Emission: emission.UniformWords(3, 6, 0.01)}
	recovers(t, m, prototype, baumwelch.KMeans, 0.06)
}
