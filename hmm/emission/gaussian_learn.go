package emission

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"intenthmm/baumwelch/em"
)

// The statistics of distribution e are n_e, then the D sums s_e of γ(x-m), then the second moments
// about m: their sum over dimensions (spherical), D sums (diagonal), or D×D sums of which the lower
// triangle is kept (full). Tied has the second moments of all distributions once, at the end.

// secondLen is the length of one block of second moments.
func (g *Gaussian) secondLen() int { return g.covLen() }

// perDist is the length of the statistics that each distribution has for itself.
func (g *Gaussian) perDist() int {
	if g.shape == Tied {
		return 1 + g.width
	}
	return 1 + g.width + g.secondLen()
}

// StatsLen is n×(1+D+second moments); Tied has the second moments once.
func (g *Gaussian) StatsLen() int {
	n := g.n * g.perDist()
	if g.shape == Tied {
		n += g.secondLen()
	}
	return n
}

func (v *gaussianEvaluator) Collect(stats []float64, obs [][]float64, posterior []float64, at Layout) {
	for t, x := range obs {
		if x == nil {
			continue
		}
		for e := range v.n {
			if p := posterior[t*at.Turn+e*at.Dist]; p > 0 {
				v.collect(stats, x, p, e)
			}
		}
	}
}

func (v *gaussianEvaluator) collect(stats, x []float64, p float64, e int) {
	width := v.width
	block := len(stats) / v.n
	if v.shape == Tied {
		block = 1 + width
	}
	own := stats[e*block:]
	own[0] += p
	for i, m := range v.means[e*width : (e+1)*width] {
		d := x[i] - m
		v.d[i] = d
		own[1+i] += float64(p * d)
	}
	two := own[1+width:]
	switch v.shape {
	case Spherical:
		sum := 0.0
		for _, d := range v.d {
			sum += float64(d * d)
		}
		two[0] += float64(p * sum)
	case Diagonal:
		for i, d := range v.d {
			two[i] += float64(p * float64(d*d))
		}
	default:
		if v.shape == Tied {
			two = stats[v.n*block:]
		}
		for i, d := range v.d {
			pd, row := float64(p*d), two[i*width:][:i+1]
			for j := range row {
				row[j] += float64(pd * v.d[j])
			}
		}
	}
}

// Maximize moves the means to those of the data and the covariances to the scatter about them, with
// prior and floor. A distribution without turns keeps its parameters.
func (g *Gaussian) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != g.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	var repairs []em.Repair
	pooled, total := make([]float64, g.secondLen()), 0.0
	for e := range g.n {
		own := stats[e*g.perDist():]
		n, shift := own[0], own[1:1+g.width]
		if n < leastTurns {
			continue
		}
		scatter := pooled
		if g.shape != Tied {
			scatter = own[1+g.width : g.perDist()]
		}
		g.recentre(scatter, shift, n)
		for i, s := range shift {
			g.Mean(e)[i] += s / n
		}
		total += n
		if g.shape != Tied && g.setCovariance(e, scatter, n) {
			repairs = append(repairs, em.Repair{Distribution: e, Action: "a variance vanished, set to the floor"})
		}
	}
	if g.shape == Tied && total >= leastTurns {
		for i, s := range stats[g.n*g.perDist():] {
			pooled[i] += s
		}
		if g.setCovariance(0, pooled, total) {
			repairs = append(repairs, em.Repair{Distribution: 0, Action: "a variance vanished, set to the floor"})
		}
	}
	for e := range g.n {
		if err := finite(g.Mean(e)); err != nil {
			return repairs, fmt.Errorf("gaussian: mean %d: %w", e, err)
		}
	}
	return repairs, nil
}

// leastTurns is the expected number of turns below which a distribution keeps its parameters: their
// mean would be rounding.
const leastTurns = 1e-8

// recentre takes second moments from about the old mean to about the new one, shift/n away.
func (g *Gaussian) recentre(scatter, shift []float64, n float64) {
	switch g.shape {
	case Spherical:
		for _, s := range shift {
			scatter[0] -= s * s / n
		}
	case Diagonal:
		for i, s := range shift {
			scatter[i] -= s * s / n
		}
	default:
		for i, s := range shift {
			for j := range i + 1 {
				scatter[i*g.width+j] -= s * shift[j] / n
			}
		}
	}
}

// setCovariance sets covariance e from a scatter of n turns. It reports whether a variance was below
// what arithmetic can carry and had to be lifted without a floor having been asked for.
func (g *Gaussian) setCovariance(e int, scatter []float64, n float64) (mended bool) {
	c, n := g.Cov(e), n+g.weight
	switch g.shape {
	case Spherical:
		sum, floor := scatter[0], 0.0
		for i, s := range g.scale {
			sum += g.weight * s
			floor += g.floor[i] / float64(g.width)
		}
		c[0], mended = lift(sum/(n*float64(g.width)), floor)
	case Diagonal:
		for i := range c {
			v, m := lift((scatter[i]+g.weight*g.scale[i])/n, g.floor[i])
			c[i], mended = v, mended || m
		}
	default:
		d := g.width
		for i := range d {
			for j := range i + 1 {
				v := scatter[i*d+j]
				if i == j {
					v += g.weight * g.scale[i]
				}
				c[i*d+j], c[j*d+i] = v/n, v/n
			}
		}
		mended = g.clip(c)
	}
	return mended
}

// leastVariance is the least variance where no floor was asked for: its inverse is still a number.
const leastVariance = 1e-250

// lift raises a variance to the floor, and reports whether it had to be mended where none was set.
func lift(v, floor float64) (float64, bool) {
	if v >= floor && v >= leastVariance {
		return v, false
	}
	return max(floor, leastVariance), floor < leastVariance
}

// clip raises the eigenvalues of a covariance, in units of the floor, to at least 1: of all matrices
// that keep the floor, that is the one of largest likelihood. Without a floor it mends a matrix that
// is not positive definite, by a share of its largest eigenvalue.
func (g *Gaussian) clip(c []float64) (mended bool) {
	d := g.width
	unit := make([]float64, d)
	for i, f := range g.floor {
		unit[i] = math.Sqrt(f)
		mended = mended || f == 0
	}
	if mended { // no floor: nothing to do but for a matrix that is none
		if _, ok := cholesky(c, d); ok {
			return false
		}
		largest := leastVariance
		for i := range d {
			largest = max(largest, c[i*(d+1)])
		}
		for i := range unit {
			unit[i] = math.Sqrt(largest * 1e-12)
		}
	}
	scaled := mat.NewSymDense(d, nil)
	for i := range d {
		for j := i; j < d; j++ {
			scaled.SetSym(i, j, c[i*d+j]/(unit[i]*unit[j]))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(scaled, true) {
		return mended
	}
	values := eigen.Values(nil)
	if values[0] >= 1 {
		return false
	}
	var q, qd, out mat.Dense
	eigen.VectorsTo(&q)
	qd.CloneFrom(&q)
	for j, v := range values {
		for i := range d {
			qd.Set(i, j, q.At(i, j)*max(v, 1))
		}
	}
	out.Mul(&qd, q.T())
	for i := range d {
		for j := range i + 1 {
			v := (out.At(i, j) + out.At(j, i)) / 2 * unit[i] * unit[j]
			c[i*d+j], c[j*d+i] = v, v
		}
	}
	return mended
}

// LogPrior is -½ weight Σ (log|Σ_e| + tr(diag(scale) Σ_e⁻¹)), over all covariances.
func (g *Gaussian) LogPrior() float64 {
	if g.weight == 0 {
		return 0
	}
	sum := 0.0
	for m := range g.matrices() {
		c := g.cov[m*g.covLen() : (m+1)*g.covLen()]
		switch g.shape {
		case Spherical:
			for _, s := range g.scale {
				sum += math.Log(c[0]) + s/c[0]
			}
		case Diagonal:
			for i, s := range g.scale {
				sum += math.Log(c[i]) + s/c[i]
			}
		default:
			sum += fullPenalty(c, g.scale)
		}
	}
	return -0.5 * g.weight * sum
}

// fullPenalty is log|c| + tr(diag(scale) c⁻¹).
func fullPenalty(c, scale []float64) float64 {
	d := len(scale)
	l, ok := cholesky(c, d)
	if !ok {
		return math.Inf(1)
	}
	sum := 0.0
	for i := range d {
		sum += 2 * math.Log(l[i*(d+1)])
	}
	invertLower(l, d)
	for i := range d {
		for j := range i + 1 {
			sum += scale[j] * l[i*d+j] * l[i*d+j]
		}
	}
	return sum
}
