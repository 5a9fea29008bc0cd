package encode

import (
	"math"

	"intenthmm/hmm/emission"
)

// weights gives each count of a bag of n features the weight n^-power. It remembers what that is for every length
// up to the longest that it has met: powers are dear.
type weights struct {
	power float64
	of    []float32 // by n
}

// weigh scales the counts of a bag.
func (w *weights) weigh(bag []emission.Count) {
	if w.power == 0 || len(bag) == 0 {
		return
	}
	for n := len(w.of); n <= len(bag); n++ {
		w.of = append(w.of, float32(math.Pow(float64(n), -w.power)))
	}
	weight := w.of[len(bag)]
	for i := range bag {
		bag[i].N *= weight
	}
}
