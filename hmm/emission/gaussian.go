package emission

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Covariance is the shape of a Gaussian family's covariance matrices.
type Covariance int

const (
	Diagonal  Covariance = iota // one variance a dimension: D numbers a distribution
	Spherical                   // one variance: 1 number a distribution
	Full                        // D×D numbers a distribution
	Tied                        // one D×D matrix for all distributions
)

var covarianceNames = []string{"diagonal", "spherical", "full", "tied"}

func (c Covariance) String() string {
	if c < 0 || int(c) >= len(covarianceNames) {
		return fmt.Sprintf("Covariance(%d)", int(c))
	}
	return covarianceNames[c]
}

// MarshalText writes the name.
func (c Covariance) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a name.
func (c *Covariance) UnmarshalText(text []byte) error {
	i := slices.Index(covarianceNames, string(text))
	if i < 0 {
		return fmt.Errorf("covariance %q, expected one of %q", text, covarianceNames)
	}
	*c = Covariance(i)
	return nil
}

// Gaussian is a family over vectors of D dimensions; nil is a missing vector. Distribution e has
// mean μ_e and covariance Σ_e,
//
//	log p(x | e) = -½ (D log 2π + log|Σ_e| + (x-μ_e)ᵀ Σ_e⁻¹ (x-μ_e))
//
// Statistics are, for each distribution, the expected number of turns, and the expected sums of
// (x-m) and of its squares or outer product, where m is the present mean: statistics belong to the
// parameters that they were collected at, so that a mean of 1e8 with a variance of 1 loses nothing.
//
// The prior stands for PriorWeight turns with the scatter of all the data, in each distribution:
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
	weight   float64   // of the prior, in turns
	scale    []float64 // D: variances of the prior
	floor    []float64 // D: least variances
}

// priorWeight is the weight in turns of the prior that Start sets.
const priorWeight = 0.1

// floorShare is the least variance that Start sets, as a share of the data's.
const floorShare = 1e-14

// NewGaussian takes one mean a distribution and the covariances: for Spherical rows of one
// variance, for Diagonal rows of D variances, for Full rows of D×D numbers (row-major, symmetric,
// positive definite), for Tied one such row.
func NewGaussian(shape Covariance, means, covariances [][]float64) (*Gaussian, error) {
	if len(means) == 0 || len(means[0]) == 0 {
		return nil, fmt.Errorf("gaussian: no means, expected one row a distribution")
	}
	g := &Gaussian{shape: shape, n: len(means), width: len(means[0])}
	g.scale, g.floor = make([]float64, g.width), make([]float64, g.width)
	for e, row := range means {
		if len(row) != g.width {
			return nil, fmt.Errorf("gaussian: mean %d has %d values, mean 0 has %d", e, len(row), g.width)
		}
		if err := finite(row); err != nil {
			return nil, fmt.Errorf("gaussian: mean %d: %w", e, err)
		}
		g.means = append(g.means, row...)
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
	return g, g.checkCovariances()
}

// UnitGaussian has n distributions of width dimensions at the origin with unit variance; a Start
// moves them to where the data are.
func UnitGaussian(shape Covariance, n, width int) *Gaussian {
	g := &Gaussian{shape: shape, n: n, width: width, means: make([]float64, n*width)}
	g.scale, g.floor = make([]float64, width), make([]float64, width)
	g.cov = make([]float64, g.matrices()*g.covLen())
	for i := range g.cov {
		diagonal := shape == Diagonal || shape == Spherical || i%(width*width)%(width+1) == 0
		if diagonal {
			g.cov[i] = 1
		}
	}
	return g
}

// covLen is the length of one covariance.
func (g *Gaussian) covLen() int {
	switch g.shape {
	case Spherical:
		return 1
	case Diagonal:
		return g.width
	default:
		return g.width * g.width
	}
}

// matrices is the number of covariances.
func (g *Gaussian) matrices() int {
	if g.shape == Tied {
		return 1
	}
	return g.n
}

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
	return g.cov[e*g.covLen() : (e+1)*g.covLen()]
}

// SetPrior makes Maximize count weight more turns of the given variances in each distribution, and
// keep every variance at or above the floor. Nil stands for zeros; (0, nil, nil) is maximum
// likelihood. It panics on a wrong length.
func (g *Gaussian) SetPrior(weight float64, variances, floor []float64) {
	g.weight = weight
	g.scale, g.floor = g.perDimension(variances), g.perDimension(floor)
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
	c.means, c.cov = slices.Clone(g.means), slices.Clone(g.cov)
	c.scale, c.floor = slices.Clone(g.scale), slices.Clone(g.floor)
	return &c
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

// Start sets every mean to that of the data, every variance to that of the data, the prior to a
// tenth of a turn with that variance, and the floor to 1e-14 of it.
func (g *Gaussian) Start(batches [][][]float64) error {
	mean, variance := moments(batches, g.width)
	g.SetPrior(priorWeight, variance, nil)
	average := 0.0
	for i, v := range variance {
		g.floor[i] = max(floorShare*v, 1e-18*(1+mean[i]*mean[i]))
		variance[i] = max(v, g.floor[i])
		average += variance[i] / float64(g.width)
	}
	for e := range g.n {
		copy(g.Mean(e), mean)
	}
	clear(g.cov)
	for m := range g.matrices() {
		c := g.cov[m*g.covLen():]
		switch g.shape {
		case Spherical:
			c[0] = average
		case Diagonal:
			copy(c, variance)
		default:
			for i, v := range variance {
				c[i*(g.width+1)] = v
			}
		}
	}
	return nil
}

// moments are the mean and the variance of the vectors that are not missing, dimension by
// dimension, in two passes; 0 and 1 where there are none.
func moments(batches [][][]float64, width int) (mean, variance []float64) {
	mean, variance = make([]float64, width), make([]float64, width)
	n := 0.0
	for _, batch := range batches {
		for _, x := range batch {
			if x == nil {
				continue
			}
			n++
			for i, v := range x {
				mean[i] += (v - mean[i]) / n
			}
		}
	}
	for _, batch := range batches {
		for _, x := range batch {
			for i, v := range x {
				variance[i] += (v - mean[i]) * (v - mean[i]) / n
			}
		}
	}
	if n == 0 {
		for i := range variance {
			variance[i] = 1
		}
	}
	return mean, variance
}

// Embed places vectors where they are, about the mean; Diagonal, Full and Tied families, to which
// the unit of a dimension means nothing, see each dimension at unit variance. Missing vectors stand
// at the mean.
func (g *Gaussian) Embed(batches [][][]float64, _ uint64) ([]float64, int) {
	mean, variance := moments(batches, g.width)
	var points []float64
	for _, batch := range batches {
		for _, x := range batch {
			row := make([]float64, g.width)
			for i, v := range x {
				row[i] = v - mean[i]
				if g.shape != Spherical && variance[i] > 0 {
					row[i] /= math.Sqrt(variance[i])
				}
			}
			points = append(points, row...)
		}
	}
	return points, g.width
}

// Sample draws a vector.
func (g *Gaussian) Sample(e int, rng *rand.Rand) []float64 {
	z := make([]float64, g.width)
	for i := range z {
		z[i] = rng.NormFloat64()
	}
	x := slices.Clone(g.Mean(e))
	switch c := g.Cov(e); g.shape {
	case Spherical:
		for i := range x {
			x[i] += math.Sqrt(c[0]) * z[i]
		}
	case Diagonal:
		for i := range x {
			x[i] += math.Sqrt(c[i]) * z[i]
		}
	default:
		l, _ := cholesky(c, g.width)
		for i := range x {
			for j := range i + 1 {
				x[i] += l[i*g.width+j] * z[j]
			}
		}
	}
	return x
}

// Split puts to a tenth of a standard deviation beside from.
func (g *Gaussian) Split(from, to int, rng *rand.Rand) {
	if g.shape != Tied {
		copy(g.Cov(to), g.Cov(from))
	}
	x := g.Sample(from, rng)
	for i, m := range g.Mean(from) {
		g.Mean(to)[i] = m + 0.1*(x[i]-m)
	}
}

// Permute reorders the distributions.
func (g *Gaussian) Permute(order []int) {
	old := g.Clone().(*Gaussian)
	for e, from := range order {
		copy(g.Mean(e), old.Mean(from))
		if g.shape != Tied {
			copy(g.Cov(e), old.Cov(from))
		}
	}
}

// ParamLen is n×D means and the covariances.
func (g *Gaussian) ParamLen() int { return len(g.means) + len(g.cov) }

// Params writes the means, then the covariances.
func (g *Gaussian) Params(dst []float64) { copy(dst[copy(dst, g.means):], g.cov) }

// SetParams takes parameters as Params writes them.
func (g *Gaussian) SetParams(src []float64) error {
	if len(src) != g.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	copy(g.means, src)
	copy(g.cov, src[len(g.means):])
	return g.checkCovariances()
}
