package emission

import (
	"fmt"
	"slices"
	"strings"
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

func (c Covariance) valid() bool { return c >= 0 && int(c) < len(covarianceNames) }

func (c Covariance) String() string {
	if !c.valid() {
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
		return fmt.Errorf("covariance %q, expected one of %s", text, strings.Join(covarianceNames, ", "))
	}
	*c = Covariance(i)
	return nil
}

// A form is all that the shapes of covariance differ in: how the numbers of one covariance c of D
// dimensions are kept and used. Every other slice has D values, but for w, which compile made, and
// second moments, which are kept like the covariance that is estimated from them.
type form interface {
	// size is the length of one covariance.
	size(d int) int
	// put sets c to independent dimensions of these variances, or to their mean.
	put(c, variances []float64)
	// check says why c is no covariance.
	check(c []float64, d int) error
	// spread adds c^½ z to x.
	spread(x, c, z []float64)
	// compile appends w, which undoes spread, to dst and returns log|c| beside it.
	compile(dst, c []float64, d int) (w []float64, logDet float64)
	// distances writes (x-μ_e)ᵀ Σ_e⁻¹ (x-μ_e) of every distribution e, of the evaluator that compile
	// made w for, to dst[e*stride].
	distances(v *gaussianEvaluator, dst []float64, stride int, x []float64)
	// distancePanel writes those of eight vectors, the evaluator's panel, each lanes.Width from the next.
	distancePanel(v *gaussianEvaluator, dst []float64)
	// collect adds the first moments of some of the gathered vectors about a mean to one, both padded, and the second
	// to moments.
	collect(v *gaussianEvaluator, one, moments, mean []float64, which []int32, weight []float64)
	// recentre takes second moments of n turns to about a centre that is shift/n away.
	recentre(moments, shift []float64, n float64)
	// estimate sets c to that of n turns with this scatter, their second moments about their own
	// mean, and the prior. It reports whether a variance vanished where no floor was asked for.
	estimate(c, scatter []float64, n float64, prior *gaussianPrior) (mended bool)
	// penalty is log|c| + tr(diag(scale) c⁻¹).
	penalty(c, scale []float64) float64
}

func (c Covariance) form() form {
	switch c {
	case Spherical:
		return spherical{}
	case Diagonal:
		return diagonal{}
	case Tied:
		return tied{}
	default:
		return full{}
	}
}

// A gaussianPrior counts for weight turns with variances scale; no variance falls below the floor.
type gaussianPrior struct {
	weight       float64
	scale, floor []float64 // D
}

// leastVariance is the least variance where no floor was asked for: its inverse is still a number.
const leastVariance = 1e-250

// lift raises a variance to the floor, and reports whether it had to be mended where none was set.
func lift(v, floor float64) (float64, bool) {
	if least := max(floor, leastVariance); v < least {
		return least, floor < leastVariance
	}
	return v, false
}
