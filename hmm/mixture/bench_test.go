package mixture_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// cloud is n points about k centres in d dimensions.
func cloud(n, d, k int) [][]float64 {
	rng := rand.New(rand.NewPCG(1, 1))
	centres := make([]float64, k*d)
	for i := range centres {
		centres[i] = rng.NormFloat64()
	}
	values := make([]float64, n*d)
	points := make([][]float64, n)
	for i := range points {
		points[i] = values[i*d : (i+1)*d : (i+1)*d]
		at := rng.IntN(k) * d
		for j := range points[i] {
			points[i][j] = centres[at+j] + rng.NormFloat64()
		}
	}
	return points
}

// BenchmarkIteration is one iteration of EM, by the item, on one thread.
func BenchmarkIteration(b *testing.B) {
	for _, size := range []struct{ n, d, k int }{{100_000, 16, 32}, {1_000_000, 8, 16}} {
		points := cloud(size.n, size.d, size.k)
		for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
			b.Run(fmt.Sprintf("N=%d/D=%d/K=%d/%s", size.n, size.d, size.k, shape), func(b *testing.B) {
				m, err := mixture.New(mixture.Uniform(size.k, 0), emission.UnitGaussian(shape, size.k, size.d))
				if err != nil {
					b.Fatal(err)
				}
				for k := range size.k {
					copy(m.Emission.(*emission.Gaussian).Mean(k), points[k])
				}
				o := mixture.Options{Loop: em.Options{MaxIterations: b.N, Tolerance: -1, Gate: em.NewGate(1)}}
				b.ResetTimer()
				if _, err := mixture.Fit(b.Context(), m, mixture.Items[[]float64]{Obs: points}, o); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N+1)/float64(size.n), "ns/item")
			})
		}
	}
}
