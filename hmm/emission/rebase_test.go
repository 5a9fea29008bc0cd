package emission_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm/emission"
)

// TestRebase: statistics about some means become those about others.
func TestRebase(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 31))
	for _, shape := range shapes {
		from, to := crowd(shape, 3, 3, rng), crowd(shape, 3, 3, rng)
		var obs [][]float64
		for range 40 {
			obs = append(obs, vectorOrNone(3, rng))
		}
		posterior := make([]float64, 3*len(obs))
		for i := range posterior {
			posterior[i] = rng.Float64()
		}
		var stats [2][]float64
		for i, g := range []*emission.Gaussian{from, to} {
			stats[i] = make([]float64, g.StatsLen())
			g.Evaluator().Collect(stats[i], obs, posterior, emission.RowMajor(3))
		}
		to.Rebase(stats[0], from)
		for i, want := range stats[1] {
			if math.Abs(stats[0][i]-want) > 1e-11*max(1, math.Abs(want)) {
				t.Errorf("%s: statistic %d is %v, want %v", shape, i, stats[0][i], want)
			}
		}
	}
}
