package types_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
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

// near fails unless two vectors are the same to a relative 1e-10.
func near(t testing.TB, what string, got, want []float64) {
	t.Helper()
	if far := reference.Far(got, want); !(far < 1e-10) {
		t.Errorf("%s is off by %g:\n%v\nexpected\n%v", what, far, got, want)
	}
}

// A shape is what random models are like.
type shape struct {
	types, states, symbols, classes int
	stop, own                       bool
	zeros                           float64
}

// model draws a model.
func (s shape) model(t testing.TB, rng *rand.Rand) *types.Model[int] {
	t.Helper()
	g := &reference.Generator{Rng: rng, Zeros: s.zeros}
	m := &types.Model[int]{Weights: (&reference.Generator{Rng: rng}).Row(s.types, 1)}
	for range s.types {
		c := &chain.Chain{Start: g.Row(s.states, 1)}
		if s.stop {
			for range s.states {
				c.Stop = append(c.Stop, 0.05+0.3*rng.Float64())
			}
		}
		for range s.classes {
			var next []float64
			for i := range s.states {
				going := 1.0
				if s.stop {
					going -= c.Stop[i]
				}
				next = append(next, g.Row(s.states, going)...)
			}
			c.Next = append(c.Next, next)
		}
		m.Chains = append(m.Chains, c)
		if len(m.Families) == 0 || s.own {
			var rows [][]float64
			for range s.states {
				rows = append(rows, (&reference.Generator{Rng: rng}).Row(s.symbols, 1))
			}
			m.Families = append(m.Families, ok[*emission.Categorical](t)(emission.NewCategorical(rows)))
		}
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	return m
}

// data draws conversations with all that they can have, empty ones and missing symbols among them.
func (s shape) data(rng *rand.Rand, n, most int) []hmm.Conversation[int] {
	data := make([]hmm.Conversation[int], n)
	for i := range data {
		turns := rng.IntN(most + 1)
		c := hmm.Conversation[int]{ID: fmt.Sprint("c", i), Open: rng.IntN(2) == 0, Weight: float64(rng.IntN(3)) / 2}
		masked := rng.IntN(3) == 0
		for range turns {
			c.Obs = append(c.Obs, rng.IntN(s.symbols+1)-1)
			c.Class = append(c.Class, uint8(rng.IntN(s.classes)))
			if masked {
				c.Allowed = append(c.Allowed, rng.Uint64()|1<<rng.IntN(s.states))
			}
		}
		data[i] = c
	}
	return data
}

// params are all parameters of a model, end to end.
func params(m *types.Model[int]) []float64 {
	p := append([]float64{}, m.Weights...)
	for _, c := range m.Chains {
		p = append(append(p, c.Start...), c.Stop...)
		for _, a := range c.Next {
			p = append(p, a...)
		}
	}
	for _, f := range m.Families {
		e := make([]float64, f.ParamLen())
		f.Params(e)
		p = append(p, e...)
	}
	return p
}

// plain are options of maximum likelihood that learn everything, for so many iterations.
func plain(iterations int) types.Options {
	return types.Options{Loop: em.Options{MaxIterations: iterations, Tolerance: -1, Gate: em.NewGate(2)}}
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
