package emission

import (
	"math"
	"slices"

	"intenthmm/internal/lanes"
)

// Evaluator has the inverse standard deviations (spherical, diagonal) or the whitening matrices
// W = L⁻¹ (full, tied) and the constant part of the log density of each distribution at hand.
func (g *Gaussian) Evaluator() Evaluator[[]float64] {
	v := &gaussianEvaluator{
		form: g.shape.form(), tied: g.shape == Tied, matrices: g.hasMatrices(), n: g.n, width: g.width, second: g.covLen(),
		means: slices.Clone(g.means), constant: make([]float64, g.n),
		d: make([]float64, lanes.Pad(g.width)), z: make([]float64, lanes.Pad(g.width)),
	}
	for e := range g.n {
		var logDet float64
		v.white, logDet = v.form.compile(v.white, g.Cov(e), g.width)
		v.constant[e] = -0.5 * (float64(float64(g.width)*math.Log(2*math.Pi)) + logDet)
	}
	return v
}

type gaussianEvaluator struct {
	form     form
	tied     bool
	matrices bool
	n, width int
	second   int       // length of one block of second moments
	means    []float64 // n×D
	white    []float64 // n inverse square roots of covariances, as their form keeps them
	constant []float64 // n
	d, z     []float64 // D, padded: scratch
	outer    outers    // scratch of full covariances
	panel    []float64 // D×Width: eight vectors side by side
	whitened []float64 // scratch of lanes.Whiten
}

func (v *gaussianEvaluator) mean(e int) []float64 { return v.means[e*v.width : (e+1)*v.width] }

func (v *gaussianEvaluator) LogDensities(dst []float64, at Layout, obs [][]float64) {
	for t, x := range obs {
		out := dst[t*at.Turn:]
		if x == nil {
			for e := range v.n {
				out[e*at.Dist] = 0
			}
			continue
		}
		v.form.distances(v, out, at.Dist, x)
		for e, c := range v.constant {
			out[e*at.Dist] = logDensity(c, out[e*at.Dist])
		}
	}
}

func (v *gaussianEvaluator) Collect(stats []float64, obs [][]float64, posterior []float64, at Layout) {
	v.form.collect(v, split(stats, v.n, v.width, v.second, v.tied), obs, posterior, at)
}
