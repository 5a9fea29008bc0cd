package emission

import (
	"math"
	"slices"
)

// gaussianCoordinates are, of each distribution, the means in units of the standard deviations at
// the origin; of each covariance the logarithms of the variances, or of a matrix Σ = L Lᵀ the
// logarithms of the diagonal of L and its other elements in units of the row's diagonal element.
type gaussianCoordinates struct {
	*Gaussian
	means, deviations []float64   // n×D, at the origin
	factors           [][]float64 // one a covariance, at the origin: variances, or L
}

// Coordinates are means and logarithms of variances, for matrices those of their Cholesky factors.
func (g *Gaussian) Coordinates() Coordinates {
	c := &gaussianCoordinates{Gaussian: g, means: slices.Clone(g.means)}
	for e := range g.n {
		square := g.square(e)
		for i := range g.width {
			c.deviations = append(c.deviations, math.Sqrt(square[i*(g.width+1)]))
		}
	}
	for m := range g.matrices() {
		factor := slices.Clone(g.matrix(m))
		if g.hasMatrices() {
			factor, _ = cholesky(factor, g.width)
		}
		c.factors = append(c.factors, factor)
	}
	return c
}

// hasMatrices reports whether covariances are matrices.
func (g *Gaussian) hasMatrices() bool { return g.shape == Full || g.shape == Tied }

// covCoordinates is the number of coordinates of one covariance.
func (c *gaussianCoordinates) covCoordinates() int {
	if c.hasMatrices() {
		return c.width * (c.width + 1) / 2
	}
	return c.covLen()
}

func (c *gaussianCoordinates) Len() int { return len(c.means) + c.matrices()*c.covCoordinates() }

func (c *gaussianCoordinates) Move(delta []float64) error {
	params := make([]float64, 0, c.ParamLen())
	for i, m := range c.means {
		params = append(params, m+float64(c.deviations[i]*delta[i]))
	}
	delta = delta[len(c.means):]
	for _, factor := range c.factors {
		params = append(params, c.covariance(factor, delta)...)
		delta = delta[c.covCoordinates():]
	}
	return c.SetParams(params)
}

// covariance is the one at delta from a factor.
func (c *gaussianCoordinates) covariance(factor, delta []float64) []float64 {
	out := make([]float64, len(factor))
	if !c.hasMatrices() {
		for i, v := range factor {
			out[i] = v * math.Exp(delta[i])
		}
		return out
	}
	d, l, next := c.width, make([]float64, len(factor)), 0
	for i := range d {
		for j := range i + 1 {
			if l[i*d+j] = factor[i*d+j] + float64(factor[i*d+i]*delta[next]); i == j {
				l[i*d+i] = factor[i*d+i] * math.Exp(delta[next])
			}
			next++
		}
	}
	for i := range d {
		for j := range d {
			for k := range min(i, j) + 1 {
				out[i*d+j] += float64(l[i*d+k] * l[j*d+k])
			}
		}
	}
	return out
}

func (c *gaussianCoordinates) Score(dst, stats []float64) {
	s := split(stats, c.n, c.width, c.covLen(), c.shape == Tied)
	turns := make([]float64, c.n)
	for e := range c.n {
		n, sums, _ := s.of(e)
		turns[e] = *n
		precision := c.precision(e)
		for i := range c.width {
			z := 0.0
			for j, x := range sums {
				z += float64(precision[i*c.width+j] * x)
			}
			dst[e*c.width+i] = c.deviations[e*c.width+i] * z
		}
	}
	dst = dst[len(c.means):]
	for m := range c.factors {
		_, _, moments := s.of(m)
		n := turns[m]
		if c.shape == Tied {
			n = 0
			for _, t := range turns {
				n += t
			}
		}
		c.scoreCovariance(dst, m, n+c.prior.weight, moments)
		dst = dst[c.covCoordinates():]
	}
}

// scoreCovariance is the gradient for covariance m, of n turns with these second moments, prior
// turns included in n but not in the moments.
func (c *gaussianCoordinates) scoreCovariance(dst []float64, m int, n float64, moments []float64) {
	w, scale := c.prior.weight, c.prior.scale
	switch c.shape {
	case Spherical:
		total := moments[0]
		for _, v := range scale {
			total += float64(w * v)
		}
		dst[0] = (total/c.matrix(m)[0] - float64(n*float64(c.width))) / 2
	case Diagonal:
		for i, v := range c.matrix(m) {
			dst[i] = ((moments[i]+float64(w*scale[i]))/v - n) / 2
		}
	default:
		c.scoreFactor(dst, m, n, moments)
	}
}

// scoreFactor is the gradient for L: with Q the moments and P = Σ⁻¹, the lower triangle of
// (P Q P - n P) L.
func (c *gaussianCoordinates) scoreFactor(dst []float64, m int, n float64, moments []float64) {
	d := c.width
	q := make([]float64, d*d)
	for i := range d {
		for j := range i + 1 {
			q[i*d+j], q[j*d+i] = moments[i*d+j], moments[i*d+j]
		}
		q[i*d+i] += float64(c.prior.weight * c.prior.scale[i])
	}
	p, l := c.precision(m), c.lower(m)
	gradient := product(product(p, q, d), p, d)
	for i := range gradient {
		gradient[i] -= float64(n * p[i])
	}
	gradient = product(gradient, l, d)
	next := 0
	for i := range d {
		for j := range i + 1 {
			unit := c.factors[m][i*d+i]
			if i == j {
				unit = l[i*d+i]
			}
			dst[next] = gradient[i*d+j] * unit
			next++
		}
	}
}

// lower is L of distribution e at the present parameters.
func (c *gaussianCoordinates) lower(e int) []float64 {
	l, _ := cholesky(c.square(e), c.width)
	return l
}

// precision is Σ⁻¹ = L⁻ᵀ L⁻¹ of distribution e.
func (c *gaussianCoordinates) precision(e int) []float64 {
	d, l := c.width, c.lower(e)
	invertLower(l, d)
	p := make([]float64, d*d)
	for i := range d {
		for j := range d {
			for k := max(i, j); k < d; k++ {
				p[i*d+j] += float64(l[k*d+i] * l[k*d+j])
			}
		}
	}
	return p
}

// product is the matrix product a b.
func product(a, b []float64, d int) []float64 {
	out := make([]float64, d*d)
	for i := range d {
		for j := range d {
			for k := range d {
				out[i*d+j] += float64(a[i*d+k] * b[k*d+j])
			}
		}
	}
	return out
}

func (c *gaussianCoordinates) Scales() []Scale {
	scales := slices.Repeat([]Scale{Real}, c.ParamLen())
	cov := scales[len(c.means):]
	for i := range cov {
		if !c.hasMatrices() || i%c.covLen()%(c.width+1) == 0 {
			cov[i] = Positive
		}
	}
	return scales
}
