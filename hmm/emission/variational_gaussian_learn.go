package emission

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/simplex"
)

// Evaluator is Gaussian's at m and C, with the constant part of the expectation.
func (v *VariationalGaussian) Evaluator() Evaluator[[]float64] {
	g := v.point.Evaluator().(*gaussianEvaluator)
	width := float64(v.point.width)
	for e := range g.constant {
		nu := v.Freedom(e)
		excess := float64(width/float64(v.size())*v.digammas(nu)) + float64(width*math.Log(2/nu)) - width/v.turns[e]
		g.constant[e] += float64(0.5 * excess)
	}
	return g
}

// digammas is Σ_i ψ((ν+1-i)/2) over the dimensions of one Wishart distribution, whose E[log|Λ|] is
// that + d log 2/ν - log|C|.
func (v *VariationalGaussian) digammas(nu float64) float64 {
	sum := 0.0
	for i := range v.size() {
		sum += mathext.Digamma((nu - float64(i)) / 2)
	}
	return sum
}

// logGammas is likewise of log Γ: what log Γ_d has beside a constant.
func (v *VariationalGaussian) logGammas(nu float64) float64 {
	sum := 0.0
	for i := range v.size() {
		sum += simplex.LogGamma((nu - float64(i)) / 2)
	}
	return sum
}

// Maximize sets every distribution to its posterior: the prior is turns like any other, all of them at
// its mean. The error is of data so large that a parameter is no number; nothing has changed then.
func (v *VariationalGaussian) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != v.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	old := v.clone()
	g, all := v.point, slices.Clone(stats)
	g.Evaluator().Collect(all, [][]float64{v.prior.Mean}, slices.Repeat([]float64{v.prior.Turns}, g.n), RowMajor(g.n))
	repairs := v.maximize(split(stats, g.n, g.width, g.covLen(), g.shape == Tied), split(all, g.n, g.width, g.covLen(), g.shape == Tied))
	if err := g.bounded(); err != nil {
		*v = *old
		return nil, fmt.Errorf("variational %w", err)
	}
	return repairs, nil
}

// maximize is Maximize with the statistics of the turns and those with the prior among them, which it
// changes.
func (v *VariationalGaussian) maximize(own, all gaussianStats) (repairs []em.Repair) {
	f, seen := v.point.shape.form(), 0.0
	var moments []float64
	for e := range v.turns {
		n, _, _ := own.of(e)
		var shift []float64
		_, shift, moments = all.of(e)
		v.turns[e] = v.prior.Turns + *n
		f.recentre(moments, shift, v.turns[e])
		v.point.move(e, shift, v.turns[e])
		if seen += *n; v.point.shape != Tied {
			repairs = append(repairs, v.spread(e, moments, *n)...)
		}
	}
	if v.point.shape == Tied {
		repairs = v.spread(0, moments, seen)
	}
	return repairs
}

// spread sets Wishart distribution m to the posterior given the scatter of n turns.
func (v *VariationalGaussian) spread(m int, scatter []float64, n float64) []em.Repair {
	v.freedom[m] = v.prior.Freedom + float64(v.values()*n)
	if v.point.shape.form().estimate(v.point.matrix(m), scatter, n, &v.point.prior) {
		return []em.Repair{vanished(m)}
	}
	return nil
}

// LogPrior is minus the divergence of the posterior from the prior, all distributions together.
func (v *VariationalGaussian) LogPrior() float64 {
	sum := 0.0
	for m := range v.freedom {
		sum += v.wishart(m)
	}
	g := v.point.Evaluator().(*gaussianEvaluator)
	apart := make([]float64, v.Len())
	g.form.distances(g, apart, 1, v.prior.Mean)
	width := float64(v.point.width)
	for e, d := range apart {
		ratio := v.prior.Turns / v.turns[e]
		sum += 0.5 * (float64(width*(ratio-1-math.Log(ratio))) + float64(v.prior.Turns*d))
	}
	return -sum
}

// wishart is the divergence of Wishart distribution m from the prior's: with S = ν C, S₀ likewise, and d
// dimensions,
//
//	½ ν₀ (log|S| - log|S₀| + tr(S₀ S⁻¹) ν/ν₀) - ½ ν d + log Γ_d(ν₀/2)/Γ_d(ν/2) + ½ (ν-ν₀) ψ_d(ν/2)
//
// as many times as a covariance has such distributions.
func (v *VariationalGaussian) wishart(m int) float64 {
	g, nu, nu0 := v.point, v.freedom[m], v.prior.Freedom
	many := 1.0 // Wishart distributions of a covariance
	penalty := g.shape.form().penalty(g.matrix(m), v.prior.Variances) / v.values()
	base := 0.0 // log|C₀|
	for _, x := range v.prior.Variances {
		base += math.Log(x)
	}
	switch g.shape {
	case Diagonal:
		many = float64(g.width)
	case Spherical:
		mean := []float64{0}
		g.shape.form().put(mean, v.prior.Variances)
		base = math.Log(mean[0])
	}
	d := many * float64(v.size())
	sum := 0.5*nu0*(penalty+float64(d*math.Log(nu/nu0))-base) - float64(0.5*nu*d)
	return sum + float64(many*(v.logGammas(nu0)-v.logGammas(nu)+float64(0.5*(nu-nu0)*v.digammas(nu))))
}
