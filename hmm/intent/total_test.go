package intent

import (
	"math"
	"testing"
)

// The standard error of a sum is by hand; few conversations ask for more of them, as tables of Student's t have it: above
// two errors of the normal, 2.2750 %, are 13.968 of two conversations, 2.1 of thirty.
func TestTotal(t *testing.T) {
	if got := totalOf([]float64{1, 2, 6}, []float64{0, 0, 3}); got.sum != 6 || math.Abs(got.err-math.Sqrt(3)) > 1e-12 || got.n != 3 {
		t.Errorf("%+v, want 6 ± √3 of 3", got) // 1, 2 and 3 about 2: 3/2 · 2
	}
	for _, c := range []struct {
		total
		above bool
	}{
		{total{5, 1, 1}, false}, {total{13.9, 1, 2}, false}, {total{14, 1, 2}, true}, {total{2.05, 1, 30}, false}, {total{2.12, 1, 30}, true},
		{total{2.001, 1, 100_000}, true}, {total{1.999, 1, 100_000}, false}, {total{3, 0, 2}, true}, {total{0, 0, 2}, false}, {total{-3, 1, 9}, false},
	} {
		if c.total.above(2) != c.above {
			t.Errorf("%+v is above two errors: %v", c.total, !c.above)
		}
	}
}
