// Package quantile sums up a sample by its quantiles, and says where in it a value stands.
package quantile

import "slices"

// Of sorts values and returns steps+1 quantiles in equal steps, from the least value to the largest; nil
// if there are no values.
func Of(values []float64, steps int) []float64 {
	if len(values) == 0 {
		return nil
	}
	slices.Sort(values)
	quantiles := make([]float64, steps+1)
	for i := range quantiles {
		quantiles[i] = values[i*(len(values)-1)/steps]
	}
	return quantiles
}

// Percent is the share of the sample below v, in percent, given its quantiles, of which there is at least
// one; between them it is as on a straight line.
func Percent(quantiles []float64, v float64) float64 {
	above, _ := slices.BinarySearch(quantiles, v)
	switch {
	case above == 0:
		return 0
	case above == len(quantiles):
		return 100
	}
	low, high := quantiles[above-1], quantiles[above]
	return 100 * (float64(above-1) + (v-low)/(high-low)) / float64(len(quantiles)-1)
}
