package lanes

import "math"

// A Product is a running product of many factors in (0, 1], kept as mantissa and binary exponent so
// that it can neither underflow nor lose digits, however long it grows. The zero value is not
// ready: start from One.
type Product struct {
	mantissa float64 // in [1, 2)
	exponent int64
}

// One is the empty product.
var One = Product{mantissa: 1}

// Times multiplies p by a positive, normal factor.
func (p *Product) Times(factor float64) {
	const exponentBits = 0x7ff << 52
	bits := math.Float64bits(float64(p.mantissa * factor))
	p.exponent += int64(bits>>52) - 1023
	p.mantissa = math.Float64frombits(bits&^exponentBits | 1023<<52)
}

// Log is the natural logarithm of the product.
func (p Product) Log() float64 {
	return math.Log(p.mantissa) + float64(p.exponent)*math.Ln2
}
