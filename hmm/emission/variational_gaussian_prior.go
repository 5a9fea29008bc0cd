package emission

import (
	"fmt"
	"math"
	"slices"
)

// VariationalPrior is the prior of a VariationalGaussian.
type VariationalPrior struct {
	Mean      []float64 // D
	Turns     float64   // β₀: how many turns it counts for in the mean
	Freedom   float64   // ν₀: the degrees of freedom, above D-1 for full and tied, above 0 for others
	Variances []float64 // D: of the covariance that ν₀ values speak for; Spherical takes their mean
}

// weakPrior counts for one turn, and for the least number of whole degrees of freedom, whose scatter is
// that of one turn.
func (v *VariationalGaussian) weakPrior(mean, variances []float64) VariationalPrior {
	freedom := float64(v.size())
	for i := range variances {
		variances[i] /= freedom
	}
	return VariationalPrior{mean, 1, freedom, variances}
}

// size is the number of dimensions of one Wishart distribution.
func (v *VariationalGaussian) size() int {
	if v.point.hasMatrices() {
		return v.point.width
	}
	return 1
}

// setPrior sets the prior, and every distribution to it.
func (v *VariationalGaussian) setPrior(p VariationalPrior) {
	v.prior = VariationalPrior{slices.Clone(p.Mean), p.Turns, p.Freedom, slices.Clone(p.Variances)}
	v.point.SetPrior(v.weight(), p.Variances, nil)
	copy(v.point.origin, p.Mean)
	for e := range v.turns {
		copy(v.point.Mean(e), p.Mean)
		v.turns[e] = p.Turns
	}
	for m := range v.freedom {
		v.point.shape.form().put(v.point.matrix(m), p.Variances)
		v.freedom[m] = p.Freedom
	}
}

// weight is the number of turns that have as many values for a covariance as the prior.
func (v *VariationalGaussian) weight() float64 { return v.prior.Freedom / v.values() }

// values is the number of values that a turn has for each Wishart distribution.
func (v *VariationalGaussian) values() float64 {
	if v.point.shape == Spherical {
		return float64(v.point.width)
	}
	return 1
}

// Prior is the prior, its slices the family's own.
func (v *VariationalGaussian) Prior() VariationalPrior { return v.prior }

// checkPrior names what is wrong with a prior.
func (v *VariationalGaussian) checkPrior(p VariationalPrior) error {
	width := v.point.width
	if len(p.Mean) != width || len(p.Variances) != width {
		return fmt.Errorf("variational gaussian: prior of %d means and %d variances, expected %d", len(p.Mean), len(p.Variances), width)
	}
	if err := finite(p.Mean); err != nil {
		return fmt.Errorf("variational gaussian: mean of the prior: %w", err)
	}
	if err := (diagonal{}).check(p.Variances, width); err != nil {
		return fmt.Errorf("variational gaussian: prior: %w", err)
	}
	if least := float64(v.size() - 1); !(p.Freedom > least) || math.IsInf(p.Freedom, 1) {
		return fmt.Errorf("variational gaussian: the prior has %v degrees of freedom, expected a finite number above %v", p.Freedom, least)
	}
	if !(p.Turns > 0) || math.IsInf(p.Turns, 1) {
		return fmt.Errorf("variational gaussian: the prior counts for %v turns, expected a finite number above 0", p.Turns)
	}
	return nil
}

// Start sets a weak prior about the data's mean: one turn, and the least number of whole degrees of
// freedom, whose scatter is the data's variance. Every distribution is at it. Its error is Gaussian's.
func (v *VariationalGaussian) Start(batches [][][]float64) error {
	g := UnitGaussian(Diagonal, 1, v.point.width)
	if err := g.Start(batches); err != nil {
		return fmt.Errorf("variational %w", err)
	}
	v.setPrior(v.weakPrior(g.Mean(0), g.Cov(0)))
	return nil
}
