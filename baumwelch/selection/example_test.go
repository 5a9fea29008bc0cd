package selection_test

import (
	"context"
	"fmt"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Conversations greet (0), then complain (1) and console (2) in turn, and end with thanks (3).
func ExampleSelect() {
	var data []hmm.Conversation[int]
	for i := range 60 {
		obs := []int{0}
		for range 1 + i%4 {
			obs = append(obs, 1, 2)
		}
		data = append(data, hmm.Conversation[int]{Obs: append(obs, 3)})
	}
	choice, err := selection.Select(context.Background(), func(k int) (*hmm.Model[int], error) {
		return hmm.New(chain.Uniform(k, true), emission.UniformCategorical(k, 4, 0.1))
	}, data, baumwelch.DefaultTrainOptions(), selection.DefaultOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	best := choice.Candidates[choice.Best]
	fmt.Printf("%d states, stability %.2f\n", best.States, best.Stability)
	// Output: 4 states, stability 1.00
}
