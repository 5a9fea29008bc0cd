package lsa

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// descending returns the eigenvalues of s, the largest first, and the eigenvectors in that order as
// columns.
func descending(s mat.Symmetric) ([]float64, *mat.Dense) {
	var eigen mat.EigenSym
	if !eigen.Factorize(s, true) {
		panic("lsa: the eigenvalue decomposition of a Gram matrix did not converge")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	n := s.SymmetricDim()
	values := make([]float64, n)
	out := mat.NewDense(n, n, nil)
	for j, v := range eigen.Values(nil) {
		to := n - 1 - j
		values[to] = v
		for i := range n {
			out.Set(i, to, vectors.At(i, j))
		}
	}
	return values, out
}

// fixSigns turns every column so that its largest component is positive: a singular direction is one
// only up to its sign.
func fixSigns(q *mat.Dense) {
	rows, columns := q.Dims()
	for j := range columns {
		largest := 0.0
		for i := range rows {
			if x := q.At(i, j); math.Abs(x) > math.Abs(largest) {
				largest = x
			}
		}
		for i := range rows {
			q.Set(i, j, math.Copysign(1, largest)*q.At(i, j))
		}
	}
}
