// Package assign solves the assignment problem: pair each row of a matrix of weights with a column of
// its own so that the paired weights sum to the most that is possible.
package assign

import (
	"fmt"
	"math"
)

// Max pairs rows with columns one to one so that the sum of the paired weights is largest,
//
//	total = max over one-to-one match of  Σ_r weight[r*cols + match[r]]
//
// weight holds rows×cols values in row-major order and is left as it is. As many pairs are made as
// the shorter side allows, even where a weight is negative: match[r] is the column of row r, or -1
// for the rows that are left over when rows > cols. Of several best matches one is chosen, always the
// same one for the same weights. Differences of weights must not overflow.
//
// Max panics if rows or cols is negative, if len(weight) != rows*cols, or if a weight is NaN or
// infinite. It runs in O(s² l) time, where s is the shorter and l the longer side, and holds one copy
// of the matrix.
//
// Source: Kuhn (1955), The Hungarian method for the assignment problem; as shortest augmenting paths,
// Jonker and Volgenant (1987), A shortest augmenting path algorithm for dense and sparse linear
// assignment problems.
func Max(weight []float64, rows, cols int) (match []int, total float64) {
	check(weight, rows, cols)
	s := newSearch(weight, rows, cols)
	for i := range s.short {
		s.assign(i)
	}
	match = s.rowMatch(rows, cols)
	for r, c := range match {
		if c >= 0 {
			total += weight[r*cols+c]
		}
	}
	return match, total
}

func check(weight []float64, rows, cols int) {
	if rows < 0 || cols < 0 {
		panic(fmt.Sprintf("assign: negative size %d×%d", rows, cols))
	}
	if len(weight) != rows*cols {
		panic(fmt.Sprintf("assign: len(weight) = %d, want %d×%d", len(weight), rows, cols))
	}
	for i, w := range weight {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			panic(fmt.Sprintf("assign: weight of row %d, column %d is %v", i/cols, i%cols, w))
		}
	}
}
