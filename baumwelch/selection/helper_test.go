package selection_test

import (
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// truth is a model of k states, each of which says mostly three symbols of its own.
func truth(t testing.TB, k int) *hmm.Model[int] {
	t.Helper()
	c := chain.Uniform(k, true)
	rows := make([][]float64, k)
	for i := range k {
		for j := range k {
			c.Next[0][i*k+j] = 0.1 / float64(k)
		}
		c.Next[0][i*k+(i+1)%k] += 0.8
		c.Stop[i] = 0.1
		rows[i] = make([]float64, 3*k)
		for v := range rows[i] {
			rows[i][v] = 0.1 / float64(3*k)
			if v/3 == i {
				rows[i][v] += 0.3
			}
		}
	}
	family, err := emission.NewCategorical(rows)
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(c, family)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func draw(t testing.TB, m *hmm.Model[int], n int, seed uint64) []hmm.Conversation[int] {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	var data []hmm.Conversation[int]
	for range n {
		c, _, err := m.Sample(60, rng)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, c)
	}
	return data
}

// untrained makes prototypes over so many symbols.
func untrained(symbols int) func(k int) (*hmm.Model[int], error) {
	return func(k int) (*hmm.Model[int], error) {
		return hmm.New(chain.Uniform(k, true), emission.UniformCategorical(k, symbols, 0.1))
	}
}

func options(workers int) baumwelch.TrainOptions {
	o := baumwelch.DefaultTrainOptions()
	o.Fit.Loop.Gate = em.NewGate(workers)
	return o
}
