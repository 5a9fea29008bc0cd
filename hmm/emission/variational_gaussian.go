package emission

import (
	"fmt"
	"math"
	"slices"
)

// VariationalGaussian is a family over vectors whose parameters are not points but distributions: the
// variational posterior of a Gaussian's mean and precision Λ_e = Σ_e⁻¹,
//
//	Λ_e       ~ Wishart(ν_e, (ν_e C_e)⁻¹)       E[Λ_e] = C_e⁻¹
//	μ_e | Λ_e ~ N(m_e, (β_e Λ_e)⁻¹)
//
// Diagonal has a Wishart distribution of one dimension, which is a Gamma, for each dimension, Spherical
// one for all, Tied one matrix for all distributions. What an evaluator gives is
//
//	E[log p(x | e)] = ½ (E[log|Λ_e|] - D log 2π - D/β_e - (x-m_e)ᵀ C_e⁻¹ (x-m_e))
//
// and LogPrior is minus the divergence from the prior, so that the objective of a model is its evidence
// lower bound. Statistics are those of Gaussian, about m_e. The prior stands for β₀ turns at its mean and,
// of each covariance, ν₀ values of its variances:
//
//	β_e = β₀ + n_e    ν_e = ν₀ + n_e, D n_e (spherical) or Σ n (tied)    ν_e C_e = ν₀ diag(variances) + scatter
//
// A distribution without turns is at the prior. Source: Bishop (2006) section 10.2.1; the other shapes
// are its conjugate specialisations.
type VariationalGaussian struct {
	point   *Gaussian // m and C
	turns   []float64 // β, n
	freedom []float64 // ν, one a covariance
	prior   VariationalPrior
}

// NewVariationalGaussian has n distributions, all at the prior. The error is of a prior that is none.
func NewVariationalGaussian(shape Covariance, n int, prior VariationalPrior) (*VariationalGaussian, error) {
	if n < 1 || len(prior.Mean) == 0 {
		return nil, fmt.Errorf("variational gaussian: %d distributions of %d dimensions, expected at least 1", n, len(prior.Mean))
	}
	v := UnitVariationalGaussian(shape, n, len(prior.Mean))
	if err := v.checkPrior(prior); err != nil {
		return nil, err
	}
	v.setPrior(prior)
	return v, nil
}

// UnitVariationalGaussian has n distributions of width dimensions, all at a weak prior about the origin
// with unit variance; a Start moves it to where the data are.
func UnitVariationalGaussian(shape Covariance, n, width int) *VariationalGaussian {
	v := &VariationalGaussian{point: UnitGaussian(shape, n, width)}
	v.turns, v.freedom = make([]float64, n), make([]float64, v.point.matrices())
	v.setPrior(v.weakPrior(make([]float64, width), slices.Repeat([]float64{1}, width)))
	return v
}

// Len is the number of distributions.
func (v *VariationalGaussian) Len() int { return v.point.n }

// Dims is D.
func (v *VariationalGaussian) Dims() int { return v.point.width }

// Covariance is the shape.
func (v *VariationalGaussian) Covariance() Covariance { return v.point.shape }

// Mean is m_e. It is the family's own slice.
func (v *VariationalGaussian) Mean(e int) []float64 { return v.point.Mean(e) }

// Cov is C_e, in the form of Gaussian.Cov. It is the family's own slice.
func (v *VariationalGaussian) Cov(e int) []float64 { return v.point.Cov(e) }

// Turns is β_e, and Freedom is ν_e.
func (v *VariationalGaussian) Turns(e int) float64 { return v.turns[e] }

// Freedom is ν_e; that of Tied is the same for all.
func (v *VariationalGaussian) Freedom(e int) float64 { return v.freedom[min(e, len(v.freedom)-1)] }

// Clone returns an independent copy.
func (v *VariationalGaussian) Clone() Family[[]float64] { return v.clone() }

func (v *VariationalGaussian) clone() *VariationalGaussian {
	c := &VariationalGaussian{
		point: v.point.Clone().(*Gaussian), turns: slices.Clone(v.turns), freedom: slices.Clone(v.freedom), prior: v.prior,
	}
	c.prior.Mean, c.prior.Variances = slices.Clone(v.prior.Mean), slices.Clone(v.prior.Variances)
	return c
}

// StatsLen is that of Gaussian.
func (v *VariationalGaussian) StatsLen() int { return v.point.StatsLen() }

// ParamLen is that of Gaussian, n turns and a number of degrees of freedom for each covariance.
func (v *VariationalGaussian) ParamLen() int {
	return v.point.ParamLen() + len(v.turns) + len(v.freedom)
}

// Params writes m and C as Gaussian does, then β and ν.
func (v *VariationalGaussian) Params(dst []float64) {
	n := v.point.ParamLen()
	v.point.Params(dst[:n])
	copy(dst[n+copy(dst[n:], v.turns):], v.freedom)
}

// SetParams takes parameters as Params writes them.
func (v *VariationalGaussian) SetParams(src []float64) error {
	if len(src) != v.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	n := v.point.ParamLen()
	if err := v.checkCounts(src[n:]); err != nil {
		return err
	}
	if err := v.point.SetParams(src[:n]); err != nil {
		return err
	}
	copy(v.freedom, src[n+copy(v.turns, src[n:]):])
	return nil
}

// checkCounts reports what is wrong with β and ν.
func (v *VariationalGaussian) checkCounts(counts []float64) error {
	for i, c := range counts {
		least := 0.0
		if i >= len(v.turns) {
			least = float64(v.size() - 1)
		}
		if !(c > least) || math.IsInf(c, 1) {
			return fmt.Errorf("variational gaussian: turns and degrees of freedom: value %d is %v, expected a finite number above %v", i, c, least)
		}
	}
	return nil
}
