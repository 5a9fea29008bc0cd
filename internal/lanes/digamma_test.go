package lanes

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// Values of ψ from Abramowitz and Stegun (1964), table 6.1 and 6.3.16 onwards, and the recurrence.
func TestExpDigamma(t *testing.T) {
	const euler = 0.57721566490153286060651209008240243104215933593992
	dst := make([]float64, 4)
	for x, psi := range map[float64]float64{
		1:    -euler,
		2:    1 - euler,
		3:    1.5 - euler,
		0.5:  -euler - 2*math.Ln2,
		0.25: -math.Pi/2 - 3*math.Ln2 - euler,
		100:  4.600161852738087400986055931459,
	} {
		ExpDigamma(dst, []float64{x, x, x, x})
		if want := math.Exp(psi); math.Abs(dst[0]/want-1) > 2e-15 {
			t.Errorf("exp(ψ(%v)) = %v, want %v", x, dst[0], want)
		}
	}
	for x := 0.004; x < 1e12; x *= 1.01 {
		q, s := ExpDigammaOf(x)
		if got, want := math.Log(q)-s, mathext.Digamma(x); math.Abs(got-want) > 1e-13*(1+math.Abs(want)) {
			t.Errorf("ψ(%v) = %v, want %v", x, got, want)
		}
		ExpDigamma(dst, []float64{x, x, x, x})
		if want := math.Exp(mathext.Digamma(x)); math.Abs(dst[0]-want) > 1e-13*want {
			t.Errorf("exp(ψ(%v)) = %v, want %v", x, dst[0], want)
		}
	}
	ExpDigamma(dst, []float64{0, 1e-320, 1.0 / 800, math.MaxFloat64})
	for i, want := range []float64{0, 0, 0, math.MaxFloat64} {
		if dst[i] != want {
			t.Errorf("value %d of the limits is %v, want %v", i, dst[i], want)
		}
	}
}
