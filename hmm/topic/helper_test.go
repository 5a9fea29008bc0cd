package topic

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/hmm/emission"
	"intenthmm/internal/simplex"
)

// dirichlet draws from a symmetric Dirichlet distribution.
func dirichlet(n int, a float64, rng *rand.Rand) []float64 {
	g, x, sum := distuv.Gamma{Alpha: a, Beta: 1, Src: rng}, make([]float64, n), 0.0
	for i := range x {
		x[i] = g.Rand() + 1e-300
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
	return x
}

// simulate draws documents from topics, and the topics.
func simulate(docs, words, topics, tokens int, seed uint64) (corpus []Document, phi [][]float64) {
	rng := rand.New(rand.NewPCG(seed, 77))
	for range topics {
		phi = append(phi, dirichlet(words, 0.05, rng))
	}
	for range docs {
		theta, counts := dirichlet(topics, 0.2, rng), make([]float32, words)
		for range tokens {
			counts[simplex.Draw(phi[simplex.Draw(theta, rng)], rng)]++
		}
		corpus = append(corpus, bag(counts))
	}
	return corpus, phi
}

func bag(counts []float32) (d Document) {
	for w, n := range counts {
		if n > 0 {
			d.Words = append(d.Words, emission.Count{Word: int32(w), N: n})
		}
	}
	return d
}

// oddities are documents that are legal and strange.
func oddities(words int) []Document {
	last := int32(words - 1)
	return []Document{
		{},
		{Words: []emission.Count{{Word: Unknown, N: 3}}},
		{Words: []emission.Count{{Word: last, N: 1}}},
		{Words: []emission.Count{{Word: 0, N: 0}, {Word: last, N: 0.25}, {Word: 0, N: 2}, {Word: 0, N: 1}}, Weight: 0.5},
		{Words: []emission.Count{{Word: 0, N: 1e6}, {Word: Unknown, N: 1}}, Weight: 3},
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
