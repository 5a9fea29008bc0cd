package lanes

import (
	"math"
	"testing"
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
	for x := 0.004; x < 1e6; x *= 1.01 { // ψ(x+1) = ψ(x) + 1/x, across where the series takes over
		ExpDigamma(dst, []float64{x, x + 1, x, x})
		if got, want := dst[1]*Exp(-1/x), dst[0]; math.Abs(got-want) > 4e-15*(1+1/x)*want {
			t.Errorf("exp(ψ(%v)) = %v, from x+1: %v", x, want, got)
		}
		q, s := ExpDigammaOf(x)
		if got, want := q*Exp(-s), dst[0]; got != want {
			t.Errorf("exp(ψ(%v)) = %v one by one, %v in a panel", x, got, want)
		}
	}
	ExpDigamma(dst, []float64{0, 1e-320, 1.0 / 800, math.MaxFloat64})
	for i, want := range []float64{0, 0, 0, math.MaxFloat64} {
		if dst[i] != want {
			t.Errorf("value %d of the limits is %v, want %v", i, dst[i], want)
		}
	}
}
