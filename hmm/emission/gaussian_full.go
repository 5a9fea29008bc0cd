package emission

import (
	"errors"
	"fmt"
	"math"
)

// full has a D×D matrix, row-major; so has Tied. Of the second moments only the lower triangle is
// kept; w is the whitening matrix L⁻¹, where c = L Lᵀ.
type full struct{}

func (full) size(d int) int { return d * d }

func (full) put(c, variances []float64) {
	clear(c)
	for i, v := range variances {
		c[i*(len(variances)+1)] = v
	}
}

// asymmetry is how far, relative to the variances, two elements that should be one may differ.
const asymmetry = 1e-9

func (full) check(c []float64, d int) error {
	for i := range d {
		for j := range i {
			most := asymmetry * math.Sqrt(math.Abs(c[i*d+i])) * math.Sqrt(math.Abs(c[j*d+j]))
			if !(math.Abs(c[i*d+j]-c[j*d+i]) <= most) {
				return fmt.Errorf("values [%d,%d] and [%d,%d] are %v and %v, expected a symmetric matrix", i, j, j, i, c[i*d+j], c[j*d+i])
			}
		}
	}
	if _, ok := cholesky(c, d); !ok {
		return errors.New("not positive definite")
	}
	return nil
}

func (full) spread(x, c, z []float64) {
	d := len(x)
	l, _ := cholesky(c, d)
	for i := range x {
		for j := range i + 1 {
			x[i] += float64(l[i*d+j] * z[j])
		}
	}
}

func (full) compile(dst, c []float64, d int) ([]float64, float64) {
	l, ok := cholesky(c, d)
	if !ok {
		panic("emission: a Gaussian's covariance is not positive definite")
	}
	logDet := logDeterminant(l, d)
	invertLower(l, d)
	return append(dst, l...), logDet
}

func (full) distance(v *gaussianEvaluator, x []float64, e int) float64 {
	d, width := v.d, v.width
	for i, m := range v.mean(e) {
		d[i] = x[i] - m
	}
	sum, w := 0.0, v.white[e*width*width:]
	for i := range width {
		z := 0.0
		for j, a := range w[i*width : i*width+i+1] {
			z += float64(a * d[j])
		}
		sum += float64(z * z)
	}
	return sum
}

func (full) add(moments, x []float64, p float64) {
	d := len(x)
	for i, v := range x {
		pv, row := float64(p*v), moments[i*d:][:i+1]
		for j := range row {
			row[j] += float64(pv * x[j])
		}
	}
}

func (full) recentre(moments, shift []float64, n float64) {
	d := len(shift)
	for i, s := range shift {
		for j := range i + 1 {
			moments[i*d+j] -= s * shift[j] / n
		}
	}
}

func (full) estimate(c, scatter []float64, n float64, prior *gaussianPrior) (mended bool) {
	d := len(prior.scale)
	n += prior.weight
	for i := range d {
		for j := range i + 1 {
			v := scatter[i*d+j]
			if i == j {
				v += float64(prior.weight * prior.scale[i])
			}
			c[i*d+j], c[j*d+i] = v/n, v/n
		}
	}
	if finite(c) != nil {
		return false
	}
	return clip(c, prior.floor)
}

func (full) penalty(c, scale []float64) float64 {
	d := len(scale)
	l, ok := cholesky(c, d)
	if !ok {
		return math.Inf(1)
	}
	sum := logDeterminant(l, d)
	invertLower(l, d)
	for i := range d {
		for j := range i + 1 {
			sum += float64(scale[j] * l[i*d+j] * l[i*d+j])
		}
	}
	return sum
}
