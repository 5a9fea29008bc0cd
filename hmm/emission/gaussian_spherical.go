package emission

import "math"

// spherical has one variance for all dimensions. Its second moments are summed over them; w is the
// inverse standard deviation.
type spherical struct{}

func (spherical) size(int) int { return 1 }

func (spherical) put(c, variances []float64) {
	sum := 0.0
	for _, v := range variances {
		sum += v
	}
	c[0] = sum / float64(len(variances))
}

func (spherical) check(c []float64, d int) error { return diagonal{}.check(c, d) }

func (spherical) spread(x, c, z []float64) {
	for i := range x {
		x[i] += float64(math.Sqrt(c[0]) * z[i])
	}
}

func (spherical) compile(dst, c []float64, d int) ([]float64, float64) {
	return append(dst, 1/math.Sqrt(c[0])), float64(d) * math.Log(c[0])
}

func (spherical) distance(v *gaussianEvaluator, x []float64, e int) float64 {
	sum, w, mean := 0.0, v.white[e], v.mean(e)
	x = x[:len(mean)]
	for i, m := range mean {
		z := float64((x[i] - m) * w)
		sum += float64(z * z)
	}
	return sum
}

func (spherical) add(moments, x []float64, p float64) {
	sum := 0.0
	for _, v := range x {
		sum += float64(v * v)
	}
	moments[0] += float64(p * sum)
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
