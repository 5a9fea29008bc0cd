package lanes

import "math"

// Scales are what the forward pass keeps of the scales c_t of its lanes: their product Π c_t, as
// mantissa in [1, 2) and exponent of 2, so that it neither vanishes nor loses digits, and the least.
// The kernels know the order of the fields.
type Scales struct {
	Mantissa [Width]float64
	Exponent [Width]int64
	Least    [Width]float64
}

// Reset makes every product 1.
func (s *Scales) Reset() {
	for l := range Width {
		s.Mantissa[l], s.Exponent[l], s.Least[l] = 1, 0, 1
	}
}

// book multiplies lane l's product by c.
func (s *Scales) book(l int, c float64) {
	mantissa, exponent := split(s.Mantissa[l] * c)
	s.Mantissa[l] = mantissa
	s.Exponent[l] += exponent
	if c < s.Least[l] {
		s.Least[l] = c
	}
}

// split takes a normal number above 0 apart into a mantissa in [1, 2) and an exponent of 2.
func split(c float64) (mantissa float64, exponent int64) {
	const fraction = 1<<52 - 1
	bits := math.Float64bits(c)
	return math.Float64frombits(bits&fraction | math.Float64bits(1)), int64(bits>>52) - 1023
}

// close books the sum c of a turn of lane l and sets its inverse; an idle lane has none.
func (s *Scales) close(l int, c float64, inv *float64, idle bool) {
	if idle {
		*inv = 0
		s.book(l, 1)
		return
	}
	s.book(l, c)
	*inv = inverse(c)
}

// inverse is 1/c, 0 if c is below LeastScale.
func inverse(c float64) float64 {
	if c >= LeastScale {
		return 1 / c
	}
	return 0
}

// Log is the natural logarithm of lane l's product.
func (s *Scales) Log(l int) float64 { return logOf(s.Mantissa[l], s.Exponent[l]) }

// LogScale is the natural logarithm of a single scale, with the bits of Scales.Log.
func LogScale(c float64) float64 { return logOf(split(c)) }

func logOf(mantissa float64, exponent int64) float64 {
	return math.Log(mantissa) + float64(exponent)*math.Ln2
}

// LeastScale is the scale below which a turn is left to the exact recursion.
const LeastScale = 1e-200
