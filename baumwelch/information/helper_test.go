package information_test

import (
	"math/rand/v2"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// threeStates is a chain that stops, with a structural zero.
func threeStates() *chain.Chain {
	return &chain.Chain{
		Start: []float64{0.6, 0.3, 0.1},
		Next:  [][]float64{{0.60, 0.20, 0.10, 0.10, 0.65, 0.15, 0, 0.25, 0.60}},
		Stop:  []float64{0.10, 0.10, 0.15},
	}
}

func model[O any](t testing.TB, c *chain.Chain, family emission.Family[O], err error) *hmm.Model[O] {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(c, family)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func categorical(t testing.TB) *hmm.Model[int] {
	f, err := emission.NewCategorical([][]float64{{0.7, 0.1, 0.1, 0.1}, {0.1, 0.6, 0.2, 0.1}, {0.05, 0.15, 0.2, 0.6}})
	return model[int](t, threeStates(), f, err)
}

func poisson(t testing.TB) *hmm.Model[int] {
	f, err := emission.NewPoisson([]float64{0.5, 4, 12})
	return model[int](t, threeStates(), f, err)
}

func gaussian(t testing.TB, shape emission.Covariance) *hmm.Model[[]float64] {
	cov := map[emission.Covariance][][]float64{
		emission.Spherical: {{1}, {2}, {0.5}},
		emission.Diagonal:  {{1, 2}, {0.5, 1}, {2, 0.3}},
		emission.Full:      {{1, 0.3, 0.3, 2}, {0.5, -0.2, -0.2, 1}, {2, 0, 0, 0.3}},
		emission.Tied:      {{1, 0.4, 0.4, 0.8}},
	}[shape]
	f, err := emission.NewGaussian(shape, [][]float64{{0, 0}, {3, 1}, {-2, 3}}, cov)
	return model[[]float64](t, threeStates(), f, err)
}

// words says three words a turn on average.
func words(t testing.TB) *hmm.Model[[]emission.Count] {
	f, err := emission.NewWords([][]float64{{0.6, 0.2, 0.1, 0.1}, {0.1, 0.6, 0.2, 0.1}, {0.1, 0.1, 0.2, 0.6}})
	return model[[]emission.Count](t, threeStates(), f, err)
}

// joint has a symbol and a count of words in a turn, one part small and one large.
func joint(t testing.TB) *hmm.Model[emission.Turn] {
	w, s := words(t).Emission, categorical(t).Emission
	f, err := emission.NewJoint(emission.Part("words", w, emission.WordsField), emission.Part("symbol", s, emission.SymbolField))
	return model[emission.Turn](t, threeStates(), f, err)
}

// simulate draws n conversations.
func simulate[O any](t testing.TB, m *hmm.Model[O], n int, seed uint64) []hmm.Conversation[O] {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 17))
	data := make([]hmm.Conversation[O], n)
	for i := range data {
		c, _, err := m.Sample(60, rng)
		if err != nil {
			t.Fatal(err)
		}
		data[i] = c
	}
	return data
}
