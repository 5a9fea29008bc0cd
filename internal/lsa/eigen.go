package lsa

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// descending returns the eigenvalues of s, the largest first, and the eigenvectors in that order as
// columns. The sign of each is fixed: its largest component is positive.
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
		largest := 0.0
		for i := range n {
			if x := vectors.At(i, j); math.Abs(x) > math.Abs(largest) {
				largest = x
			}
		}
		for i := range n {
			out.Set(i, to, math.Copysign(1, largest)*vectors.At(i, j))
		}
	}
	return values, out
}
