package types

import (
	"math"

	"intenthmm/internal/lanes"
)

// share turns log w_c + log p_c(x) into P(c | x), in place, and returns log p(x): -Inf, and zeros, where
// no type can be. What underflows beside the likeliest type is 0.
func share(joint []float64) float64 {
	largest := math.Inf(-1)
	for _, v := range joint {
		largest = max(largest, v)
	}
	if largest == math.Inf(-1) {
		clear(joint)
		return largest
	}
	sum := 0.0
	for c, v := range joint {
		joint[c] = lanes.Exp(v - largest)
		sum += joint[c]
	}
	for c := range joint {
		joint[c] /= sum
	}
	return largest + math.Log(sum)
}

// likeliest is the index of the largest value, the lowest of equally large ones.
func likeliest(p []float64) int {
	best := 0
	for c, v := range p {
		if v > p[best] {
			best = c
		}
	}
	return best
}
