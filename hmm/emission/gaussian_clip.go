package emission

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// clip raises the eigenvalues of a covariance, in units of the floor, to at least 1: of all matrices
// that keep the floor, that is the one of largest likelihood. Without a floor it mends a matrix that
// is not positive definite, by a share of its largest element.
func clip(c, floor []float64) (mended bool) {
	unit, asked := units(floor)
	if !asked {
		if sound(c, len(floor)) {
			return false
		}
		unit = shares(c, len(floor))
	}
	d := len(unit)
	scaled := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			scaled.SetSym(i, j, c[i*d+j]/(unit[i]*unit[j]))
		}
	}
	raised := raise(scaled)
	if raised == nil {
		return false
	}
	for i := range d {
		for j := range i + 1 {
			v := (raised.At(i, j) + raised.At(j, i)) / 2 * unit[i] * unit[j]
			c[i*d+j], c[j*d+i] = v, v
		}
	}
	return !asked
}

// raise returns s with eigenvalues of at least 1, nil if they are, or if s is beyond decomposition.
func raise(s *mat.SymDense) *mat.Dense {
	var eigen mat.EigenSym
	if finite(s.RawSymmetric().Data) != nil || !eigen.Factorize(s, true) {
		return nil
	}
	values := eigen.Values(nil)
	if values[0] >= 1 {
		return nil
	}
	var q, scaled, out mat.Dense
	eigen.VectorsTo(&q)
	scaled.CloneFrom(&q)
	for j, v := range values {
		for i := range values {
			scaled.Set(i, j, q.At(i, j)*max(v, 1))
		}
	}
	out.Mul(&scaled, q.T())
	return &out
}

// sound reports whether a matrix is positive definite by more than rounding: no pivot of its
// factorisation has vanished beside the variance that it is left of.
func sound(c []float64, d int) bool {
	l, ok := cholesky(c, d)
	for i := 0; ok && i < d; i++ {
		pivot := l[i*(d+1)]
		ok = pivot*pivot > rounding*c[i*(d+1)]
	}
	return ok
}

// rounding is the share of a variance below which a pivot is what rounding left of zero.
const rounding = 1e-14

// units are the square roots of the floor, and whether every dimension has one.
func units(floor []float64) (unit []float64, all bool) {
	all = true
	for _, f := range floor {
		unit = append(unit, math.Sqrt(f))
		all = all && f > 0
	}
	return unit, all
}

// vanishing is the least eigenvalue of a matrix that had to be mended, as a share of its largest
// element.
const vanishing = 1e-12

// shares are the units of a matrix without a floor.
func shares(c []float64, d int) []float64 {
	largest := leastVariance
	for _, v := range c { // of a matrix that is all rounding the diagonal may be negative
		largest = max(largest, math.Abs(v))
	}
	unit := make([]float64, d)
	for i := range unit {
		unit[i] = math.Sqrt(largest * vanishing)
	}
	return unit
}
