package emission

import (
	"errors"
	"fmt"
	"math"

	"intenthmm/internal/lanes"
)

// full has a D×D matrix, row-major; so has Tied. Of the second moments only the lower triangle is
// kept; w is the transposed whitening matrix L⁻ᵀ, where c = L Lᵀ, packed for the kernels.
type full struct{}

func (full) size(d int) int { return d * d }

func (full) put(c, variances []float64) {
	clear(c)
	for i, v := range variances {
		c[i*(len(variances)+1)] = v
	}
}

// asymmetry is how far, relative to the variances, two elements that should be one may differ.
const asymmetry = 1e-9

func (full) check(c []float64, d int) error {
	for i := range d {
		for j := range i {
			most := asymmetry * math.Sqrt(math.Abs(c[i*d+i])) * math.Sqrt(math.Abs(c[j*d+j]))
			if !(math.Abs(c[i*d+j]-c[j*d+i]) <= most) {
				return fmt.Errorf("values [%d,%d] and [%d,%d] are %v and %v, expected a symmetric matrix", i, j, j, i, c[i*d+j], c[j*d+i])
			}
		}
	}
	if _, ok := cholesky(c, d); !ok {
		return errors.New("not positive definite")
	}
	return nil
}

func (full) spread(x, c, z []float64) {
	d := len(x)
	l, _ := cholesky(c, d)
	for i := range x {
		for j := range i + 1 {
			x[i] += float64(l[i*d+j] * z[j])
		}
	}
}

func (full) compile(dst, c []float64, d int) ([]float64, float64) {
	l, ok := cholesky(c, d)
	if !ok {
		panic("emission: a Gaussian's covariance is not positive definite")
	}
	logDet := logDeterminant(l, d)
	invertLower(l, d)
	return append(dst, lanes.Pack(d, 0, func(i, j int) float64 {
		if i > j {
			return 0
		}
		return l[j*d+i]
	})...), logDet
}

func (full) distances(v *gaussianEvaluator, dst []float64, stride int, x []float64) {
	p := lanes.Pad(v.width)
	d, z := v.d[:p], v.z[:p]
	for e := range v.n {
		for i, m := range v.mean(e) {
			d[i] = x[i] - m
		}
		lanes.MatMul(z, d, v.white[e*p*p:(e+1)*p*p], p, 1)
		dst[e*stride] = lanes.SquaredLength(z)
	}
}

// negligible is the weight below which a turn is passed over. A Gaussian that is responsible for so little
// of a turn is at most twelve standard deviations from it: it would add less than rounding.
const negligible = 1e-30

// chunk is the number of turns whose outer products are added at once, in registers.
const chunk = 64

func (full) collect(v *gaussianEvaluator, s gaussianStats, obs [][]float64, posterior []float64, at Layout) {
	for e := range v.n {
		turns, sums, moments := s.of(e)
		v.outer.reset(v.width)
		*turns += v.outer.addAll(obs, v.mean(e), posterior[min(e*at.Dist, len(posterior)):], at.Turn, sums)
		v.outer.addTo(moments, v.width)
	}
}

// outers sums weighted outer products of vectors, many at a time.
type outers struct {
	p     int       // D, padded
	n     int       // vectors waiting
	z, pz []float64 // chunk×P: x - m, and that times its weight
	sum   []float64 // P×P, packed
}

func (o *outers) reset(d int) {
	if o.sum == nil {
		o.p = lanes.Pad(d)
		o.z, o.pz, o.sum = make([]float64, chunk*o.p), make([]float64, chunk*o.p), make([]float64, o.p*o.p)
	}
	o.n = 0
	clear(o.sum)
}

// addAll takes the vectors that are not missing, that of turn t with the weight p[t*stride], and returns
// the sum of their weights.
func (o *outers) addAll(obs [][]float64, m, p []float64, stride int, sums []float64) (turns float64) {
	for t, x := range obs {
		if x == nil {
			continue
		}
		if weight := p[t*stride]; weight > negligible {
			turns += weight
			o.add(x, m, weight, sums)
		}
	}
	return turns
}

// add takes the vector x about the mean m with weight p, and adds its weighted first moments to sums.
func (o *outers) add(x, m []float64, p float64, sums []float64) {
	lanes.Centre(o.z[o.n*o.p:], o.pz[o.n*o.p:], sums, x, m, p)
	if o.n++; o.n == chunk {
		o.flush()
	}
}

func (o *outers) flush() {
	lanes.Outer(o.sum, o.pz, o.z, o.p, o.p, o.n, 1)
	o.n = 0
}

// addTo adds the sum's lower triangle to second moments.
func (o *outers) addTo(moments []float64, d int) {
	o.flush()
	for i := range d {
		for j := range i + 1 {
			moments[i*d+j] += o.sum[lanes.At(o.p, i, j)]
		}
	}
}

func (full) recentre(moments, shift []float64, n float64) {
	d := len(shift)
	for i, s := range shift {
		for j := range i + 1 {
			moments[i*d+j] -= s * shift[j] / n
		}
	}
}

func (full) estimate(c, scatter []float64, n float64, prior *gaussianPrior) (mended bool) {
	d := len(prior.scale)
	n += prior.weight
	for i := range d {
		for j := range i + 1 {
			v := scatter[i*d+j]
			if i == j {
				v += float64(prior.weight * prior.scale[i])
			}
			c[i*d+j], c[j*d+i] = v/n, v/n
		}
	}
	if finite(c) != nil {
		return false
	}
	return clip(c, prior.floor)
}

func (full) penalty(c, scale []float64) float64 {
	d := len(scale)
	l, ok := cholesky(c, d)
	if !ok {
		return math.Inf(1)
	}
	sum := logDeterminant(l, d)
	invertLower(l, d)
	for i := range d {
		for j := range i + 1 {
			sum += float64(scale[j] * l[i*d+j] * l[i*d+j])
		}
	}
	return sum
}
