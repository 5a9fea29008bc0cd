package encode

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// A Projection is what becomes of a vector x before it is observed:
//
//	y = R (x - m), and then y / |y| if Unit
//
// The rows of R are principal components, each divided by the standard deviation along it if the data is
// whitened. Without R and m it is y = x. A vector of length 0 stays.
type Projection struct {
	Mean []float64   `json:"mean,omitempty"`
	Rows [][]float64 `json:"rows,omitempty"`
	Unit bool        `json:"unit,omitempty"`
}

// leastVariance is the share of the largest variance below which a direction is taken for none.
const leastVariance = 1e-10

// fitProjection fits a projection of vectors of a width to those of a corpus.
func fitProjection(ctx context.Context, c *Corpus, width int, o *Options) (*Projection, error) {
	p := &Projection{Unit: o.Unit}
	if o.PCA == 0 && !o.Whiten {
		return p, nil
	}
	p.Mean = meanVector(c, width)
	moments, err := secondMoments(ctx, c, p.Mean)
	if err != nil {
		return nil, err
	}
	variances, rows, err := principal(moments)
	if err != nil {
		return nil, err
	}
	if o.PCA > 0 {
		variances, rows = variances[:o.PCA], rows[:o.PCA]
	}
	for i, variance := range variances {
		if !(variance > leastVariance*variances[0]) {
			rows = rows[:i]
			break
		}
		if o.Whiten {
			floats.Scale(1/math.Sqrt(variance), rows[i])
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("principal components: all vectors are the same")
	}
	p.Rows = rows
	return p, nil
}

// meanVector is the mean of a corpus's vectors.
func meanVector(c *Corpus, width int) []float64 {
	mean, n := make([]float64, width), 0.0
	c.vectors(func(v *[]float64) {
		floats.Add(mean, *v)
		n++
	})
	if n > 0 {
		floats.Scale(1/n, mean)
	}
	return mean
}

// momentRows is how many vectors are multiplied at a time.
const momentRows = 256

// secondMoments are the mean products of any two coordinates of a corpus's vectors, about a mean: their
// covariances. O(turns · width²). Where ctx ends it, the error is ctx's.
func secondMoments(ctx context.Context, c *Corpus, mean []float64) (*mat.SymDense, error) {
	width := len(mean)
	moments, n := mat.NewSymDense(width, nil), 0
	rows := make([]float64, 0, momentRows*width)
	flush := func() {
		if len(rows) > 0 && ctx.Err() == nil {
			moments.SymRankK(moments, 1, mat.NewDense(len(rows)/width, width, rows).T())
		}
		rows = rows[:0]
	}
	c.vectors(func(v *[]float64) {
		for i, x := range *v {
			rows = append(rows, x-mean[i])
		}
		if n++; len(rows) == cap(rows) {
			flush()
		}
	})
	flush()
	if n > 0 {
		moments.ScaleSym(1/float64(n), moments)
	}
	return moments, ctx.Err()
}

// principal is the eigenvalues of a matrix, the largest first, and their eigenvectors of length 1, each with
// its largest coordinate positive: a direction has no sign of its own. It is an error if the matrix is not
// finite.
func principal(m *mat.SymDense) (values []float64, rows [][]float64, err error) {
	var eigen mat.EigenSym
	if trace := mat.Trace(m); math.IsNaN(trace) || math.IsInf(trace, 0) || !eigen.Factorize(m, true) {
		return nil, nil, fmt.Errorf("principal components: the vectors' squares have no finite sum")
	}
	var columns mat.Dense
	eigen.VectorsTo(&columns)
	values = eigen.Values(nil)
	floats.Reverse(values)
	for i := range values {
		row := mat.Col(nil, len(values)-1-i, &columns)
		if largest := row[argMax(row)]; largest < 0 {
			floats.Scale(-1, row)
		}
		rows = append(rows, row)
	}
	return values, rows, nil
}

// argMax is which value is the farthest from 0, the first of equal ones.
func argMax(v []float64) int {
	best := 0
	for i, x := range v {
		if math.Abs(x) > math.Abs(v[best]) {
			best = i
		}
	}
	return best
}

// A projector applies a projection, with the scratch of one goroutine.
type projector struct {
	*Projection
	out []float64
}

// apply projects v in place, and returns what of it is left.
func (p *projector) apply(v []float64) []float64 {
	if p.Rows != nil {
		floats.Sub(v, p.Mean)
		p.out = p.out[:0]
		for _, row := range p.Rows {
			p.out = append(p.out, floats.Dot(row, v))
		}
		v = v[:copy(v, p.out)]
	}
	if p.Unit {
		if length := floats.Norm(v, 2); length > 0 {
			floats.Scale(1/length, v)
		}
	}
	return v
}

// check reports what is wrong with a projection to a width that was read from a file.
func (p *Projection) check(width int) error {
	switch {
	case (p.Mean == nil) != (p.Rows == nil):
		return fmt.Errorf("one of mean and rows is missing")
	case p.Rows != nil && len(p.Rows) != width:
		return fmt.Errorf("rows: %d of them, expected %d", len(p.Rows), width)
	}
	for i, row := range p.Rows {
		if len(row) != len(p.Mean) {
			return fmt.Errorf("rows: number %d has %d values, expected %d", i, len(row), len(p.Mean))
		}
	}
	return nil
}
