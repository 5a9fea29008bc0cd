package emission

import (
	"slices"

	"intenthmm/internal/lanes"
)

// tied has one D×D matrix for all distributions, in everything else like full's. A vector is whitened once, and
// then held against the whitened means.
type tied struct{ full }

// whitened are the means of tied distributions as whitening makes them, relative to an origin among the data, so
// that distances keep their digits however far away all of them are from 0.
type whitened struct {
	origin []float64 // D
	means  []float64 // n×P: W (μ - origin)
	units  []float64 // n×P ones
	panel  []float64 // P×Width: eight whitened vectors side by side
}

// place whitens the means.
func (v *gaussianEvaluator) place(origin []float64) {
	size := v.n * v.padded
	v.whitened = whitened{slices.Clone(origin), make([]float64, size), slices.Repeat([]float64{1}, size), make([]float64, v.padded*lanes.Width)}
	for e := range v.n {
		v.whiten(v.whitened.means[e*v.padded:], v.centre(e))
	}
}

// whiten writes the P values of W (x - origin).
func (v *gaussianEvaluator) whiten(dst, x []float64) {
	for i, o := range v.whitened.origin {
		v.d[i] = x[i] - o
	}
	lanes.MatMul(dst, v.d, v.white, v.padded, 1)
}

func (tied) distances(v *gaussianEvaluator, dst []float64, stride int, x []float64) {
	v.whiten(v.z, x)
	lanes.Distances(dst, stride, v.z, v.whitened.means, v.whitened.units, v.n)
}

func (tied) distancePanel(v *gaussianEvaluator, dst []float64) {
	for i, o := range v.whitened.origin {
		row := v.panel[i*lanes.Width:][:lanes.Width]
		for l := range row {
			row[l] -= o
		}
	}
	lanes.MatMul(v.whitened.panel, v.panel, v.white, v.padded, lanes.Width)
	lanes.DistancePanel(dst, v.whitened.panel, v.whitened.means, v.whitened.units, v.n, v.padded)
}
