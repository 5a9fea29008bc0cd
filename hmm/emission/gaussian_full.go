package emission

import (
	"errors"
	"fmt"
	"math"

	"intenthmm/internal/lanes"
)

// full has a D×D matrix, row-major. Of the second moments only the lower triangle is
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
	p := v.padded
	for e := range v.n {
		for i, m := range v.centre(e)[:v.width] {
			v.d[i] = x[i] - m
		}
		lanes.MatMul(v.z, v.d, v.white[e*p*p:(e+1)*p*p], p, 1)
		dst[e*stride] = lanes.SquaredLength(v.z)
	}
}

func (full) distancePanel(v *gaussianEvaluator, dst []float64) {
	lanes.Whiten(dst, v.panel, v.centres, v.white, v.n, v.padded)
}

// chunk is the number of vectors whose outer products are added at once, in registers.
const chunk = 64

// collect adds the sum of the vectors' outer products.
func (full) collect(v *gaussianEvaluator, one, moments, mean []float64, which []int32, weight []float64) {
	g, p := &v.gathered, v.padded
	o := &g.outer
	o.begin(p)
	for first := 0; first < len(which); first += chunk {
		n := min(chunk, len(which)-first)
		lanes.Centre(o.z, o.pz, one, mean, g.points, which[first:first+n], weight[first:], p)
		lanes.OuterLower(o.sum, o.pz, o.z, p, n)
	}
	o.addTo(moments, v.width, p)
}

// outers are weighted outer products of vectors.
type outers struct {
	z, pz []float64 // chunk×P: x - m, and that times its weight
	sum   []float64 // P×P, packed
}

// begin sets the sum, for vectors of p values, to 0.
func (o *outers) begin(p int) {
	if o.sum == nil {
		lanes.Grow(&o.z, chunk*p)
		lanes.Grow(&o.pz, chunk*p)
		lanes.Grow(&o.sum, p*p)
	}
	clear(o.sum)
}

// addTo adds the sum's lower triangle to second moments, four columns at a time.
func (o *outers) addTo(moments []float64, d, p int) {
	for first := 0; first < d; first += 4 {
		columns := o.sum[first*p:][:4*p]
		for i := first; i < d; i++ {
			row := moments[i*d+first : i*d+min(first+4, i+1)]
			for j, v := range columns[4*i:][:len(row)] {
				row[j] += v
			}
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
