package emission

import (
	"math"

	"intenthmm/internal/lanes"
)

// mostPanelled is the number of dimensions up to which the densities of eight vectors under full covariances
// are computed at once: one call of the kernel is then short enough.
const mostPanelled = 256

// LogDensityPanels has the bits of LogDensities.
func (v *gaussianEvaluator) LogDensityPanels(dst []float64, turn int, obs *[lanes.Width][][]float64) int {
	if !v.matrices || v.width > mostPanelled {
		return 0
	}
	if v.panel == nil {
		v.panel = make([]float64, v.width*lanes.Width)
		v.whitened = make([]float64, (lanes.Pad(v.width)+4)*lanes.Width)
	}
	turns := common(obs)
	for t := range turns {
		var missing [lanes.Width]bool
		for l := range obs {
			missing[l] = v.place(l, obs[l][t])
		}
		out := dst[t*turn:][:v.n*lanes.Width]
		lanes.Whiten(out, v.panel, v.means, v.white, v.whitened, v.n, v.width)
		for i, d := range out {
			out[i] = logDensity(v.constant[i/lanes.Width], d)
			if missing[i%lanes.Width] {
				out[i] = 0
			}
		}
	}
	return turns
}

// place puts a vector into lane l of the panel, and reports whether it is missing.
func (v *gaussianEvaluator) place(l int, x []float64) (missing bool) {
	if x == nil {
		for i := range v.width {
			v.panel[i*lanes.Width+l] = 0
		}
		return true
	}
	for i, c := range x[:v.width] {
		v.panel[i*lanes.Width+l] = c
	}
	return false
}

// logDensity is that of a vector at a squared distance, at the least the largest negative number.
func logDensity(constant, distance float64) float64 {
	l := constant - float64(0.5*distance)
	if !(l >= -math.MaxFloat64) { // a distance beyond all numbers
		return -math.MaxFloat64
	}
	return l
}

// CollectPanels adds lane after lane, so that more outer products are summed at once.
func (v *gaussianEvaluator) CollectPanels(stats []float64, obs *[lanes.Width][][]float64, posterior []float64, turn int) int {
	if !v.matrices {
		return 0
	}
	turns, s := common(obs), split(stats, v.n, v.width, v.second, v.tied)
	for e := range v.n {
		seen, sums, moments := s.of(e)
		v.outer.reset(v.width)
		for l := range obs {
			*seen += v.outer.addAll(obs[l][:turns], v.mean(e), posterior[e*lanes.Width+l:], turn, sums)
		}
		v.outer.addTo(moments, v.width)
	}
	return turns
}

// common is the number of turns that all lanes have.
func common(obs *[lanes.Width][][]float64) int {
	turns := len(obs[0])
	for _, o := range obs[1:] {
		turns = min(turns, len(o))
	}
	return turns
}
