package emission

import "math"

// A Comparer tells how alike two distributions of families of one kind are, by the Bhattacharyya
// coefficient
//
//	affinity(e, f) = ∫ √(p_e(x) q_f(x)) dx
//
// 1 for the same distribution, 0 where none can say what the other says. Hellinger's distance is
// √(1 - affinity). Affinities of independent parts multiply. Bags of words are compared by one word.
// Families of different shapes (another alphabet, another number of dimensions) have affinity 0.
//
// Source: Bhattacharyya (1943), On a measure of divergence between two statistical populations.
type Comparer[O any] interface {
	// Affinity compares distribution e with distribution f of other.
	Affinity(e int, other Family[O], f int) float64
}

// Hellinger is the distance √(1 - affinity), from 0 to 1.
func Hellinger(affinity float64) float64 { return math.Sqrt(max(0, 1-affinity)) }

func (t *table) affinity(e int, o *table, f int) float64 {
	if t.symbols != o.symbols {
		return 0
	}
	sum, other := 0.0, o.row(f)
	for v, p := range t.row(e) {
		sum += math.Sqrt(p * other[v])
	}
	return min(sum, 1)
}

// Affinity compares two rows. O(V).
func (c *Categorical) Affinity(e int, other Family[int], f int) float64 {
	if o, ok := other.(*Categorical); ok {
		return c.affinity(e, &o.table, f)
	}
	return 0
}

// Affinity compares two rows: those of one word, however long a turn is. O(V).
func (w *Words) Affinity(e int, other Family[[]Count], f int) float64 {
	if o, ok := other.(*Words); ok {
		return w.affinity(e, &o.table, f)
	}
	return 0
}

// Affinity is exp(-½ (√λ - √λ')²).
func (p *Poisson) Affinity(e int, other Family[int], f int) float64 {
	o, ok := other.(*Poisson)
	if !ok {
		return 0
	}
	d := math.Sqrt(p.rates[e]) - math.Sqrt(o.rates[f])
	return math.Exp(-0.5 * d * d)
}

// A LogComparer tells the logarithm of an affinity, which itself vanishes where there are many dimensions.
type LogComparer[O any] interface {
	// LogAffinity is log affinity(e, f), -Inf for families of different shapes.
	LogAffinity(e int, other Family[O], f int) float64
}

// Affinity is exp(LogAffinity).
func (g *Gaussian) Affinity(e int, other Family[[]float64], f int) float64 {
	return math.Exp(g.LogAffinity(e, other, f))
}

// LogAffinity is, with S = (Σ + Σ')/2 and d = μ - μ',
//
//	-⅛ dᵀ S⁻¹ d + ¼ log |Σ| + ¼ log |Σ'| - ½ log |S|
//
// O(D) for variances, O(D³) for matrices.
func (g *Gaussian) LogAffinity(e int, other Family[[]float64], f int) float64 {
	o, ok := other.(*Gaussian)
	if !ok || g.width != o.width {
		return math.Inf(-1)
	}
	d := make([]float64, g.width)
	for i, m := range g.Mean(e) {
		d[i] = m - o.Mean(f)[i]
	}
	if !g.hasMatrices() && !o.hasMatrices() {
		return logAffinity(d, g.Cov(e), o.Cov(f))
	}
	a, b := g.square(e), o.square(f)
	s := make([]float64, len(a))
	for i := range s {
		s[i] = (a[i] + b[i]) / 2
	}
	la, oka := cholesky(a, g.width)
	lb, okb := cholesky(b, g.width)
	ls, oks := cholesky(s, g.width)
	if !oka || !okb || !oks {
		return math.Inf(-1)
	}
	logs := (logDeterminant(la, g.width)+logDeterminant(lb, g.width))/4 - logDeterminant(ls, g.width)/2
	invertLower(ls, g.width)
	distance := 0.0
	for i := range d {
		z := 0.0
		for j := range i + 1 {
			z += float64(ls[i*g.width+j] * d[j])
		}
		distance += float64(z * z)
	}
	return min(0, logs-distance/8)
}

// logAffinity is LogAffinity for means that differ by d, and variances: one for each dimension, or one for all.
func logAffinity(d, a, b []float64) float64 {
	logs := 0.0
	for i, x := range d {
		v, w := a[min(i, len(a)-1)], b[min(i, len(b)-1)]
		s := (v + w) / 2
		logs += (math.Log(v/s)+math.Log(w/s))/4 - float64(x/s*x)/8
	}
	return min(0, logs)
}

// Marginals are the distributions of each dimension by itself: those with the same means and variances, and nothing else
// of the covariances. They are what Gaussians of different shapes have in common.
func (g *Gaussian) Marginals() *Gaussian {
	m := UnitGaussian(Diagonal, g.n, g.width)
	copy(m.means, g.means)
	for e := range g.n {
		square := g.square(e)
		for i := range g.width {
			m.cov[e*g.width+i] = square[i*(g.width+1)]
		}
	}
	return m
}

// square is covariance e as a D×D matrix.
func (g *Gaussian) square(e int) []float64 {
	c := g.Cov(e)
	if g.hasMatrices() {
		return c
	}
	s := make([]float64, g.width*g.width)
	for i := range g.width {
		s[i*(g.width+1)] = c[min(i, len(c)-1)]
	}
	return s
}

// Affinity is exp(LogAffinity).
func (v *VonMisesFisher) Affinity(e int, other Family[[]float64], f int) float64 {
	return math.Exp(v.LogAffinity(e, other, f))
}

// LogAffinity is, with a = κ μ and b those of the other,
//
//	½ log C_D(|a|) + ½ log C_D(|b|) - log C_D(½|a+b|)
func (v *VonMisesFisher) LogAffinity(e int, other Family[[]float64], f int) float64 {
	o, ok := other.(*VonMisesFisher)
	if !ok || v.width != o.width {
		return math.Inf(-1)
	}
	a, b := v.Concentration(e), o.Concentration(f)
	middle := make([]float64, v.width)
	for i, m := range v.Direction(e) {
		middle[i] = (float64(a*m) + float64(b*o.Direction(f)[i])) / 2
	}
	return min(0, (logSphere(v.width, a)+logSphere(v.width, b))/2-logSphere(v.width, length(middle)))
}

func (p *part[O]) Affinity(e int, other Family[Turn], f int) float64 {
	o, same := other.(*part[O])
	c, able := p.family.(Comparer[O])
	if !same || !able || p.name != o.name {
		return 0
	}
	return c.Affinity(e, o.family, f)
}

// Affinity is the product of the parts' affinities.
func (j *Joint) Affinity(e int, other Family[Turn], f int) float64 {
	o, ok := other.(*Joint)
	if !ok || len(o.parts) != len(j.parts) {
		return 0
	}
	affinity := 1.0
	for i, p := range j.parts {
		c, ok := p.(Comparer[Turn])
		if !ok {
			return 0
		}
		affinity *= c.Affinity(e, o.parts[i], f)
	}
	return affinity
}
