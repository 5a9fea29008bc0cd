package mixture_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
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

func newRandom(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, seed)) }

// plain are options for so many iterations of EM and nothing else.
func plain(iterations int) mixture.Options {
	return mixture.Options{Loop: em.Options{MaxIterations: iterations, Tolerance: -1}}
}

// begin makes an M-step from hard responsibilities.
func begin[O any](t testing.TB, m *mixture.Model[O], obs []O, hard []int) {
	t.Helper()
	k := m.Components()
	posterior, counts := make([]float64, len(obs)*k), make([]float64, k)
	for i, c := range hard {
		posterior[i*k+c] = 1
		counts[c]++
	}
	stats := make([]float64, m.Emission.StatsLen())
	m.Emission.Evaluator().Collect(stats, obs, posterior, emission.RowMajor(k))
	if _, err := m.Emission.Maximize(stats); err != nil {
		t.Fatal(err)
	}
	m.Mixing.Maximize(counts)
}

// everything is all parameters of a model, end to end.
func everything[O any](m *mixture.Model[O]) []float64 {
	n := m.Mixing.ParamLen()
	p := make([]float64, n+m.Emission.ParamLen())
	m.Mixing.Params(p[:n])
	m.Emission.Params(p[n:])
	return p
}
