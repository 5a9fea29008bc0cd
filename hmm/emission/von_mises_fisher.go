package emission

import (
	"fmt"
	"math"
	"slices"
)

// VonMisesFisher is a family over directions: vectors of D dimensions, 2 or more, and length 1. Distribution
// e has mean direction μ_e, of length 1, and concentration κ_e ≥ 0,
//
//	log p(x | e) = κ_e μ_eᵀx + log C_D(κ_e)
//
// with regard to the area of the sphere: κ = 0 is uniform on it, a large κ close to a Gaussian with variance
// 1/κ along each tangent. C_D is as in Banerjee et al. (2005), computed by logSphere. The concentrations are
// one a distribution, or one that all share.
//
// nil and vectors of zeros, which have no direction, are missing. Other vectors are of length 1 within 1e-6,
// which Check sees to: who has others scales them once, not at every pass over the data.
//
// Statistics are, for each distribution, the expected number n_e of turns and their sum s_e. The prior
// (SetPrior) stands for weight more turns, with the sum weight · mean, in each distribution: it is conjugate, and
// keeps the concentration of a few like turns finite,
//
//	μ_e = S_e / |S_e|    A_D(κ_e) = |S_e| / N_e      S_e = s_e + weight · mean, N_e = n_e + weight
//
// Start sets it; a family made by NewVonMisesFisher has none, which is maximum likelihood.
//
// Source: Banerjee, Dhillon, Ghosh and Sra 2005, Clustering on the unit hypersphere using von Mises-Fisher
// distributions; the prior Nuñez-Antonio and Gutiérrez-Peña 2005.
type VonMisesFisher struct {
	n, width       int
	directions     []float64 // n×D, each of length 1
	concentrations []float64 // n, or 1 that is shared
	prior          directionPrior
}

// A directionPrior counts for weight turns with this mean.
type directionPrior struct {
	weight float64
	mean   []float64 // D, of length 0 to 1
}

// NewVonMisesFisher takes one direction a distribution, of any length but 0, and their concentrations, or one
// for all.
func NewVonMisesFisher(directions [][]float64, concentrations []float64) (*VonMisesFisher, error) {
	if len(directions) == 0 || len(directions[0]) < 2 {
		return nil, fmt.Errorf("vmf: directions of fewer than 2 values, expected one row a distribution")
	}
	v := UniformVonMisesFisher(len(directions), len(directions[0]), len(concentrations) == 1)
	params := make([]float64, 0, v.ParamLen())
	for e, row := range directions {
		if len(row) != v.width {
			return nil, fmt.Errorf("vmf: direction %d has %d values, direction 0 has %d", e, len(row), v.width)
		}
		params = append(params, row...)
	}
	if len(concentrations) != len(v.concentrations) {
		return nil, fmt.Errorf("vmf: %d concentrations, expected %d, or one for all", len(concentrations), v.n)
	}
	if err := v.SetParams(append(params, concentrations...)); err != nil {
		return nil, err
	}
	return v, nil
}

// UniformVonMisesFisher has n distributions over directions in width dimensions, each uniform on the sphere; a Start
// moves them to where the data are. Where shared, they have one concentration. It panics if width is below 2.
func UniformVonMisesFisher(n, width int, shared bool) *VonMisesFisher {
	if width < 2 {
		panic("emission: directions have 2 dimensions or more")
	}
	v := &VonMisesFisher{n: n, width: width, directions: make([]float64, n*width), concentrations: make([]float64, n)}
	if shared {
		v.concentrations = v.concentrations[:1]
	}
	for e := range n {
		v.Direction(e)[0] = 1
	}
	v.SetPrior(0, nil)
	return v
}

// Len is the number of distributions.
func (v *VonMisesFisher) Len() int { return v.n }

// Dims is D.
func (v *VonMisesFisher) Dims() int { return v.width }

// Direction is μ_e. It is the family's own slice.
func (v *VonMisesFisher) Direction(e int) []float64 { return v.directions[e*v.width : (e+1)*v.width] }

// Concentration is κ_e.
func (v *VonMisesFisher) Concentration(e int) float64 {
	return v.concentrations[min(e, len(v.concentrations)-1)]
}

// shared reports whether all distributions have one concentration.
func (v *VonMisesFisher) shared() bool { return len(v.concentrations) < v.n }

// SetPrior makes Maximize count weight more turns with that mean in each distribution. Nil stands for zeros; (0, nil)
// is maximum likelihood. It panics if the mean has not D values.
func (v *VonMisesFisher) SetPrior(weight float64, mean []float64) {
	if mean == nil {
		mean = make([]float64, v.width)
	}
	if len(mean) != v.width {
		panic("emission: the prior of a VonMisesFisher has one value a dimension")
	}
	v.prior = directionPrior{weight, slices.Clone(mean)}
}

// Clone returns an independent copy.
func (v *VonMisesFisher) Clone() Family[[]float64] {
	c := *v
	c.directions, c.concentrations = slices.Clone(v.directions), slices.Clone(v.concentrations)
	c.SetPrior(v.prior.weight, v.prior.mean)
	return &c
}

// unitTolerance is how far from 1 the length of an observed vector may be: vectors of 32-bit numbers that were
// scaled to it are nearer.
const unitTolerance = 1e-6

// Check refuses vectors of another number of values, values that are not finite, and lengths other than 0 and 1.
func (v *VonMisesFisher) Check(obs []float64) error {
	if obs == nil {
		return nil
	}
	if len(obs) != v.width {
		return fmt.Errorf("vector of %d values, expected %d", len(obs), v.width)
	}
	if err := finite(obs); err != nil {
		return err
	}
	if l := length(obs); l != 0 && !(math.Abs(l-1) <= unitTolerance) {
		return fmt.Errorf("vector of length %v, expected one of length 1", l)
	}
	return nil
}

// ParamLen is n×D directions and the concentrations.
func (v *VonMisesFisher) ParamLen() int { return len(v.directions) + len(v.concentrations) }

// Params writes the directions, then the concentrations.
func (v *VonMisesFisher) Params(dst []float64) { copy(dst[copy(dst, v.directions):], v.concentrations) }

// SetParams takes parameters as Params writes them; directions that are not of length 1 it scales to it. It
// refuses directions of zeros, and what is not finite or no concentration.
func (v *VonMisesFisher) SetParams(src []float64) error {
	if len(src) != v.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	directions, concentrations := slices.Clone(src[:len(v.directions)]), src[len(v.directions):]
	for e := range v.n {
		row := directions[e*v.width : (e+1)*v.width]
		if err := finite(row); err != nil {
			return fmt.Errorf("vmf: direction %d: %w", e, err)
		}
		if !directed(row) {
			return fmt.Errorf("vmf: direction %d is all zeros, expected a vector with a direction", e)
		}
		unit(row)
	}
	for e, kappa := range concentrations {
		if !(kappa >= 0) || math.IsInf(kappa, 1) {
			return fmt.Errorf("vmf: concentration %d is %v, expected a number of at least 0", e, kappa)
		}
	}
	copy(v.directions, directions)
	copy(v.concentrations, concentrations)
	return nil
}

// Permute reorders the distributions.
func (v *VonMisesFisher) Permute(order []int) {
	old := v.Clone().(*VonMisesFisher)
	for e, from := range order {
		copy(v.Direction(e), old.Direction(from))
		if !v.shared() {
			v.concentrations[e] = old.concentrations[from]
		}
	}
}
