package lanes

import "math"

// The plain-Go twins of the kernels: the same operations in the same order, and so the same bits.

func fma(x, y, z float64) float64 { return math.FMA(x, y, z) }

// matMulPlain does n columns of the packed matrix m, from its first on.
func matMulPlain(dst, src, m []float64, k, n, width int) {
	for j := range n {
		column := m[At(k, 0, j):]
		out := dst[j*width:][:width]
		clear(out)
		for i := range k {
			a := column[4*i]
			for l, p := range src[i*width:][:width] {
				out[l] = fma(p, a, out[l])
			}
		}
	}
}

func maxPlusPlain(dst, src, m []float64, k, n, width int) {
	for j := range n {
		column := m[At(k, 0, j):]
		for l := range width {
			best := math.Inf(-1)
			for i := range k {
				if v := src[i*width+l] + column[4*i]; v > best {
					best = v
				}
			}
			dst[j*width+l] = best
		}
	}
}

func forwardPlain(alpha, b, scale, m []float64, active *[Width]uint64, s *Scales, k, rows, turns, width int) {
	n := rows * width
	for t := range turns {
		next := alpha[(t+1)*n:]
		matMulPlain(next, alpha[t*n:], m, k, k, width)
		advance(next, b[t*n:], scale[t*width:], active, s, k, width)
	}
}

// advance is the elementwise part of a forward step: it takes the sums in alpha to α_t, given scale_t-1
// in scale[0..width), and leaves scale_t behind that.
func advance(alpha, b, scale []float64, active *[Width]uint64, s *Scales, k, width int) {
	for l := range width {
		f := scale[l]
		if width == Width && active[l] == 0 {
			f = 0
		}
		for i := l; i < k*width; i += width {
			alpha[i] *= f
		}
		c := product(alpha, b, l, k, width)
		s.close(l, c, &scale[width+l], width == Width && active[l] == 0)
	}
}

func backwardPlain(gamma, b, alpha, scale, m []float64, k, rows, turns, width int) {
	n := rows * width
	for t := turns - 1; t >= 0; t-- {
		beta := gamma[t*n:]
		matMulPlain(beta, b[(t+1)*n:], m, k, k, width)
		weighPlain(beta, b[t*n:], alpha[t*n:], beta, scale[t*width:], k, width)
	}
}

func outerPlain(acc, p, q []float64, k, rows, columns, count, turns, width int) {
	n := rows * width
	for t := range turns {
		for i := range count {
			left := p[t*n+i*width:][:width]
			for j := range columns {
				out, right := acc[At(k, i, j)*width:][:width], q[t*n+j*width:][:width]
				for l, v := range left {
					out[l] = fma(v, right[l], out[l])
				}
			}
		}
	}
}

// linearPlain does the lane that starts at l; it returns its largest value, 0 if that is -Inf, and
// whether all are log densities.
func linearPlain(b, logs []float64, l, k, width int) (largest float64, ok bool) {
	largest, ok = shiftPlain(logs, l, k, width)
	for i := range k {
		b[i*width+l] = Exp(logs[i*width+l] - largest)
	}
	return largest, ok
}

// shiftPlain is what linearPlain returns.
func shiftPlain(logs []float64, l, k, width int) (largest float64, ok bool) {
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
	return largest, ok
}

func linear8Plain(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k, rows, turns int) {
	n := rows * Width
	for t := range turns {
		for l := range Width {
			s, fine := linearPlain(b[t*n:], logs[t*n:], l, k, Width)
			if active[l] == 0 {
				continue
			}
			shift[l] += s
			if !fine {
				ok[l] = 0
			}
		}
	}
}

func absorb1Plain(alpha, logs []float64, k int) (shift, scale float64, fine bool) {
	shift, fine = shiftPlain(logs, 0, k, 1)
	var sum [4]float64
	for i := range k {
		alpha[i] = keep(alpha[i] * Exp(logs[i]-shift))
		sum[i%4] += alpha[i]
	}
	scale = (sum[0] + sum[2]) + (sum[1] + sum[3])
	inv := inverse(scale)
	for i := range k {
		alpha[i] *= inv
	}
	return shift, scale, fine
}

// keep is v, or 0 where v is below Tiny.
func keep(v float64) float64 {
	if v >= Tiny {
		return v
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

func scalePlain(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k, width int) {
	for l := range width {
		c := product(alpha, b, l, k, width)
		s.close(l, c, &inv[l], width == Width && active[l] == 0)
		for i := l; i < k*width; i += width {
			alpha[i] *= inv[l]
		}
	}
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
