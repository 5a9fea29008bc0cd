package baumwelch_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// BenchmarkIteration is one EM iteration over 500 conversations of 24 turns, on one thread.
func BenchmarkIteration(b *testing.B) {
	for _, size := range [][2]int{{4, 20}, {16, 200}} {
		k, v := size[0], size[1]
		rng := rand.New(rand.NewPCG(1, 31))
		c := randomChain(rng, k, false)
		b.Run(fmt.Sprintf("categorical/K=%d/T=24/V=%d", k, v), func(b *testing.B) {
			iterate(b, &hmm.Model[int]{Chain: c, Emission: categorical(b, table(rng, k, v))}, rng)
		})
		b.Run(fmt.Sprintf("words/K=%d/T=24/V=%d", k, v), func(b *testing.B) {
			words := ok[*emission.Words](b)(emission.NewWords(table(rng, k, v)))
			iterate(b, &hmm.Model[[]emission.Count]{Chain: c, Emission: words}, rng)
		})
		for _, shape := range []emission.Covariance{emission.Diagonal, emission.Full} {
			b.Run(fmt.Sprintf("%v/K=%d/T=24/D=8", shape, k), func(b *testing.B) {
				iterate(b, &hmm.Model[[]float64]{Chain: c, Emission: gaussian(b, rng, shape, k, 8)}, rng)
			})
		}
	}
}

func iterate[O any](b *testing.B, m *hmm.Model[O], rng *rand.Rand) {
	const conversations, turns = 500, 24
	data := corpus(b, m, conversations, turns, rng)
	o := withPrior(b.N, 0.1, 0.1, 0.1)
	o.Loop.Gate = em.NewGate(1)
	m = m.Clone()
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := baumwelch.Fit(background, m, data, o); err != nil {
		b.Fatal(err)
	}
	reference.ReportTurns(b, conversations*turns)
}

// Calls from a shop: the callers say hello (0), ask (1), pay (2); what they are up to is hidden.
func ExampleTrain() {
	var data []hmm.Conversation[int]
	for range 20 {
		data = append(data, hmm.Conversation[int]{Obs: []int{0, 1, 1, 2, 2}}, hmm.Conversation[int]{Obs: []int{0, 1, 2}})
	}
	prototype := &hmm.Model[int]{Chain: chain.Uniform(3, true), Emission: emission.UniformCategorical(3, 3, 0.01)}
	trained, err := baumwelch.Train(background, prototype, data, baumwelch.DefaultTrainOptions())
	if err != nil {
		panic(err)
	}
	path, _, err := trained.Model.Decode([]int{0, 1, 1, 2, 2})
	if err != nil {
		panic(err)
	}
	fmt.Println(len(trained.Restarts), "restarts,", trained.Restarts[trained.Best].Result.Status)
	fmt.Println(path[0] != path[1], path[1] == path[2], path[2] != path[3], path[3] == path[4])
	// Output:
	// 5 restarts, converged
	// true true true true
}
