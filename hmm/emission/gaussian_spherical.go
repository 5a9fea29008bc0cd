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

func (spherical) distances(v *gaussianEvaluator, dst []float64, stride int, x []float64) {
	for e, w := range v.white {
		sum, mean := 0.0, v.mean(e)
		for i, m := range mean {
			z := float64((x[i] - m) * w)
			sum += float64(z * z)
		}
		dst[e*stride] = sum
	}
}

func (spherical) collect(v *gaussianEvaluator, s gaussianStats, obs [][]float64, posterior []float64, at Layout) {
	for t, x := range obs {
		for e := 0; e < v.n && x != nil; e++ {
			p := posterior[t*at.Turn+e*at.Dist]
			if !(p > 0) {
				continue
			}
			turns, sums, moments := s.of(e)
			*turns += p
			sum := 0.0
			for i, m := range v.mean(e) {
				z := x[i] - m
				sums[i] += float64(p * z)
				sum += float64(z * z)
			}
			moments[0] += float64(p * sum)
		}
	}
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
