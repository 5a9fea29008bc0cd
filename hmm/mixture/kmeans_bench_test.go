package mixture_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch/em"
)

// BenchmarkKMeans is twenty iterations from the same start, in nanoseconds a point and iteration.
func BenchmarkKMeans(b *testing.B) {
	const iterations = 20
	for _, s := range [][3]int{{100_000, 2, 8}, {100_000, 8, 16}, {50_000, 16, 32}, {10_000, 64, 64}, {5_000, 384, 64}, {5_000, 64, 500}} {
		n, d, k := s[0], s[1], s[2]
		b.Run(fmt.Sprintf("N=%d/D=%d/K=%d", n, d, k), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 1))
			p := crowd(rng, n, d, k, 3, 0)
			start := plusPlus(b, p, k, rng)
			for b.Loop() {
				if _, err := start.Clone().Fit(b.Context(), p, em.Options{MaxIterations: iterations, Tolerance: -1}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n*iterations), "ns/point")
		})
	}
}
