package lanes

import "math"

// The plain-Go twins of the kernels: the same operations in the same order, and so the same bits.

func fma(x, y, z float64) float64 { return math.FMA(x, y, z) }

func matMul8Plain(dst, src, m []float64, k int) {
	for j := range k {
		var s [Width]float64
		for i := range k {
			a, p := m[i*k+j], src[i*Width:][:Width]
			for l := range s {
				s[l] = fma(p[l], a, s[l])
			}
		}
		copy(dst[j*Width:], s[:])
	}
}

func matMul1Plain(dst, src, m []float64, k int) {
	dst = dst[:k]
	clear(dst)
	for i, p := range src[:k] {
		for j, a := range m[i*k:][:k] {
			dst[j] = fma(p, a, dst[j])
		}
	}
}

func maxPlusPlain(dst, src, m []float64, k, width int) {
	for j := range k {
		for l := range width {
			best := math.Inf(-1)
			for i := range k {
				if v := src[i*width+l] + m[i*k+j]; v > best {
					best = v
				}
			}
			dst[j*width+l] = best
		}
	}
}

// keep is v, or 0 where v is below Tiny.
func keep(v float64) float64 {
	if v >= Tiny {
		return v
	}
	return 0
}

// inverse is 1/c, or 0 where c is below LeastScale.
func inverse(c float64) float64 {
	if c >= LeastScale {
		return 1 / c
	}
	return 0
}

// product sets alpha to alpha·b in the lane that starts at l, and returns its sum.
func product(alpha, b []float64, l, k, width int) float64 {
	var sum [4]float64
	for i := range k {
		at := i*width + l
		alpha[at] = keep(alpha[at] * b[at])
		sum[i%4] += alpha[at]
	}
	return (sum[0] + sum[2]) + (sum[1] + sum[3])
}

func scale8Plain(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k int) {
	for l := range Width {
		c := product(alpha, b, l, k, Width)
		if active[l] == 0 {
			c = 1
		}
		inv[l] = inverse(c)
		if active[l] == 0 {
			inv[l] = 0
		}
		s.book(l, c)
		for i := l; i < k*Width; i += Width {
			alpha[i] *= inv[l]
		}
	}
}

func scale1Plain(alpha, b []float64, k int) (c, inv float64) {
	c = product(alpha, b, 0, k, 1)
	inv = inverse(c)
	for i := range alpha[:k] {
		alpha[i] *= inv
	}
	return c, inv
}

// book multiplies lane l's product by c.
func (s *Scales) book(l int, c float64) {
	const fraction = 1<<52 - 1
	bits := math.Float64bits(s.Mantissa[l] * c)
	s.Exponent[l] += int64(bits>>52) - 1023
	s.Mantissa[l] = math.Float64frombits(bits&fraction | math.Float64bits(1))
	if c < s.Least[l] {
		s.Least[l] = c
	}
}

// Reset makes every product 1.
func (s *Scales) Reset() {
	for l := range Width {
		s.Mantissa[l], s.Exponent[l], s.Least[l] = 1, 0, 1
	}
}

// Log is the natural logarithm of lane l's product.
func (s *Scales) Log(l int) float64 {
	return math.Log(s.Mantissa[l]) + float64(s.Exponent[l])*math.Ln2
}

func weighPlain(gamma, b, alpha, beta, inv []float64, k, width int) {
	for i := range k * width {
		a, v := alpha[i], beta[i]
		w := b[i] * v * inv[i%width]
		gamma[i] = a * v
		if !(a > 0) {
			w = 0
		}
		b[i] = w
	}
}

// linearPlain does the lane that starts at l; it returns its largest value, 0 if that is -Inf, and
// whether all are log densities.
func linearPlain(b, logs []float64, l, k, width int) (largest float64, ok bool) {
	largest, ok = math.Inf(-1), true
	for i := range k {
		v := logs[i*width+l]
		if v > largest {
			largest = v
		}
		ok = ok && v <= math.MaxFloat64
	}
	if largest == math.Inf(-1) {
		largest = 0
	}
	for i := range k {
		b[i*width+l] = Exp(logs[i*width+l] - largest)
	}
	return largest, ok
}

func linear8Plain(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k int) {
	for l := range Width {
		largest, fine := linearPlain(b, logs, l, k, Width)
		if active[l] != 0 {
			shift[l] += largest
			if !fine {
				ok[l] = 0
			}
		}
	}
}

func outer8Plain(acc, p, q []float64, k, turns int) {
	for i := range k {
		for j := range k {
			var s [Width]float64
			for t := range turns {
				a, b := p[(t*k+i)*Width:][:Width], q[(t*k+j)*Width:][:Width]
				for l := range s {
					s[l] = fma(a[l], b[l], s[l])
				}
			}
			acc[i*k+j] += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
		}
	}
}

func outer1Plain(acc, p, q []float64, k, turns int) {
	for t := range turns {
		row := q[t*k:][:k]
		for i, a := range p[t*k:][:k] {
			out := acc[i*k:][:k]
			for j, b := range row {
				out[j] = fma(a, b, out[j])
			}
		}
	}
}

func distancesPlain(dst []float64, stride int, x, mean, w []float64, n, d int) {
	for e := range n {
		var sum [4]float64
		row := e * len(x)
		for i, v := range x[:d] {
			z := (v - mean[row+i]) * w[row+i]
			sum[i%4] = fma(z, z, sum[i%4])
		}
		dst[e*stride] = (sum[0] + sum[2]) + (sum[1] + sum[3])
	}
}

// momentsPlain does the dimensions from first to before end.
func momentsPlain(one, two, mean []float64, obs [][]float64, p []float64, stride, first, end int) {
	for t, x := range obs {
		for i := first; i < end && x != nil; i++ {
			one[i], two[i] = moment(one[i], two[i], x[i]-mean[i], p[t*stride])
		}
	}
}

func observe8Plain(delta, logs []float64, ok, active *[Width]uint64, k int) {
	for i, v := range logs[:k*Width] {
		delta[i] += v
		if l := i % Width; !(v <= math.MaxFloat64) && active[l] != 0 {
			ok[l] = 0
		}
	}
}

func lookUpPlain(dst []float64, at Layout, table []float64, symbols []int, n int) {
	for t, s := range symbols {
		Spread(dst[t*at.Turn:], table[s*n:(s+1)*n], at.Dist)
	}
}

func addUpPlain(stats []float64, symbols []int, src []float64, at Layout, n int) {
	for t, s := range symbols {
		for e, row := 0, stats[s*n:(s+1)*n]; e < n; e++ {
			row[e] += src[t*at.Turn+e*at.Dist]
		}
	}
}

func sumRowsPlain(dst, table []float64, counts []Count, p int) {
	clear(dst[:p])
	for _, c := range counts {
		if c.N == 0 {
			continue
		}
		for e, v := range table[int(c.Word)*p:][:p] {
			dst[e] = fma(v, float64(c.N), dst[e])
		}
	}
}

func addRowsPlain(table []float64, counts []Count, x []float64) {
	for _, c := range counts {
		row := table[int(c.Word)*len(x):][:len(x)]
		for e, v := range x {
			row[e] = fma(v, float64(c.N), row[e])
		}
	}
}
