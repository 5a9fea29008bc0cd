package emission

import (
	"math"
	"slices"

	"intenthmm/internal/lanes"
)

// Evaluator has the inverse standard deviations (spherical, diagonal) or the whitening matrices
// W = L⁻¹ (full, tied) and the constant part of the log density of each distribution at hand.
func (g *Gaussian) Evaluator() Evaluator[[]float64] {
	p := lanes.Pad(g.width)
	v := &gaussianEvaluator{
		form: g.shape.form(), tied: g.shape == Tied, n: g.n, width: g.width, padded: p, second: g.covLen(),
		means: slices.Clone(g.means), constant: make([]float64, g.n),
		centres: make([]float64, g.n*p), d: make([]float64, p), z: make([]float64, p),
	}
	var logDet float64
	for e := range g.n {
		copy(v.centre(e), g.Mean(e))
		if e < g.matrices() {
			v.white, logDet = v.form.compile(v.white, g.matrix(e), g.width)
		}
		v.constant[e] = -0.5 * (float64(float64(g.width)*math.Log(2*math.Pi)) + logDet)
	}
	if v.tied {
		v.place(g.origin)
	}
	return v
}

type gaussianEvaluator struct {
	form     form
	tied     bool
	n, width int
	padded   int       // D, padded
	second   int       // length of one block of second moments
	means    []float64 // n×D
	centres  []float64 // n×P: the means, padded
	white    []float64 // inverse square roots of covariances, as their form keeps them
	constant []float64 // n
	whitened whitened  // the means of tied distributions
	d, z     []float64 // D, padded: scratch
	panel    []float64 // P×Width: eight vectors side by side
	nothing  []float64 // D: stands for a missing vector
	gathered gathered  // scratch of Collect
}

// centre is mean e, padded.
func (v *gaussianEvaluator) centre(e int) []float64 { return v.centres[e*v.padded : (e+1)*v.padded] }

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

// logDensity is that of a vector at a squared distance, at the least the largest negative number.
func logDensity(constant, distance float64) float64 {
	l := constant - float64(0.5*distance)
	if !(l >= -math.MaxFloat64) { // a distance beyond all numbers
		return -math.MaxFloat64
	}
	return l
}
