package emission

import (
	"fmt"
	"math"

	"intenthmm/internal/lanes"
)

// diagonal has a variance for each dimension; w are the inverse standard deviations.
type diagonal struct{}

func (diagonal) size(d int) int { return d }

func (diagonal) put(c, variances []float64) { copy(c, variances) }

func (diagonal) check(c []float64, _ int) error {
	for i, v := range c {
		if !(v > 0) || math.IsInf(v, 1) {
			return fmt.Errorf("variance %d is %v, expected a positive number", i, v)
		}
	}
	return nil
}

func (diagonal) spread(x, c, z []float64) {
	for i := range x {
		x[i] += float64(math.Sqrt(c[i]) * z[i])
	}
}

func (diagonal) compile(dst, c []float64, _ int) ([]float64, float64) {
	logDet := 0.0
	for _, s := range c {
		dst = append(dst, 1/math.Sqrt(s))
		logDet += math.Log(s)
	}
	return dst, logDet
}

func (diagonal) distances(v *gaussianEvaluator, dst []float64, stride int, x []float64) {
	lanes.Distances(dst, stride, x, v.means, v.white, v.n)
}

func (diagonal) distancePanel(v *gaussianEvaluator, dst []float64) {
	lanes.DistancePanel(dst, v.panel, v.means, v.white, v.n, v.width)
}

func (diagonal) collect(v *gaussianEvaluator, one, moments, mean []float64, which []int32, weight []float64) {
	two := v.wide(moments, v.gathered.two)
	lanes.Moments(one, two, mean, v.gathered.points, which, weight, v.padded)
	v.narrow(moments, two)
}

func (diagonal) recentre(moments, shift []float64, n float64) {
	for i, s := range shift {
		moments[i] -= s * s / n
	}
}

func (diagonal) estimate(c, scatter []float64, n float64, prior *gaussianPrior) (mended bool) {
	for i := range c {
		sum := scatter[i] + float64(prior.weight*prior.scale[i])
		v, m := lift(sum/(n+prior.weight), prior.floor[i])
		c[i], mended = v, mended || m
	}
	return mended
}

func (diagonal) penalty(c, scale []float64) float64 {
	sum := 0.0
	for i, s := range scale {
		sum += math.Log(c[i]) + s/c[i]
	}
	return sum
}
