package simplex_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/internal/simplex"
)

// No probability is above 1 once it is scaled, however the others round, and others' places are left alone.
func TestScale(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		n, stride := 1+rng.IntN(9), 1+rng.IntN(3)
		values := make([]float64, n*stride)
		for i := range values {
			values[i] = math.Exp(-40*rng.Float64()) * (1 + 1e-15*rng.Float64())
		}
		values[rng.IntN(n)*stride] = 1 + 4e-16
		between := append([]float64(nil), values...)
		simplex.Scale(values, n, stride, 1)
		sum := 0.0
		for i, v := range values {
			switch {
			case i%stride != 0:
				if v != between[i] {
					t.Fatalf("value %d lies between them and became %v", i, v)
				}
			case !(v >= 0 && v <= 1):
				t.Fatalf("%v of %v", v, between)
			default:
				sum += v
			}
		}
		if math.Abs(sum-1) > 1e-15*float64(n) {
			t.Fatalf("sums to %v", sum)
		}
	}
	weighed, nothing := []float64{1, 3}, []float64{0, 0}
	simplex.Scale(weighed, 2, 1, 8)
	simplex.Scale(nothing, 2, 1, 1)
	if weighed[0] != 2 || weighed[1] != 6 || nothing[0] != 0 || nothing[1] != 0 {
		t.Errorf("%v, %v", weighed, nothing)
	}
}
