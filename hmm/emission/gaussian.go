package emission

import (
	"fmt"
	"math"
	"slices"
)

// Gaussian is a family over vectors of D dimensions; nil is a missing vector. Distribution e has
// mean μ_e and covariance Σ_e,
//
//	log p(x | e) = -½ (D log 2π + log|Σ_e| + (x-μ_e)ᵀ Σ_e⁻¹ (x-μ_e))
//
// Statistics are, for each distribution, the expected number of turns, and the expected sums of
// (x-m) and of its squares or outer product, where m is the present mean: statistics belong to the
// parameters that they were collected at, so that a mean of 1e8 with a variance of 1 loses nothing.
//
// The prior (SetPrior) stands for weight turns of variances scale, in each distribution:
//
//	Σ_e = (scatter_e + weight · diag(scale)) / (n_e + weight)
//
// Below that is a floor on the variance along every direction. Both are set by Start; a family made
// by NewGaussian has neither, which is maximum likelihood.
type Gaussian struct {
	shape    Covariance
	n, width int
	means    []float64 // n×D
	cov      []float64 // spherical n; diagonal n×D; full n×D×D; tied D×D
	origin   []float64 // D: a place among the data, from which tied distributions are seen
	prior    gaussianPrior
}

// NewGaussian takes one mean a distribution and the covariances: for Spherical rows of one
// variance, for Diagonal rows of D variances, for Full rows of D×D numbers (row-major, symmetric,
// positive definite), for Tied one such row.
func NewGaussian(shape Covariance, means, covariances [][]float64) (*Gaussian, error) {
	if !shape.valid() {
		return nil, fmt.Errorf("gaussian: covariance is %s, expected one of %q", shape, covarianceNames)
	}
	if len(means) == 0 || len(means[0]) == 0 {
		return nil, fmt.Errorf("gaussian: no means, expected one row a distribution")
	}
	g := &Gaussian{shape: shape, n: len(means), width: len(means[0]), origin: make([]float64, len(means[0]))}
	g.SetPrior(0, nil, nil)
	for e, row := range means {
		if len(row) != g.width {
			return nil, fmt.Errorf("gaussian: mean %d has %d values, mean 0 has %d", e, len(row), g.width)
		}
		g.means = append(g.means, row...)
		for i, m := range row {
			g.origin[i] += (m - g.origin[i]) / float64(e+1)
		}
	}
	if len(covariances) != g.matrices() {
		return nil, fmt.Errorf("gaussian: %d covariances, expected %d (%s)", len(covariances), g.matrices(), shape)
	}
	for e, row := range covariances {
		if len(row) != g.covLen() {
			return nil, fmt.Errorf("gaussian: covariance %d has %d values, expected %d (%s)", e, len(row), g.covLen(), shape)
		}
		g.cov = append(g.cov, row...)
	}
	if err := g.check(); err != nil {
		return nil, err
	}
	return g, nil
}

// UnitGaussian has n distributions of width dimensions at the origin with unit variance; a Start
// moves them to where the data are.
func UnitGaussian(shape Covariance, n, width int) *Gaussian {
	g := &Gaussian{shape: shape, n: n, width: width, means: make([]float64, n*width), origin: make([]float64, width)}
	g.SetPrior(0, nil, nil)
	g.cov = make([]float64, g.matrices()*g.covLen())
	for m := range g.matrices() {
		shape.form().put(g.matrix(m), slices.Repeat([]float64{1}, width))
	}
	return g
}

// covLen is the length of one covariance.
func (g *Gaussian) covLen() int { return g.shape.form().size(g.width) }

// matrices is the number of covariances.
func (g *Gaussian) matrices() int {
	if g.shape == Tied {
		return 1
	}
	return g.n
}

// matrix is covariance m of them.
func (g *Gaussian) matrix(m int) []float64 { return g.cov[m*g.covLen() : (m+1)*g.covLen()] }

// Covariance is the shape.
func (g *Gaussian) Covariance() Covariance { return g.shape }

// Len is the number of distributions.
func (g *Gaussian) Len() int { return g.n }

// Dims is D.
func (g *Gaussian) Dims() int { return g.width }

// Mean is μ_e. It is the family's own slice.
func (g *Gaussian) Mean(e int) []float64 { return g.means[e*g.width : (e+1)*g.width] }

// Cov is Σ_e in the form that NewGaussian takes. It is the family's own slice.
func (g *Gaussian) Cov(e int) []float64 {
	if g.shape == Tied {
		e = 0
	}
	return g.matrix(e)
}

// SetPrior makes Maximize count weight more turns of the given variances in each distribution, and
// keep every variance at or above the floor. Nil stands for zeros; (0, nil, nil) is maximum
// likelihood. It panics on a wrong length.
func (g *Gaussian) SetPrior(weight float64, variances, floor []float64) {
	g.prior = gaussianPrior{weight, g.perDimension(variances), g.perDimension(floor)}
}

func (g *Gaussian) perDimension(v []float64) []float64 {
	if v == nil {
		return make([]float64, g.width)
	}
	if len(v) != g.width {
		panic("emission: the prior of a Gaussian has one value a dimension")
	}
	return slices.Clone(v)
}

// Clone returns an independent copy.
func (g *Gaussian) Clone() Family[[]float64] {
	c := *g
	c.means, c.cov, c.origin = slices.Clone(g.means), slices.Clone(g.cov), slices.Clone(g.origin)
	c.SetPrior(g.prior.weight, g.prior.scale, g.prior.floor)
	return &c
}

// check names the first mean or covariance that is none.
func (g *Gaussian) check() error {
	for e := range g.n {
		if err := finite(g.Mean(e)); err != nil {
			return fmt.Errorf("gaussian: mean %d: %w", e, err)
		}
	}
	for m := range g.matrices() {
		if err := g.shape.form().check(g.matrix(m), g.width); err != nil {
			return fmt.Errorf("gaussian: covariance %d: %w", m, err)
		}
	}
	return nil
}

// Check refuses vectors of another length and values that are not finite.
func (g *Gaussian) Check(obs []float64) error {
	if obs == nil {
		return nil
	}
	if len(obs) != g.width {
		return fmt.Errorf("vector of %d values, expected %d", len(obs), g.width)
	}
	return finite(obs)
}

func finite(v []float64) error {
	for i, x := range v {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("value %d is %v, expected a finite number", i, x)
		}
	}
	return nil
}

// ParamLen is n×D means and the covariances.
func (g *Gaussian) ParamLen() int { return len(g.means) + len(g.cov) }

// Params writes the means, then the covariances.
func (g *Gaussian) Params(dst []float64) { copy(dst[copy(dst, g.means):], g.cov) }

// SetParams takes parameters as Params writes them. It refuses what is no covariance.
func (g *Gaussian) SetParams(src []float64) error {
	if len(src) != g.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	n := *g
	n.means, n.cov = slices.Clone(src[:len(g.means)]), slices.Clone(src[len(g.means):])
	if err := n.check(); err != nil {
		return err
	}
	copy(g.means, n.means)
	copy(g.cov, n.cov)
	return nil
}
