package heldout_test

import (
	"context"
	"fmt"
	"math/rand/v2"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/report/heldout"
)

// Symbols that follow one another in a circle: the symbol before says more than two states can hold.
func Example() {
	rng := rand.New(rand.NewPCG(1, 0))
	circle := func(n int) (data []hmm.Conversation[emission.Turn]) {
		for range n {
			var c hmm.Conversation[emission.Turn]
			for at := rng.IntN(6); len(c.Obs) < 12; at = (at + 1) % 6 {
				turn := emission.Missing
				turn.Symbol = int32(at)
				c.Obs = append(c.Obs, turn)
			}
			data = append(data, c)
		}
		return data
	}
	symbols := emission.UniformCategorical(2, 6, 0.5)
	family, _ := emission.NewJoint(emission.Part("symbol", symbols, emission.SymbolField))
	prototype, _ := hmm.New[emission.Turn](chain.Uniform(2, true), family)
	training, ctx, options := circle(200), context.Background(), baumwelch.DefaultTrainOptions()
	trained, _ := baumwelch.Train(ctx, prototype, training, options)

	baselines, _ := heldout.Train(ctx, trained.Model, heldout.Alphabets{}, training, options)
	var test []heldout.Conversation
	for _, c := range circle(200) {
		test = append(test, heldout.Conversation{Seen: c, Said: c.Obs})
	}
	likelihood, _ := heldout.Evaluate(trained.Model, heldout.Alphabets{}, baselines, test)
	for _, s := range likelihood.Models {
		fmt.Printf("%-8s %.1f nats a turn\n", s.Model, s.PerTurn)
	}
	if w := likelihood.Winner(); w != nil {
		fmt.Println("better than the model:", w.Model, "over", w.Over)
	}
	// Output:
	// hmm      -1.4 nats a turn
	// chain    -0.4 nats a turn
	// mixture  -2.1 nats a turn
	// unigram  -2.1 nats a turn
	// better than the model: chain over symbols
}
