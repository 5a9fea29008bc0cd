// Package simplex has what everything that holds probabilities shares: checking a distribution and
// drawing from one.
package simplex

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// tolerance is how far a distribution may be from its sum before it is refused: wide enough for
// rounded textbook numbers of ten digits, narrow enough to catch a wrong row.
const tolerance = 1e-9

// Check reports whether p holds probabilities that sum to total. what opens the error's text.
func Check(what string, p []float64, total float64) error {
	sum := 0.0
	for i, v := range p {
		if !(v >= 0 && v <= 1+tolerance) {
			return fmt.Errorf("%s: value %d is %v, expected a probability", what, i, v)
		}
		sum += v
	}
	if !(math.Abs(sum-total) <= tolerance*float64(len(p)+1)) {
		return fmt.Errorf("%s: sums to %v, expected %v", what, sum, total)
	}
	return nil
}

// Draw returns an index with probability proportional to weight, which need not sum to 1. It
// panics if no weight is positive.
func Draw(weight []float64, rng *rand.Rand) int {
	total := 0.0
	for _, w := range weight {
		total += w
	}
	u, last := rng.Float64()*total, -1
	for i, w := range weight {
		if !(w > 0) {
			continue
		}
		last = i
		if u -= w; u < 0 {
			return i
		}
	}
	if last < 0 {
		panic("simplex: Draw from weights without a positive one")
	}
	return last
}
