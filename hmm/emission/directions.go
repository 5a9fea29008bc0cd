package emission

import "math"

// directed reports whether a vector has a direction.
func directed(x []float64) bool {
	for _, c := range x {
		if c != 0 {
			return true
		}
	}
	return false
}

// length is the Euclidean norm of a vector, which may be as large as numbers are.
func length(x []float64) float64 {
	largest := 0.0
	for _, c := range x {
		largest = max(largest, math.Abs(c))
	}
	if largest == 0 || math.IsInf(largest, 1) {
		return largest
	}
	sum := 0.0
	for _, c := range x {
		sum += float64((c / largest) * (c / largest))
	}
	return largest * math.Sqrt(sum)
}

// unit scales a vector that is not zero to length 1, but leaves one alone that is as near to it as rounding lets.
func unit(x []float64) {
	for l := length(x); math.Abs(l-1) > unitRounding; l = length(x) {
		for i := range x {
			x[i] /= l
		}
	}
}

// unitRounding is how far from 1 a length may be by rounding.
const unitRounding = 1e-13
