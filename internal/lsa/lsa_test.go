package lsa

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"intenthmm/internal/patience"
)

// random is a matrix of so many rows and columns with about a tenth of its entries.
func random(rows, columns int, seed uint64) *Matrix {
	rng := rand.New(rand.NewPCG(seed, 1))
	m := NewMatrix(columns)
	for range rows {
		for c := range columns {
			if rng.IntN(10) == 0 {
				m.Add(int32(c), float64(1+rng.IntN(3)))
			}
		}
		m.EndRow()
	}
	return m
}

// blocks has rows of one topic each out of several: clearly separated leading directions.
func blocks(topics, rows, words int) *Matrix {
	rng := rand.New(rand.NewPCG(2, 2))
	m := NewMatrix(topics * words)
	for r := range rows {
		topic := r * r % topics // some topics are more frequent
		for w := range words {
			if rng.IntN(2) == 0 {
				m.Add(int32(topic*words+w), 1)
			}
		}
		m.EndRow()
	}
	return m
}

// dense is the matrix as it is.
func (m *Matrix) dense() *mat.Dense {
	d := mat.NewDense(m.Rows(), m.columns, nil)
	for r := range m.Rows() {
		columns, values := m.row(r)
		for i, c := range columns {
			d.Set(r, int(c), values[i])
		}
	}
	return d
}

func (m *Matrix) clone() *Matrix {
	c := *m
	c.start, c.column, c.value, c.latest = slices.Clone(m.start), slices.Clone(m.column), slices.Clone(m.value), slices.Clone(m.latest)
	return &c
}

// exact is what Embed computes, by a full decomposition: the rows of A V_k, scaled to unit length,
// with the signs as Embed fixes them, and the singular values.
func exact(m *Matrix, dims int) (points *mat.Dense, values []float64) {
	w := m.clone()
	w.weigh()
	var svd mat.SVD
	if !svd.Factorize(w.dense(), mat.SVDThin) {
		panic("SVD")
	}
	var v mat.Dense
	svd.VTo(&v)
	var p mat.Dense
	rows, _ := v.Dims()
	p.Mul(w.dense(), v.Slice(0, rows, 0, dims))
	for j := range dims {
		largest := 0.0
		for i := range rows {
			if x := v.At(i, j); math.Abs(x) > math.Abs(largest) {
				largest = x
			}
		}
		for i := range m.Rows() {
			p.Set(i, j, math.Copysign(p.At(i, j), p.At(i, j)*largest))
		}
	}
	for r := range m.Rows() {
		unit(p.RawRowView(r))
	}
	return &p, svd.Values(nil)
}

func TestEmbedAgainstFullDecomposition(t *testing.T) {
	for name, c := range map[string]struct {
		m    *Matrix
		dims int
	}{
		"fewer columns than directions": {random(40, 12, 1), 12},
		"truncated":                     {random(80, 30, 2), 5}, // 30 columns: the search is complete
		"topics":                        {blocks(6, 120, 20), 6},
	} {
		t.Run(name, func(t *testing.T) {
			want, _ := exact(c.m, c.dims)
			points, width := c.m.clone().embed(Options{Dims: c.dims, Oversample: 30, Passes: 12}, 1)
			if width != c.dims || len(points) != c.m.Rows()*width {
				t.Fatalf("width %d, %d numbers", width, len(points))
			}
			got := mat.NewDense(c.m.Rows(), width, points)
			if !mat.EqualApprox(got, want, 1e-6) {
				t.Errorf("\n%.6v\n%.6v", mat.Formatted(got.Slice(0, 5, 0, width)), mat.Formatted(want.Slice(0, 5, 0, width)))
			}
		})
	}
}

// The space that is found, and the singular values in it, are the leading ones.
func TestLeadingDirections(t *testing.T) {
	for _, c := range []struct{ rows, columns, dims int }{{60, 25, 8}, {25, 40, 10}, {200, 50, 3}} {
		m := random(c.rows, c.columns, uint64(c.rows))
		m.weigh()
		rng := rand.New(rand.NewPCG(3, 3))
		q := mat.NewDense(c.columns, c.columns, nil)
		for i := range q.RawMatrix().Data {
			q.RawMatrix().Data[i] = rng.NormFloat64()
		}
		for range 4 {
			q = orthonormal(m.gram(context.Background(), q))
		}
		var identity mat.Dense
		identity.Mul(q.T(), q)
		width, _ := identity.Dims()
		if !mat.EqualApprox(&identity, eye(width), 1e-8) {
			t.Error("not orthonormal")
		}
		q = m.leading(context.Background(), q, c.dims)
		var svd mat.SVD
		svd.Factorize(m.dense(), mat.SVDThin)
		var v, overlap, aq mat.Dense
		svd.VTo(&v)
		overlap.Mul(q.T(), v.Slice(0, c.columns, 0, c.dims))
		var cosines mat.SVD
		cosines.Factorize(&overlap, mat.SVDNone)
		for _, cosine := range cosines.Values(nil) {
			if sine := math.Sqrt(max(0, 1-cosine*cosine)); !(sine < 1e-6) {
				t.Errorf("%+v: an angle of %v to the leading space", c, sine)
			}
		}
		aq.Mul(m.dense(), q)
		for j, want := range svd.Values(nil)[:c.dims] {
			if got := mat.Norm(aq.ColView(j), 2); math.Abs(got-want) > 1e-9 {
				t.Errorf("%+v: singular value %d is %v, expected %v", c, j, got, want)
			}
		}
	}
}

func eye(n int) *mat.DiagDense {
	d := mat.NewDiagDense(n, nil)
	for i := range n {
		d.SetDiag(i, 1)
	}
	return d
}

// The numbers written out for a matrix small enough to do by hand.
func TestWeigh(t *testing.T) {
	m := NewMatrix(3)
	m.Add(0, 2)
	m.Add(1, 1)
	m.EndRow()
	m.EndRow()
	m.Add(0, 5)
	m.EndRow()
	m.weigh()
	a, b := 2*(math.Log(4./3)+1), math.Log(4./2)+1
	norm := math.Hypot(a, b)
	want := []float64{a / norm, b / norm, 1}
	for i, w := range want {
		if math.Abs(m.value[i]-w) > 1e-15 {
			t.Errorf("value %d is %v, expected %v", i, m.value[i], w)
		}
	}
}

// A word that a row names twice counts as if it had been named once with the sum, one that counts
// nothing as if it had not been named.
func TestRepeatedColumns(t *testing.T) {
	fill := func(parts int) *Matrix {
		m := NewMatrix(4)
		for r := range 6 {
			for range parts {
				m.Add(int32(r%4), 2/float64(parts))
				if parts > 1 {
					m.Add(2, 0)
				}
			}
			m.Add(3, 1)
			m.EndRow()
		}
		return m
	}
	want, _ := fill(1).embed(DefaultOptions(), 1)
	for _, parts := range []int{2, 8} {
		got, _ := fill(parts).embed(DefaultOptions(), 1)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-9 {
				t.Fatalf("%d parts: value %d is %v, expected %v", parts, i, got[i], want[i])
			}
		}
	}
}

// embed is Embed to its end.
func (m *Matrix) embed(o Options, seed uint64) ([]float64, int) {
	points, width, _ := m.Embed(context.Background(), o, seed)
	return points, width
}

// Whenever it is ended there are no points, but the error; and it is heard before a pass over many rows is at an end.
func TestEmbedIsEnded(t *testing.T) {
	m := random(5*heedRows/2, 12, 3)
	for _, asked := range []int64{0, 1, 2, 5, 10, 20} {
		if points, width, err := m.clone().Embed(patience.Of(context.Background(), asked), DefaultOptions(), 1); points != nil || width != 0 || err != context.Canceled {
			t.Errorf("ended after %d questions: %d numbers, width %d, %v", asked, len(points), width, err)
		}
	}
	ctx := patience.Of(context.Background(), 1<<40)
	if _, _, err := m.clone().Embed(ctx, DefaultOptions(), 1); err != nil {
		t.Fatal(err)
	}
	passes := int64(DefaultOptions().Passes + 1)
	if ctx.Asked() < 4*passes {
		t.Errorf("asked %d times in %d passes over %d rows", ctx.Asked(), passes, m.Rows())
	}
}

func TestSeed(t *testing.T) {
	m := random(80, 30, 2)
	options := Options{Dims: 5, Oversample: 30, Passes: 4}
	want, width := m.clone().embed(options, 1)
	again, _ := m.clone().embed(options, 1)
	if !slices.Equal(want, again) {
		t.Error("the same seed gave other points")
	}
	for seed := uint64(2); seed < 12; seed++ {
		got, w := m.clone().embed(options, seed)
		if w != width {
			t.Fatalf("seed %d: width %d, before %d", seed, w, width)
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-6 {
				t.Fatalf("seed %d: value %d is %v, with seed 1 %v", seed, i, got[i], want[i])
			}
		}
	}
}

// TestThreads: the points are the same to the last bit for any number of threads.
func TestThreads(t *testing.T) {
	m := random(300, 90, 4)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want, _ := m.clone().embed(DefaultOptions(), 1)
	for _, threads := range []int{2, 3, 7} {
		runtime.GOMAXPROCS(threads)
		if got, _ := m.clone().embed(DefaultOptions(), 1); !slices.Equal(got, want) {
			t.Errorf("%d threads gave other points than one", threads)
		}
	}
}

func TestDegenerate(t *testing.T) {
	empty := func(rows, columns int) *Matrix {
		m := NewMatrix(columns)
		for range rows {
			m.EndRow()
		}
		return m
	}
	single := NewMatrix(1)
	for _, v := range []float64{3, 0, 1} {
		if v > 0 {
			single.Add(0, v)
		}
		single.EndRow()
	}
	alike := NewMatrix(5)
	for range 4 {
		alike.Add(1, 1)
		alike.Add(4, 2)
		alike.EndRow()
	}
	zeros := NewMatrix(3)
	zeros.Add(1, 0)
	zeros.EndRow()
	two := blocks(2, 9, 3)
	two.EndRow()
	_, values := exact(two, 1)
	rank := len(values) - slices.IndexFunc(reversed(values), func(v float64) bool { return v > 1e-6 })
	for name, c := range map[string]struct {
		m     *Matrix
		width int
	}{
		"no rows":           {empty(0, 4), 1},
		"all empty":         {empty(5, 4), 1},
		"all zero":          {zeros, 1},
		"one column":        {single, 1},
		"rank one":          {alike, 1},
		"one row":           {random(1, 40, 5), 1},
		"last row is empty": {two, rank},
	} {
		points, width := c.m.clone().embed(DefaultOptions(), 9)
		if width != c.width || len(points) != c.m.Rows()*width {
			t.Errorf("%s: width %d, %d numbers for %d rows; expected width %d", name, width, len(points), c.m.Rows(), c.width)
			continue
		}
		for r := range c.m.Rows() {
			_, values := c.m.row(r)
			want := 1.0
			if slices.IndexFunc(values, func(v float64) bool { return v != 0 }) < 0 {
				want = 0
			}
			if got := mat.Norm(mat.NewVecDense(width, points[r*width:(r+1)*width]), 2); math.Abs(got-want) > 1e-9 {
				t.Errorf("%s: row %d has length %v, expected %v", name, r, got, want)
			}
		}
	}
}

// With every direction kept, angles between rows are those of the weighted rows themselves.
func TestEmbedKeepsAngles(t *testing.T) {
	m := random(30, 20, 8)
	w := m.clone()
	w.weigh()
	points, width := m.embed(DefaultOptions(), 4)
	var got, want mat.Dense
	p := mat.NewDense(30, width, points)
	got.Mul(p, p.T())
	want.Mul(w.dense(), w.dense().T())
	if !mat.EqualApprox(&got, &want, 1e-9) {
		t.Error("cosines between rows have changed")
	}
}

func reversed(v []float64) []float64 {
	v = slices.Clone(v)
	slices.Reverse(v)
	return v
}

func BenchmarkEmbed(b *testing.B) {
	m := random(5000, 400, 1)
	for b.Loop() {
		m.clone().embed(DefaultOptions(), 1)
	}
}
