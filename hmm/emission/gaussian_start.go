package emission

import (
	"fmt"
	"math"
)

const (
	// priorWeight is the weight in turns of the prior that Start sets.
	priorWeight = 0.1
	// floorShare is the least variance that Start sets, as a share of the data's.
	floorShare = 1e-14
	// floorDigits is the least standard deviation that Start sets, as a share of the data's mean:
	// closer values are hardly told apart.
	floorDigits = 1e-13
)

// Start sets every mean to that of the data, every variance to that of the data, the prior to a
// tenth of a turn with that variance, and the floor to 1e-14 of it (and no less than the square of
// 1e-13 of the mean, where the digits of the data end). Its error is data so large that their
// variance is no number.
func (g *Gaussian) Start(batches [][][]float64) error {
	mean, variance := moments(batches, g.width)
	for i, v := range variance {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("gaussian: dimension %d: the variance of the data is %v: the values are too large", i, v)
		}
	}
	g.SetPrior(priorWeight, variance, nil)
	for i, v := range variance {
		digit := floorDigits * mean[i]
		g.prior.floor[i] = max(floorShare*v, digit*digit)
		if g.prior.floor[i] == 0 {
			g.prior.floor[i] = floorShare // all zero: any unit will do
		}
		variance[i] = max(v, g.prior.floor[i])
	}
	for e := range g.n {
		copy(g.Mean(e), mean)
	}
	copy(g.origin, mean)
	for m := range g.matrices() {
		g.shape.form().put(g.matrix(m), variance)
	}
	return nil
}

// moments are the mean and the variance of the vectors that are not missing, dimension by
// dimension, in two passes; 0 and 1 where there are none.
func moments(batches [][][]float64, width int) (mean, variance []float64) {
	mean, variance = make([]float64, width), make([]float64, width)
	n := 0.0
	for _, batch := range batches {
		for _, x := range batch {
			if x == nil {
				continue
			}
			n++
			for i, v := range x {
				mean[i] += (v - mean[i]) / n
			}
		}
	}
	for _, batch := range batches {
		for _, x := range batch {
			for i, v := range x {
				variance[i] += (v - mean[i]) * (v - mean[i]) / n
			}
		}
	}
	if n == 0 {
		for i := range variance {
			variance[i] = 1
		}
	}
	return mean, variance
}

// Embed places vectors where they are, about the mean; Diagonal, Full and Tied families, to which
// the unit of a dimension means nothing, see each dimension at unit variance. Missing vectors stand
// at the mean.
func (g *Gaussian) Embed(batches [][][]float64, _ uint64) ([]float64, int) {
	mean, variance := moments(batches, g.width)
	var points []float64
	for _, batch := range batches {
		for _, x := range batch {
			row := make([]float64, g.width)
			for i, v := range x {
				row[i] = v - mean[i]
				if g.shape != Spherical && variance[i] > 0 {
					row[i] /= math.Sqrt(variance[i])
				}
			}
			points = append(points, row...)
		}
	}
	return points, g.width
}
