package emission

import "math"

// cholesky returns the lower factor L of a symmetric D×D matrix, L Lᵀ = s, row-major, and whether
// s is positive definite. It reads the lower triangle only.
func cholesky(s []float64, d int) ([]float64, bool) {
	l := make([]float64, d*d)
	for i := range d {
		for j := range i + 1 {
			v := s[i*d+j]
			for k := range j {
				v -= float64(l[i*d+k] * l[j*d+k])
			}
			if i != j {
				l[i*d+j] = v / l[j*d+j]
				continue
			}
			if !(v > 0) || math.IsInf(v, 1) {
				return nil, false
			}
			l[i*d+i] = math.Sqrt(v)
		}
	}
	return l, true
}

// logDeterminant is log|L Lᵀ|.
func logDeterminant(l []float64, d int) float64 {
	sum := 0.0
	for i := range d {
		sum += 2 * math.Log(l[i*(d+1)])
	}
	return sum
}

// invertLower replaces a lower triangular matrix by its inverse.
func invertLower(l []float64, d int) {
	for j := range d {
		l[j*d+j] = 1 / l[j*d+j]
		for i := j + 1; i < d; i++ {
			sum := 0.0
			for k := j; k < i; k++ {
				sum += float64(l[i*d+k] * l[k*d+j])
			}
			l[i*d+j] = -sum / l[i*d+i]
		}
	}
}
