package information_test

import (
	"context"
	"fmt"

	"intenthmm/baumwelch/information"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// A chain that shows its states: the errors are those of counting.
func ExampleEstimate() {
	family, _ := emission.NewCategorical([][]float64{{1, 0}, {0, 1}})
	model, _ := hmm.New[int](&chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.75, 0.25, 0.5, 0.5}}}, family)
	data := []hmm.Conversation[int]{{Obs: []int{0, 0, 0, 0, 1, 1, 0}}, {Obs: []int{1, 0, 0}}}
	errors, err := information.Estimate(context.Background(), model, data, information.DefaultOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	low, high := errors.Interval(2, information.Z95) // of A(0,0), after two starts
	fmt.Printf("%.2f ± %.3f, from %.2f to %.2f\n", errors.Params[2], errors.StandardErrors[2], low, high)
	// Output: 0.75 ± 0.194, from 0.28 to 0.96
}
