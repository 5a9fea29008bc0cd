package emission

import (
	"math"
	"slices"

	"intenthmm/internal/lanes"
)

// spherical has one variance for all dimensions. Its second moments are summed over them; w is the
// inverse standard deviation, once a dimension, so that distances are those of a diagonal.
type spherical struct{ diagonal }

func (spherical) size(int) int { return 1 }

func (spherical) put(c, variances []float64) {
	sum := 0.0
	for _, v := range variances {
		sum += v
	}
	c[0] = sum / float64(len(variances))
}

func (spherical) spread(x, c, z []float64) {
	for i := range x {
		x[i] += float64(math.Sqrt(c[0]) * z[i])
	}
}

func (spherical) compile(dst, c []float64, d int) ([]float64, float64) {
	return append(dst, slices.Repeat([]float64{1 / math.Sqrt(c[0])}, d)...), float64(d) * math.Log(c[0])
}

func (spherical) collect(v *gaussianEvaluator, one, moments, mean []float64, which []int32, weight []float64) {
	two := v.gathered.two
	clear(two)
	lanes.Moments(one, two, mean, v.gathered.points, which, weight, v.padded)
	moments[0] += lanes.Sum(two[:v.width])
}

func (spherical) recentre(moments, shift []float64, n float64) {
	for _, s := range shift {
		moments[0] -= s * s / n
	}
}

func (spherical) estimate(c, scatter []float64, n float64, prior *gaussianPrior) (mended bool) {
	width := float64(len(prior.scale))
	sum, floor := scatter[0], 0.0
	for i, s := range prior.scale {
		sum += float64(prior.weight * s)
		floor += prior.floor[i] / width
	}
	c[0], mended = lift(sum/((n+prior.weight)*width), floor)
	return mended
}

func (spherical) penalty(c, scale []float64) float64 {
	sum := 0.0
	for _, s := range scale {
		sum += math.Log(c[0]) + s/c[0]
	}
	return sum
}
