//go:build amd64 && !purego

package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestWeightedRows compares the kernels with their twins, and those with their formulas.
func TestWeightedRows(t *testing.T) {
	for _, p := range []int{4, 8, 12, 16, 20, 44, 48, 52, 100, 112} {
		for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 23} {
			var f fences
			name, rng := fmt.Sprintf("P=%d N=%d", p, n), rand.New(rand.NewPCG(uint64(p), uint64(n)))
			const rows = 5
			table, x, weight := fill(rows*p, rng.NormFloat64), fill(p, rng.NormFloat64), fill(n, rng.NormFloat64)
			counts := make([]Count, n)
			for c := range counts {
				counts[c] = Count{Word: int32(rng.IntN(rows)), N: float32(math.NaN())}
			}
			atLevels(t, name+"/DotRows", func() [][]float64 {
				dst := f.blank(n)
				DotRows(dst, table, counts, x)
				for c, count := range counts {
					want := 0.0
					for e := range p {
						want += table[int(count.Word)*p+e] * x[e]
					}
					near(t, name+"/DotRows", dst[c], want)
				}
				return [][]float64{dst}
			})
			atLevels(t, name+"/MixRows", func() [][]float64 {
				dst := f.copy(x)
				MixRows(dst, table, counts, weight, p)
				for e := range p {
					want := x[e]
					for c, count := range counts {
						want += weight[c] * table[int(count.Word)*p+e]
					}
					near(t, name+"/MixRows", dst[e], want)
				}
				return [][]float64{dst}
			})
			atLevels(t, name+"/ShareRows", func() [][]float64 {
				rows := f.copy(table)
				ShareRows(rows, counts, weight, x)
				for i := range rows {
					want := table[i]
					for c, count := range counts {
						if i/p == int(count.Word) {
							want += weight[c] * x[i%p]
						}
					}
					near(t, name+"/ShareRows", rows[i], want)
				}
				return [][]float64{rows}
			})
			f.done(t, name)
		}
	}
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
		t.Fatalf("%s: %v, want %v", name, got, want)
	}
}

// TestExpDigammaTwins compares the kernel with its twin over all sizes of numbers.
func TestExpDigammaTwins(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	var f fences
	x := fill(4000, func() float64 { return math.Exp(40 * rng.NormFloat64()) })
	copy(x, []float64{0, math.SmallestNonzeroFloat64, 1e-308, 1 / 709.0, 1 / 707.0, 7.999999999999999, 8, 1e300, math.MaxFloat64})
	for i := 1000; i < len(x); i++ {
		x[i] = 10 * rng.Float64()
	}
	atLevels(t, "ExpDigamma", func() [][]float64 {
		dst := f.blank(len(x))
		ExpDigamma(dst, x)
		return [][]float64{dst}
	})
	f.done(t, "ExpDigamma")
}
