package topic

import (
	"math"

	"intenthmm/internal/lanes"
)

// digamma is ψ(x), x > 0: of what lanes.ExpDigamma exponentiates.
func digamma(x float64) float64 {
	q, s := lanes.ExpDigammaOf(x)
	return math.Log(q) - s
}

// trigamma is ψ'(x), x > 0: the asymptotic series at 10 or more, by ψ'(x) = ψ'(x+1) + 1/x² below.
//
// Source: Abramowitz and Stegun (1964) 6.4.6 and 6.4.12.
func trigamma(x float64) float64 {
	sum := 0.0
	for ; x < 10; x++ {
		sum += 1 / x / x
	}
	z := 1 / x / x
	series := 691.0 / 2730
	for _, c := range [...]float64{5.0 / 66, 1.0 / 30, 1.0 / 42, 1.0 / 30, 1.0 / 6} {
		series = c - float64(z*series)
	}
	return sum + 1/x + z/2 + float64(z/x*series)
}

// lnGamma is ln Γ(x), x > 0.
func lnGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
