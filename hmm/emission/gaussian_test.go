package emission_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/hmm/emission"
)

// approx reports a relative difference, absolute below 1.
func approx(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
		t.Errorf("%s: %v, expected %v", what, got, want)
	}
}

// relative reports a relative difference.
func relative(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
		t.Errorf("%s: %v, expected %v", what, got, want)
	}
}

func logDensities[O any](f emission.Family[O], obs ...O) []float64 {
	dst := make([]float64, len(obs)*f.Len())
	f.Evaluator().LogDensities(dst, emission.RowMajor(f.Len()), obs)
	return dst
}

// learn makes an M-step from turns that belong to the distributions by posterior, row-major.
func learn[O any](t *testing.T, f emission.Family[O], obs []O, posterior []float64) (repairs int) {
	t.Helper()
	stats := make([]float64, f.StatsLen())
	f.Evaluator().Collect(stats, obs, posterior, emission.RowMajor(f.Len()))
	r, err := f.Maximize(stats)
	if err != nil {
		t.Fatal(err)
	}
	return len(r)
}

// labelled is the posterior of turns whose states are t mod n.
func labelled(turns, n int) []float64 {
	p := make([]float64, turns*n)
	for t := range turns {
		p[t*n+t%n] = 1
	}
	return p
}

func params[O any](f emission.Family[O]) []float64 {
	dst := make([]float64, f.ParamLen())
	f.Params(dst)
	return dst
}

// dense is Σ_e as a D×D matrix, whatever its form.
func dense(g *emission.Gaussian, e int) *mat.SymDense {
	d, c := g.Dims(), g.Cov(e)
	s := mat.NewSymDense(d, nil)
	for i := range d {
		switch g.Covariance() {
		case emission.Spherical:
			s.SetSym(i, i, c[0])
		case emission.Diagonal:
			s.SetSym(i, i, c[i])
		default:
			for j := range d {
				s.SetSym(i, j, c[i*d+j])
			}
		}
	}
	return s
}

// normalLogProb is the log density of a normal distribution by gonum's factorisation.
func normalLogProb(t *testing.T, x, mean []float64, cov mat.Symmetric) float64 {
	t.Helper()
	var factor mat.Cholesky
	if !factor.Factorize(cov) {
		t.Fatal("not positive definite")
	}
	var d, solved mat.VecDense
	d.SubVec(mat.NewVecDense(len(x), x), mat.NewVecDense(len(x), mean))
	if err := factor.SolveVecTo(&solved, &d); err != nil {
		t.Fatal(err)
	}
	return -0.5 * (float64(len(x))*math.Log(2*math.Pi) + factor.LogDet() + mat.Dot(&d, &solved))
}

func TestGaussianAgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, shape := range shapes {
		for _, width := range []int{1, 2, 3, 8} {
			g := newGaussian(shape, width)
			for range 20 {
				x := g.Sample(rng.IntN(4), rng)
				got := logDensities(g, x)
				for e := range 4 {
					approx(t, fmt.Sprintf("%v, %d dimensions", shape, width), got[e], normalLogProb(t, x, g.Mean(e), dense(g, e)), 1e-10)
					if width == 1 {
						sd := math.Sqrt(dense(g, e).At(0, 0))
						approx(t, "one dimension", got[e], distuv.Normal{Mu: g.Mean(e)[0], Sigma: sd}.LogProb(x[0]), 1e-12)
					}
				}
			}
		}
	}
}

// The M-step against the closed form, written out: mean and (scatter + weight·scale) / (n + weight).
func TestGaussianPosteriorMode(t *testing.T) {
	obs := [][]float64{{1, 2}, {3, 1}, {2, 6}, {8, 4}}
	p := []float64{0.5, 0.5, 1, 0, 0.25, 0.75, 0, 1}
	scale, weight := []float64{2, 3}, 1.5
	for _, shape := range shapes {
		g := emission.UnitGaussian(shape, 2, 2)
		g.SetPrior(weight, scale, nil)
		learn(t, g, obs, p)
		var pooled [4]float64
		total := 0.0
		for e := range 2 {
			n, mean, s := scatter(obs, p, e)
			for i, m := range mean {
				approx(t, shape.String()+": mean", g.Mean(e)[i], m, 1e-12)
			}
			for i, v := range s {
				pooled[i] += v
			}
			total += n
			want := s
			if shape == emission.Tied {
				if e == 0 {
					continue
				}
				want, n = pooled, total
			}
			want[0] += weight * scale[0]
			want[3] += weight * scale[1]
			switch c := dense(g, e); shape {
			case emission.Spherical:
				approx(t, "spherical", c.At(0, 0), (want[0]+want[3])/2/(n+weight), 1e-12)
			case emission.Diagonal:
				approx(t, "diagonal 0", c.At(0, 0), want[0]/(n+weight), 1e-12)
				approx(t, "diagonal 1", c.At(1, 1), want[3]/(n+weight), 1e-12)
			default:
				for i := range 4 {
					approx(t, shape.String(), c.At(i/2, i%2), want[i]/(n+weight), 1e-12)
				}
			}
		}
	}
}

// scatter is n, mean and scatter matrix of state e of two.
func scatter(obs [][]float64, p []float64, e int) (n float64, mean [2]float64, s [4]float64) {
	for t, x := range obs {
		n += p[t*2+e]
		for i, v := range x {
			mean[i] += p[t*2+e] * v
		}
	}
	mean[0], mean[1] = mean[0]/n, mean[1]/n
	for t, x := range obs {
		for i := range 4 {
			s[i] += p[t*2+e] * (x[i/2] - mean[i/2]) * (x[i%2] - mean[i%2])
		}
	}
	return n, mean, s
}

// The gradient of LogPrior in the parameters, by differences, against that of its formula.
func TestGaussianLogPriorGradient(t *testing.T) {
	scale, weight := []float64{2, 1, 0.5}, 1.7
	for _, shape := range shapes {
		g := newGaussian(shape, 3)
		if g.LogPrior() != 0 {
			t.Errorf("%v: LogPrior %v without a prior", shape, g.LogPrior())
		}
		g.SetPrior(weight, scale, nil)
		at := params(g)
		gradient := func(move func(p []float64, h float64)) float64 {
			const h = 1e-5
			value := func(h float64) float64 {
				p := slices.Clone(at)
				move(p, h)
				if err := g.SetParams(p); err != nil {
					t.Fatal(err)
				}
				return g.LogPrior()
			}
			defer func() { _ = g.SetParams(at) }()
			return (value(h) - value(-h)) / (2 * h)
		}
		approx(t, "in a mean", gradient(func(p []float64, h float64) { p[1] += h }), 0, 1e-9)
		inverse := mat.NewDense(3, 3, nil)
		_ = inverse.Inverse(dense(g, 0))
		// d/dΣ of -½ w (log|Σ| + tr(S Σ⁻¹)) is -½ w (Σ⁻¹ - Σ⁻¹ S Σ⁻¹)
		var product, want mat.Dense
		product.Product(inverse, mat.NewDiagDense(3, scale), inverse)
		want.Sub(inverse, &product)
		want.Scale(-weight/2, &want)
		const means = 12
		switch shape {
		case emission.Spherical:
			approx(t, "spherical", gradient(func(p []float64, h float64) { p[means] += h }), mat.Trace(&want), 1e-7)
		case emission.Diagonal:
			for i := range 3 {
				approx(t, "diagonal", gradient(func(p []float64, h float64) { p[means+i] += h }), want.At(i, i), 1e-7)
			}
		default:
			for i := range 3 {
				for j := range i + 1 {
					both := want.At(i, j)
					if i != j {
						both *= 2
					}
					approx(t, shape.String(), gradient(func(p []float64, h float64) {
						p[means+3*i+j] += h
						if i != j {
							p[means+3*j+i] += h
						}
					}), both, 1e-7)
				}
			}
		}
	}
}

func TestNewGaussianRefuses(t *testing.T) {
	means := [][]float64{{1, 2}, {3, 4}}
	nan := math.NaN()
	for _, c := range []struct {
		shape      emission.Covariance
		means, cov [][]float64
		want       string
	}{
		{emission.Diagonal, nil, nil, "no means"},
		{emission.Diagonal, [][]float64{{}}, nil, "no means"},
		{emission.Diagonal, [][]float64{{1, 2}, {3}}, nil, "mean 1 has 1 values"},
		{emission.Diagonal, [][]float64{{1, 2}, {3, nan}}, [][]float64{{1, 1}, {1, 1}}, "mean 1: value 1 is NaN"},
		{emission.Diagonal, means, [][]float64{{1, 1}}, "1 covariances, expected 2"},
		{emission.Tied, means, [][]float64{{1, 0, 0, 1}, {1, 0, 0, 1}}, "2 covariances, expected 1"},
		{emission.Diagonal, means, [][]float64{{1, 1}, {1}}, "covariance 1 has 1 values"},
		{emission.Diagonal, means, [][]float64{{1, 1}, {1, 0}}, "covariance 1: variance 1 is 0"},
		{emission.Spherical, means, [][]float64{{1}, {-1}}, "covariance 1: variance 0 is -1"},
		{emission.Full, means, [][]float64{{1, 0, 0, 1}, {1, 2, 2, 1}}, "covariance 1: not positive definite"},
		{emission.Full, means, [][]float64{{1, 0, 0, 1}, {1, 0.5, 0, 1}}, "covariance 1: values [1,0] and [0,1] are 0 and 0.5"},
		{emission.Tied, means, [][]float64{{1, nan, nan, 1}}, "covariance 0"},
		{emission.Covariance(9), means, [][]float64{{1, 0, 0, 1}, {1, 0, 0, 1}}, "Covariance(9)"},
		{emission.Covariance(-1), means, [][]float64{{1, 0, 0, 1}, {1, 0, 0, 1}}, "Covariance(-1)"},
	} {
		g, err := emission.NewGaussian(c.shape, c.means, c.cov)
		if err == nil || !strings.Contains(err.Error(), c.want) || g != nil {
			t.Errorf("%v %v %v: %v, expected an error with %q", c.shape, c.means, c.cov, err, c.want)
		}
	}
}

// A document with two faults is refused for the same one every time.
func TestGaussianJSONErrorIsDeterministic(t *testing.T) {
	const data = `{"covariance":"diagonal","means":[[0]],"covariances":[[1]],"prior_scale":[-1],"floor":[-1]}`
	for range 50 {
		if err := new(emission.Gaussian).UnmarshalJSON([]byte(data)); err == nil || !strings.Contains(err.Error(), "prior_scale") {
			t.Fatal(err)
		}
	}
}

func TestUnitGaussian(t *testing.T) {
	for _, shape := range shapes {
		for _, width := range []int{1, 3, 49} {
			g := emission.UnitGaussian(shape, 2, width)
			for e := range 2 {
				if !mat.Equal(dense(g, e), mat.NewDiagDense(width, slices.Repeat([]float64{1}, width))) {
					t.Errorf("%v: %v", shape, g.Cov(e))
				}
			}
		}
	}
}

// Spherical families keep the units of the data in Embed, the others put every dimension at variance 1.
func TestGaussianEmbed(t *testing.T) {
	data := [][][]float64{{{0, 0}, nil, {2, 20}}}
	for shape, want := range map[emission.Covariance][]float64{
		emission.Spherical: {-1, -10, 0, 0, 1, 10},
		emission.Full:      {-1, -1, 0, 0, 1, 1},
	} {
		if got, width := emission.UnitGaussian(shape, 1, 2).Embed(data, 1); width != 2 || !slices.Equal(got, want) {
			t.Errorf("%v: %v", shape, got)
		}
	}
}
