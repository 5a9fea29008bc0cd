package baumwelch_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

var background = context.Background()

// ok hands a value on, or fails.
func ok[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// params are all parameters of a model, end to end.
func params[O any](m *hmm.Model[O]) []float64 {
	p := append([]float64{}, m.Chain.Start...)
	for _, a := range m.Chain.Next {
		p = append(p, a...)
	}
	p = append(p, m.Chain.Stop...)
	e := make([]float64, m.Emission.ParamLen())
	m.Emission.Params(e)
	return append(p, e...)
}

// corpus samples n conversations of at most so many turns.
func corpus[O any](t testing.TB, m *hmm.Model[O], n, most int, rng *rand.Rand) []hmm.Conversation[O] {
	t.Helper()
	var data []hmm.Conversation[O]
	for i := range n {
		c, _, err := m.Sample(most, rng)
		if err != nil {
			t.Fatal(err)
		}
		c.ID = fmt.Sprint("c", i)
		data = append(data, c)
	}
	return data
}

// randomChain is a chain without zeros.
func randomChain(rng *rand.Rand, k int, stop bool) *chain.Chain {
	g := &reference.Generator{Rng: rng}
	c := &chain.Chain{Start: g.Row(k, 1), Next: [][]float64{nil}}
	if stop {
		c.Stop = make([]float64, k)
	}
	for i := range k {
		going := 1.0
		if stop {
			c.Stop[i] = 0.05 + 0.2*rng.Float64()
			going -= c.Stop[i]
		}
		c.Next[0] = append(c.Next[0], g.Row(k, going)...)
	}
	return c
}

// table is n rows of v random probabilities.
func table(rng *rand.Rand, n, v int) [][]float64 {
	g := &reference.Generator{Rng: rng}
	var rows [][]float64
	for range n {
		rows = append(rows, g.Row(v, 1))
	}
	return rows
}

func categorical(t testing.TB, rows [][]float64) emission.Family[int] {
	return ok[*emission.Categorical](t)(emission.NewCategorical(rows))
}

// gaussian draws n distributions of d dimensions.
func gaussian(t testing.TB, rng *rand.Rand, shape emission.Covariance, n, d int) *emission.Gaussian {
	var means, covariances [][]float64
	matrices := n
	if shape == emission.Tied {
		matrices = 1
	}
	for range n {
		row := make([]float64, d)
		for i := range row {
			row[i] = 3 * rng.NormFloat64()
		}
		means = append(means, row)
	}
	for range matrices {
		var row []float64
		for i := range d {
			switch shape {
			case emission.Spherical:
				row = []float64{0.5 + rng.Float64()}
			case emission.Diagonal:
				row = append(row, 0.5+rng.Float64())
			default:
				for j := range d {
					row = append(row, map[bool]float64{true: 1 + float64(i), false: 0.3}[i == j])
				}
			}
		}
		covariances = append(covariances, row)
	}
	return ok[*emission.Gaussian](t)(emission.NewGaussian(shape, means, covariances))
}

// joint has words, a symbol and a vector a turn.
func joint(t testing.TB, rng *rand.Rand, n int) *emission.Joint {
	words := ok[*emission.Words](t)(emission.NewWords(table(rng, n, 12)))
	symbols := ok[*emission.Categorical](t)(emission.NewCategorical(table(rng, n, 3)))
	return ok[*emission.Joint](t)(emission.NewJoint(
		emission.Part[[]emission.Count]("words", words, emission.WordsField),
		emission.Part[int]("symbol", symbols, emission.SymbolField),
		emission.Part[[]float64]("vector", gaussian(t, rng, emission.Diagonal, n, 2), emission.VectorField),
	))
}

// maximumLikelihood are options for n iterations without a tolerance.
func maximumLikelihood(n int) baumwelch.Options {
	o := baumwelch.MaximumLikelihood()
	o.Loop = em.Options{MaxIterations: n, Tolerance: -1, Gate: em.NewGate(2)}
	return o
}

// withPrior are the same with pseudo-counts.
func withPrior(n int, start, next, stop float64) baumwelch.Options {
	o := maximumLikelihood(n)
	o.Prior = baumwelch.Prior{Start: start, Next: next, Stop: stop}
	return o
}

// fit trains a clone of m.
func fit[O any](t testing.TB, m *hmm.Model[O], data []hmm.Conversation[O], o baumwelch.Options) (*hmm.Model[O], em.Result) {
	t.Helper()
	m = m.Clone()
	r, err := baumwelch.Fit(background, m, data, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Check(); err != nil {
		t.Errorf("a trained model is not sound: %v", err)
	}
	return m, r
}

// climbs fails if the objective falls by more than rounding.
func climbs(t testing.TB, what string, r em.Result) {
	t.Helper()
	if r.Status == em.Decreased || r.Status == em.Degenerate {
		t.Errorf("%s: %v", what, r.Status)
	}
	for i, it := range r.Iterations[1:] {
		before := r.Iterations[i].Objective
		if len(it.Repairs) == 0 && !(it.Objective-before >= -1e-11*math.Max(1, math.Abs(before))) {
			t.Errorf("%s: iteration %d fell by %g to %v", what, it.Iteration, before-it.Objective, it.Objective)
		}
	}
}
