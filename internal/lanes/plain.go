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

// close books the sum c of a turn of lane l and sets its inverse; an idle lane has none.
func (s *Scales) close(l int, c float64, inverse *float64, idle bool) {
	if idle {
		*inverse = 0
		s.book(l, 1)
		return
	}
	s.book(l, c)
	*inverse = 0
	if c >= LeastScale {
		*inverse = 1 / c
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

func reachPlain(reach, logs, delta, m []float64, ok, active *[Width]uint64, k, turns, width int) {
	n := k * width
	for t := range turns {
		observePlain(delta, reach[t*n:], logs[t*n:], ok, active, k, width)
		maxPlusPlain(reach[(t+1)*n:], delta, m, k, k, width)
	}
}

func reach1Plain(reach, logs, delta, m []float64, k, turns int) (fine bool) {
	ok, active := [Width]uint64{math.MaxUint64}, [Width]uint64{math.MaxUint64}
	reachPlain(reach, logs, delta, m, &ok, &active, k, turns, 1)
	return ok[0] != 0
}

func tracePlain(states []int32, reach, logs, m []float64, k, turns, width int) {
	n := k * width
	for t := turns; t > 0; t-- {
		for l := range width {
			j := int(states[t*width+l])
			best, row := reach[t*n+j*width+l], m[j*k:]
			states[(t-1)*width+l] = nowhere(k, width)
			for i := range k {
				at := (t-1)*n + i*width + l
				if reach[at]+logs[at]+row[i] == best {
					states[(t-1)*width+l] = int32(i)
					break
				}
			}
		}
	}
}

// nowhere is the state that stands where no path comes from anywhere.
func nowhere(k, width int) int32 {
	if width == Width {
		return 0
	}
	return int32(k - 1)
}

func observePlain(delta, reach, logs []float64, ok, active *[Width]uint64, k, width int) {
	for i, v := range logs[:k*width] {
		delta[i] = reach[i] + v
		if l := i % width; !(v <= math.MaxFloat64) && active[l] != 0 {
			ok[l] = 0
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

func outerPlain(acc, p, q []float64, k, rows, count, turns, width int) {
	n := rows * width
	for t := range turns {
		for i := range count {
			left := p[t*n+i*width:][:width]
			for j := range k {
				out, right := acc[At(k, i, j)*width:][:width], q[t*n+j*width:][:width]
				for l, v := range left {
					out[l] = fma(v, right[l], out[l])
				}
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

func lookUpPlain(dst []float64, at Layout, table []float64, symbols []int, n, p int) (fine bool) {
	fine = true
	for t, s := range symbols {
		if s < -1 || (s+1)*p >= len(table) {
			fine, s = false, -1
		}
		Spread(dst[t*at.Turn:], table[(s+1)*p:][:n], at.Dist)
	}
	return fine
}

func lookUp8Plain(dst []float64, turn int, table []float64, symbols *[Width][]int, p, turns int) (fine bool) {
	fine = true
	for l, s := range symbols {
		fine = lookUpPlain(dst[l:], Layout{turn, Width}, table, s[:turns], p, p) && fine
	}
	return fine
}

func addUpPlain(stats []float64, symbols []int, src []float64, at Layout, n int) {
	for t, s := range symbols {
		for e := 0; e < n && s >= 0 && s < len(stats)/n; e++ {
			stats[s*n+e] += src[t*at.Turn+e*at.Dist]
		}
	}
}

// addUp8Plain does the values from first to before end of the rows.
func addUp8Plain(stats []float64, symbols *[Width][]int, src []float64, turn, n, first, end, turns int) {
	for t := range turns {
		for l := range symbols {
			s := symbols[l][t]
			for e := first; e < end && s >= 0 && s < len(stats)/n; e++ {
				stats[s*n+e] += src[t*turn+e*Width+l]
			}
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
