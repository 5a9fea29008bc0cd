package emission

import (
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
)

// gaussianStats are the statistics: of each distribution n_e, then the D sums s_e of γ(x-m), then
// the second moments about m in the form of a covariance. Tied has the second moments of all
// distributions once, at the end.
type gaussianStats struct {
	values []float64
	width  int
	block  int // length of what each distribution has for itself
	shared int // where the second moments of all begin; -1: each has its own
}

// split cuts statistics of n distributions into those of each.
func split(values []float64, n, width, second int, tied bool) gaussianStats {
	if tied {
		return gaussianStats{values, width, 1 + width, n * (1 + width)}
	}
	return gaussianStats{values, width, 1 + width + second, -1}
}

// of returns the statistics of distribution e.
func (s gaussianStats) of(e int) (turns *float64, sums, moments []float64) {
	own := s.values[e*s.block : (e+1)*s.block]
	moments = own[1+s.width:]
	if s.shared >= 0 {
		moments = s.values[s.shared:]
	}
	return &own[0], own[1 : 1+s.width], moments
}

// StatsLen is n×(1+D+second moments); Tied has the second moments once.
func (g *Gaussian) StatsLen() int { return g.n*(1+g.width) + g.matrices()*g.covLen() }

// leastTurns is the expected number of turns below which a distribution keeps its parameters: their
// mean would be rounding.
const leastTurns = 1e-8

// Maximize moves the means to those of the data and the covariances to the scatter about them, with
// prior and floor. A distribution without turns keeps its parameters. The error is of data so large
// that a parameter is no number; all parameters are then what they were.
func (g *Gaussian) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != g.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	old := g.Clone().(*Gaussian)
	var repairs []em.Repair
	if g.shape == Tied {
		repairs = g.maximizeTied(stats)
	} else {
		repairs = g.maximizeEach(stats)
	}
	if err := g.bounded(); err != nil {
		*g = *old
		return nil, err
	}
	return repairs, nil
}

// vanished is the repair of covariance m.
func vanished(m int) em.Repair {
	return em.Repair{Distribution: m, Action: "a variance vanished, set to the floor"}
}

// maximizeEach is the M-step of distributions with their own covariances.
func (g *Gaussian) maximizeEach(stats []float64) (repairs []em.Repair) {
	f, s := g.shape.form(), split(stats, g.n, g.width, g.covLen(), false)
	scatter := make([]float64, g.covLen())
	for e := range g.n {
		turns, shift, moments := s.of(e)
		if *turns < leastTurns {
			continue
		}
		copy(scatter, moments)
		f.recentre(scatter, shift, *turns)
		g.move(e, shift, *turns)
		if f.estimate(g.Cov(e), scatter, *turns, &g.prior) {
			repairs = append(repairs, vanished(e))
		}
	}
	return repairs
}

// maximizeTied is the M-step of distributions with one covariance.
func (g *Gaussian) maximizeTied(stats []float64) (repairs []em.Repair) {
	f, s := g.shape.form(), split(stats, g.n, g.width, g.covLen(), true)
	_, _, moments := s.of(0)
	scatter, total := slices.Clone(moments), 0.0
	for e := range g.n {
		turns, shift, _ := s.of(e)
		if *turns < leastTurns {
			continue
		}
		f.recentre(scatter, shift, *turns)
		g.move(e, shift, *turns)
		total += *turns
	}
	if total >= leastTurns && f.estimate(g.cov, scatter, total, &g.prior) {
		repairs = append(repairs, vanished(0))
	}
	return repairs
}

// move takes mean e to the mean of n turns.
func (g *Gaussian) move(e int, shift []float64, n float64) {
	for i, s := range shift {
		g.Mean(e)[i] += s / n
	}
}

// bounded names the first parameter that is no number.
func (g *Gaussian) bounded() error {
	for e := range g.n {
		if err := finite(g.Mean(e)); err != nil {
			return fmt.Errorf("gaussian: mean %d: %w", e, err)
		}
	}
	for m := range g.matrices() {
		if err := finite(g.matrix(m)); err != nil {
			return fmt.Errorf("gaussian: covariance %d: %w", m, err)
		}
	}
	return nil
}

// LogPrior is -½ weight Σ (log|Σ_e| + tr(diag(scale) Σ_e⁻¹)), over all covariances.
func (g *Gaussian) LogPrior() float64 {
	if g.prior.weight == 0 {
		return 0
	}
	sum := 0.0
	for m := range g.matrices() {
		sum += g.shape.form().penalty(g.matrix(m), g.prior.scale)
	}
	return -0.5 * g.prior.weight * sum
}
