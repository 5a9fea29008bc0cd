package emission

import (
	"fmt"
	"math"
	"slices"
)

// cholesky returns the lower factor L of a symmetric D×D matrix, L Lᵀ = s, row-major, and whether
// s is positive definite.
func cholesky(s []float64, d int) ([]float64, bool) {
	l := make([]float64, d*d)
	for i := range d {
		for j := range i + 1 {
			v := s[i*d+j]
			for k := range j {
				v -= float64(l[i*d+k] * l[j*d+k])
			}
			if i != j {
				l[i*d+j] = v / l[j*d+j]
				continue
			}
			if !(v > 0) || math.IsInf(v, 1) {
				return nil, false
			}
			l[i*d+i] = math.Sqrt(v)
		}
	}
	return l, true
}

// invertLower replaces a lower triangular matrix by its inverse.
func invertLower(l []float64, d int) {
	for j := range d {
		l[j*d+j] = 1 / l[j*d+j]
		for i := j + 1; i < d; i++ {
			sum := 0.0
			for k := j; k < i; k++ {
				sum += float64(l[i*d+k] * l[k*d+j])
			}
			l[i*d+j] = -sum / l[i*d+i]
		}
	}
}

// checkCovariances names the first covariance that is none.
func (g *Gaussian) checkCovariances() error {
	for m := range g.matrices() {
		c := g.cov[m*g.covLen() : (m+1)*g.covLen()]
		if g.shape == Spherical || g.shape == Diagonal {
			for i, v := range c {
				if !(v > 0) || math.IsInf(v, 1) {
					return fmt.Errorf("gaussian: covariance %d: variance %d is %v, expected a positive number", m, i, v)
				}
			}
			continue
		}
		if _, ok := cholesky(c, g.width); !ok {
			return fmt.Errorf("gaussian: covariance %d is not positive definite", m)
		}
	}
	return nil
}

// Evaluator has the inverse standard deviations (spherical, diagonal) or the whitening matrices
// W = L⁻¹ (full, tied) and the constant part of the log density of each distribution at hand.
func (g *Gaussian) Evaluator() Evaluator[[]float64] {
	v := &gaussianEvaluator{
		shape: g.shape, n: g.n, width: g.width,
		means: slices.Clone(g.means), constant: make([]float64, g.n),
		d: make([]float64, g.width),
	}
	for e := range g.n {
		logDet := 0.0
		switch c := g.Cov(e); g.shape {
		case Spherical:
			v.inverse = append(v.inverse, 1/math.Sqrt(c[0]))
			logDet = float64(g.width) * math.Log(c[0])
		case Diagonal:
			for _, s := range c {
				v.inverse = append(v.inverse, 1/math.Sqrt(s))
				logDet += math.Log(s)
			}
		default:
			l, ok := cholesky(c, g.width)
			if !ok {
				panic("emission: a Gaussian's covariance is not positive definite")
			}
			for i := range g.width {
				logDet += 2 * math.Log(l[i*(g.width+1)])
			}
			invertLower(l, g.width)
			v.inverse = append(v.inverse, l...)
		}
		v.constant[e] = -0.5 * (float64(g.width)*math.Log(2*math.Pi) + logDet)
	}
	return v
}

type gaussianEvaluator struct {
	shape    Covariance
	n, width int
	means    []float64 // n×D
	inverse  []float64 // n inverse standard deviations, n×D of them, or n whitening matrices
	constant []float64 // n
	d        []float64 // D: scratch
}

func (v *gaussianEvaluator) LogDensities(dst []float64, at Layout, obs [][]float64) {
	for t, x := range obs {
		out := dst[t*at.Turn:]
		for e := range v.n {
			if x == nil {
				out[e*at.Dist] = 0
				continue
			}
			out[e*at.Dist] = max(v.constant[e]-0.5*v.mahalanobis(x, e), -math.MaxFloat64)
		}
	}
}

// mahalanobis is (x-μ_e)ᵀ Σ_e⁻¹ (x-μ_e).
func (v *gaussianEvaluator) mahalanobis(x []float64, e int) float64 {
	width, sum := v.width, 0.0
	mean := v.means[e*width : (e+1)*width]
	switch v.shape {
	case Spherical:
		for i, m := range mean {
			z := float64((x[i] - m) * v.inverse[e])
			sum += float64(z * z)
		}
	case Diagonal:
		inverse := v.inverse[e*width : (e+1)*width]
		for i, m := range mean {
			z := float64((x[i] - m) * inverse[i])
			sum += float64(z * z)
		}
	default:
		for i, m := range mean {
			v.d[i] = x[i] - m
		}
		w := v.inverse[e*width*width : (e+1)*width*width]
		for i := range width {
			z := 0.0
			for j, a := range w[i*width : i*width+i+1] {
				z += float64(a * v.d[j])
			}
			sum += float64(z * z)
		}
	}
	return sum
}
