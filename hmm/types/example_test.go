package types_test

import (
	"context"
	"fmt"
	"log"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
)

// Conversations of two types say the same things, a and b: half of them in turn, half not. One model of
// all cannot tell that; a mixture of two can.
func ExampleTrain() {
	var conversations []hmm.Conversation[int]
	for range 20 {
		conversations = append(conversations,
			hmm.Conversation[int]{Obs: []int{0, 1, 0, 1, 0, 1}},
			hmm.Conversation[int]{Obs: []int{0, 0, 0, 1, 1, 1}})
	}
	family, err := emission.NewCategorical([][]float64{{0.99, 0.01}, {0.01, 0.99}})
	if err != nil {
		log.Fatal(err)
	}
	one, err := hmm.New[int](chain.Uniform(2, false), family)
	if err != nil {
		log.Fatal(err)
	}
	o := types.DefaultTrainOptions()
	o.Fit.Strength = 1
	trained, err := types.Train(context.Background(), one, 2, conversations, o)
	if err != nil {
		log.Fatal(err)
	}
	assigned, err := types.Assign(context.Background(), trained.Model, conversations[:2], nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("weights %.2f\n", trained.Model.Weights)
	fmt.Println("of different types:", assigned[0].Likeliest() != assigned[1].Likeliest())
	// Output:
	// weights [0.50 0.50]
	// of different types: true
}
