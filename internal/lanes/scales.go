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
	const fraction = 1<<52 - 1
	bits := math.Float64bits(s.Mantissa[l] * c)
	s.Exponent[l] += int64(bits>>52) - 1023
	s.Mantissa[l] = math.Float64frombits(bits&fraction | math.Float64bits(1))
	if c < s.Least[l] {
		s.Least[l] = c
	}
}

// close books the sum c of a turn of lane l and sets its inverse; an idle lane has none.
func (s *Scales) close(l int, c float64, inverse *float64, idle bool) {
	if idle {
		*inverse = 0
		s.book(l, 1)
		return
	}
	s.book(l, c)
	*inverse = 0
	if c >= LeastScale {
		*inverse = 1 / c
	}
}

// Log is the natural logarithm of lane l's product.
func (s *Scales) Log(l int) float64 {
	return math.Log(s.Mantissa[l]) + float64(s.Exponent[l])*math.Ln2
}

// LeastScale is the scale below which a turn is left to the exact recursion.
const LeastScale = 1e-200
