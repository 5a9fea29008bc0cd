package baumwelch

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
)

func TestGiver(t *testing.T) {
	family := emission.UniformCategorical(2, 3, 0)
	g := &giver[int]{evaluator: family.Evaluator(), stats: make([]float64, family.StatsLen()), n: 2, shares: shares{0.4, 0.6}}
	g.collect([]int{0, 2}, []int{1, 0})
	g.collect([]int{1}, nil) // was not clustered
	const all, own = 0.3, 0.7
	want := []float64{all, own, all, all, own, all} // symbol-major
	for i := range want {
		if math.Abs(g.stats[i]-want[i]) > 1e-15 {
			t.Fatalf("statistics %v, want %v", g.stats, want)
		}
	}
	long, clusters := make([]int, 100), make([]int, 100)
	g.collect(long, clusters)
	if got := testing.AllocsPerRun(20, func() { g.collect(long, clusters); g.collect(long[:7], nil) }); got > 0 {
		t.Errorf("%v allocations a conversation", got)
	}
}
