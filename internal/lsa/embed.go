package lsa

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Options of Embed.
type Options struct {
	Dims       int // dimensions of the result, at most
	Oversample int // more directions to search in than are kept
	Passes     int // multiplications with AᵀA: each makes the leading directions stand out more
}

// DefaultOptions are 50 dimensions out of 60, four passes.
func DefaultOptions() Options { return Options{Dims: 50, Oversample: 10, Passes: 4} }

// A Space is what a matrix was fitted to: where new rows stand among its own.
type Space struct {
	Weights    []float64 // of columns: smoothed inverse document frequencies
	Width      int
	Directions []float64 // columns×Width, row-major: the leading right singular directions
}

// Fit weights the matrix by tf-idf, in place, and finds its leading right singular directions: o.Dims of them, or as
// many as there are; of width 0 if it has nothing but empty rows. The result depends on the seed only through rounding
// once the leading directions stand out.
//
// O(Passes · entries · (Dims + Oversample)) time. Where ctx ends it, the error is ctx's.
func (m *Matrix) Fit(ctx context.Context, o Options, seed uint64) (*Space, error) {
	s := &Space{Weights: m.weigh()}
	rng := rand.New(rand.NewPCG(seed, 0x15a))
	width := min(o.Dims+o.Oversample, m.columns)
	q := mat.NewDense(m.columns, width, nil)
	for i := range q.RawMatrix().Data {
		q.RawMatrix().Data[i] = rng.NormFloat64()
	}
	for range o.Passes {
		z := m.gram(ctx, q)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if q = orthonormal(z); q == nil {
			return s, nil
		}
	}
	q = m.leading(ctx, q, o.Dims)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	_, s.Width = q.Dims()
	for c := range m.columns {
		s.Directions = append(s.Directions, q.RawRowView(c)...)
	}
	return s, nil
}

// Embed fits the matrix and returns its rows projected on the directions and scaled to unit length, row-major, and
// their width, which is less than o.Dims where the matrix has fewer directions. Rows without entries are zero. Where ctx
// ends it, the error is ctx's.
func (m *Matrix) Embed(ctx context.Context, o Options, seed uint64) ([]float64, int, error) {
	s, err := m.Fit(ctx, o, seed)
	if err != nil {
		return nil, 0, err
	}
	if s.Width == 0 {
		return make([]float64, m.Rows()), 1, nil
	}
	points := make([]float64, m.Rows()*s.Width)
	share(m.Rows(), func(first, end int) {
		for r := first; r < end; r++ {
			columns, values := m.row(r)
			s.place(points[r*s.Width:(r+1)*s.Width], columns, values)
		}
	})
	return points, s.Width, nil
}

// Place sets dst, of length Width, to where a row with these entries stands: weighted, projected and of unit length.
// values is overwritten. It allocates nothing.
func (s *Space) Place(dst []float64, columns []int32, values []float64) {
	for i, c := range columns {
		values[i] *= s.Weights[c]
	}
	unit(values)
	s.place(dst, columns, values)
}

// place projects a weighted row.
func (s *Space) place(dst []float64, columns []int32, values []float64) {
	clear(dst)
	for i, c := range columns {
		floats.AddScaled(dst, values[i], s.Directions[int(c)*s.Width:(int(c)+1)*s.Width])
	}
	unit(dst)
}

// share shares out the numbers below n among as many goroutines as may run.
func share(n int, do func(first, end int)) {
	parts := min(runtime.GOMAXPROCS(0), n)
	var running sync.WaitGroup
	for i := range parts {
		running.Go(func() { do(i*n/parts, (i+1)*n/parts) })
	}
	running.Wait()
}

// project sets dst to row r times the columns of q that begin with first.
func (m *Matrix) project(dst []float64, r int, q *mat.Dense, first int) {
	clear(dst)
	columns, values := m.row(r)
	for i, c := range columns {
		floats.AddScaled(dst, values[i], q.RawRowView(int(c))[first:][:len(dst)])
	}
}

// gram returns AᵀA q, one row of A at a time. The columns of q have nothing to do with each other: the
// result is the same however they are shared out. It is cut short where ctx ends.
func (m *Matrix) gram(ctx context.Context, q *mat.Dense) *mat.Dense {
	_, width := q.Dims()
	z := mat.NewDense(m.columns, width, nil)
	share(width, func(first, end int) {
		y := make([]float64, end-first)
		for r := range m.Rows() {
			if r%heedRows == 0 && ctx.Err() != nil {
				return
			}
			m.project(y, r, q, first)
			columns, values := m.row(r)
			for i, c := range columns {
				floats.AddScaled(z.RawRowView(int(c))[first:end], values[i], y)
			}
		}
	})
	return z
}

// heedRows is after how many rows it is looked whether the work is still wanted.
const heedRows = 1024

// leastDirection is the squared length, relative to the longest, below which a direction counts as
// rounding.
const leastDirection = 1e-12

// orthonormal returns an orthonormal basis of the columns of z, nil if they are all zero.
func orthonormal(z *mat.Dense) *mat.Dense {
	_, width := z.Dims()
	var g mat.SymDense
	g.SymOuterK(1, z.T())
	values, vectors := descending(&g)
	keep := 0
	for keep < width && values[keep] > leastDirection*values[0] && values[keep] > 0 {
		keep++
	}
	if keep == 0 {
		return nil
	}
	scaled := mat.NewDense(width, keep, nil)
	for j := range keep {
		scale := 1 / math.Sqrt(values[j])
		for i := range width {
			scaled.Set(i, j, vectors.At(i, j)*scale)
		}
	}
	var q mat.Dense
	q.Mul(z, scaled)
	return &q
}

// leading rotates q to the singular directions of A within its span, signs fixed, and keeps the first
// dims.
func (m *Matrix) leading(ctx context.Context, q *mat.Dense, dims int) *mat.Dense {
	var g, out mat.Dense
	g.Mul(q.T(), m.gram(ctx, q))
	_, width := q.Dims()
	symmetric := mat.NewSymDense(width, nil)
	for i := range width {
		for j := i; j < width; j++ {
			symmetric.SetSym(i, j, (g.At(i, j)+g.At(j, i))/2)
		}
	}
	_, vectors := descending(symmetric)
	out.Mul(q, vectors.Slice(0, width, 0, min(dims, width)))
	fixSigns(&out)
	return &out
}
