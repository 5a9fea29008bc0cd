package lanes

import "math"

const (
	log2e = 1.44269504088896338700e+00
	ln2Hi = 6.93147180369123816490e-01 // the leading bits of ln 2: n*ln2Hi is exact for |n| < 2^20
	ln2Lo = 1.90821492927058770002e-10 // ln 2 - ln2Hi

	// roundToInt added to and subtracted from x leaves x rounded to an integer, whose two's
	// complement stands in the low bits of the sum.
	roundToInt = 3 << 51

	// expFloor is where exp(x) is flushed to zero, before it turns denormal at -708.4.
	expFloor = -708
)

// Exp is e^x for x ≤ 0, to 1 unit in the last place; below -708 it is 0. It is our own so that
// every machine gives the same bits: x = n ln 2 + r with |r| ≤ ln 2 / 2, and the Taylor series
// of e^r to r^13, whose remainder is below 5e-18.
//
// A NaN or a positive x gives an unspecified value; the callers have refused those.
func Exp(x float64) float64 {
	if !(x >= expFloor) {
		return 0
	}
	t := fma(x, log2e, roundToInt)
	n := t - roundToInt
	r := fma(-n, ln2Hi, x)
	r = fma(-n, ln2Lo, r)

	p := 1.0 / 6227020800 // 1/13!
	p = fma(p, r, 1.0/479001600)
	p = fma(p, r, 1.0/39916800)
	p = fma(p, r, 1.0/3628800)
	p = fma(p, r, 1.0/362880)
	p = fma(p, r, 1.0/40320)
	p = fma(p, r, 1.0/5040)
	p = fma(p, r, 1.0/720)
	p = fma(p, r, 1.0/120)
	p = fma(p, r, 1.0/24)
	p = fma(p, r, 1.0/6)
	p = fma(p, r, 1.0/2)
	q := fma(r*r, p, r) // e^r - 1
	scale := math.Float64frombits(math.Float64bits(t)<<52 + 1023<<52)
	return fma(scale, q, scale)
}
