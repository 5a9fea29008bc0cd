package mixture_test

import (
	"context"
	"fmt"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// Numbers about 0 and about 10. Eight components are offered, a sparse posterior keeps two.
func ExampleTrain() {
	var points [][]float64
	for i := range 200 {
		points = append(points, []float64{float64(i%2)*10 + float64(i*7%20)/10 - 1})
	}
	weights, err := mixture.NewDirichlet(8, 1e-3)
	if err != nil {
		fmt.Println(err)
		return
	}
	prototype, err := mixture.New[[]float64](weights, emission.UnitVariationalGaussian(emission.Diagonal, 8, 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	o := mixture.DefaultTrainOptions()
	o.Fit.Revive = false
	trained, err := mixture.Train(context.Background(), prototype, mixture.Items[[]float64]{Obs: points}, o)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(8-len(trained.Empty()), "components")
	// Output: 2 components
}
