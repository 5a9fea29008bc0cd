package intent

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// A total is a sum over conversations, which are independent of each other as turns are not, and its standard error.
type total struct {
	sum, err float64
	n        int
}

// totalOf sums up by how much more there is in a than in b, conversation by conversation; b may be nil. The standard
// error is (N/(N-1) Σ_c (d_c - Σ_c d_c / N)²)^½, with d_c the difference.
func totalOf(a, b []float64) total {
	difference := func(i int) float64 {
		if b == nil {
			return a[i]
		}
		return a[i] - b[i]
	}
	t := total{n: len(a)}
	for i := range a {
		t.sum += difference(i)
	}
	squares := 0.0
	for i := range a {
		d := difference(i) - t.sum/float64(t.n)
		squares += float64(d * d)
	}
	t.err = math.Sqrt(squares * float64(t.n) / max(float64(t.n-1), 1))
	return t
}

// above reports whether a sum is more than so many standard errors above 0, or as many more as make it as improbable where
// the error is itself uncertain: Student's t. No sum of a single conversation is.
func (t total) above(errors float64) bool {
	if t.n < 2 || !(t.sum > errors*t.err) {
		return false
	}
	if t.err == 0 {
		return true
	}
	chance := distuv.StudentsT{Sigma: 1, Nu: float64(t.n - 1)}.Survival(t.sum / t.err)
	return chance < distuv.UnitNormal.Survival(errors)
}
