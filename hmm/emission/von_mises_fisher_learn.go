package emission

import (
	"fmt"

	"intenthmm/baumwelch/em"
)

// mostConcentrated is the largest concentration that is learnt: of turns that are all alike it would be infinite.
// Directions are then a thousandth from one another.
const mostConcentrated = 1e6

// StatsLen is n and at least n×D: the turns of each distribution, then their sums in the order of dimensionBlocks.
func (v *VonMisesFisher) StatsLen() int { return v.n + dimensionBlocks(v.n, v.width).len() }

// of returns the statistics of distribution e with those of the prior: the number of turns, and their sum in
// scratch.
func (v *VonMisesFisher) of(stats []float64, e int, scratch []float64) (turns float64) {
	dims := dimensionBlocks(v.n, v.width)
	for i, m := range v.prior.mean {
		scratch[i] = stats[v.n+dims.at(e, i)] + float64(v.prior.weight*m)
	}
	return stats[e] + v.prior.weight
}

// Maximize takes each direction to that of the turns' sum and each concentration to where the mean has the length
// of theirs, the prior's turns included; at most to 1e6, which is reported as a repair. A distribution without
// turns keeps its parameters, one whose turns cancel out its direction.
func (v *VonMisesFisher) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != v.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	if err := finite(stats); err != nil {
		return nil, fmt.Errorf("vmf: statistics: %w", err)
	}
	var repairs []em.Repair
	sum, total, lengths := make([]float64, v.width), 0.0, 0.0
	for e := range v.n {
		turns := v.of(stats, e, sum)
		if turns < leastTurns {
			continue
		}
		l := length(sum)
		if l > 0 {
			copy(v.Direction(e), sum)
			unit(v.Direction(e))
		}
		if total, lengths = total+turns, lengths+l; !v.shared() {
			repairs = append(repairs, v.concentrate(e, l/turns)...)
		}
	}
	if v.shared() && total >= leastTurns {
		repairs = v.concentrate(0, lengths/total)
	}
	return repairs, nil
}

// concentrate sets concentration c to that of turns whose mean has this length.
func (v *VonMisesFisher) concentrate(c int, length float64) []em.Repair {
	kappa, reached := concentration(v.width, length, mostConcentrated)
	v.concentrations[c] = kappa
	if reached {
		return nil
	}
	return []em.Repair{{Distribution: c, Action: "a concentration grew without bound, set to the largest"}}
}

// LogPrior is weight Σ_e (κ_e μ_eᵀ mean + log C_D(κ_e)).
func (v *VonMisesFisher) LogPrior() float64 {
	if v.prior.weight == 0 {
		return 0
	}
	sum := 0.0
	for e := range v.n {
		along := 0.0
		for i, m := range v.Direction(e) {
			along += float64(m * v.prior.mean[i])
		}
		kappa := v.Concentration(e)
		sum += float64(kappa*along) + logSphere(v.width, kappa)
	}
	return v.prior.weight * sum
}

// Start sets every distribution to that of all turns, and the prior to a tenth of a turn with their mean.
func (v *VonMisesFisher) Start(batches [][][]float64) error {
	mean := meanDirection(batches, v.width)
	v.SetPrior(priorWeight, mean)
	kappa, _ := concentration(v.width, length(mean), mostConcentrated)
	for e := range v.n {
		if directed(mean) {
			copy(v.Direction(e), mean)
			unit(v.Direction(e))
		}
		if e < len(v.concentrations) {
			v.concentrations[e] = kappa
		}
	}
	return nil
}

// meanDirection is the mean of the vectors that are not missing, of length 1 or less.
func meanDirection(batches [][][]float64, width int) []float64 {
	mean, n := make([]float64, width), 0.0
	for _, batch := range batches {
		for _, x := range batch {
			if !directed(x) {
				continue
			}
			n++
			for i, c := range x {
				mean[i] += (c - mean[i]) / n
			}
		}
	}
	if l := length(mean); l > 1 { // by rounding
		for i := range mean {
			mean[i] /= l
		}
	}
	return mean
}

// Embed places vectors where they are, about their mean: the square of the distance of two directions is 2 less
// twice the cosine of their angle. Missing vectors stand at the mean.
func (v *VonMisesFisher) Embed(batches [][][]float64, _ uint64) ([]float64, int) {
	mean := meanDirection(batches, v.width)
	var points []float64
	for _, batch := range batches {
		for _, x := range batch {
			row := make([]float64, v.width)
			if directed(x) {
				for i, c := range x {
					row[i] = c - mean[i]
				}
			}
			points = append(points, row...)
		}
	}
	return points, v.width
}
