//go:build !purego

package lanes

import "golang.org/x/sys/cpu"

// level is the best instruction set of this machine that there are kernels for. Only tests change
// it.
var level = detect()

const (
	plain = iota
	avx2
	avx512
)

func detect() int {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return avx512
	case cpu.X86.HasAVX2 && cpu.X86.HasFMA:
		return avx2
	}
	return plain
}

func matMul8(dst, src, m []float64, k, columns int) {
	switch level {
	case avx512:
		matMul8AVX512(&dst[0], &src[0], &m[0], k, columns)
	case avx2:
		matMul8AVX2(&dst[0], &src[0], &m[0], k, columns)
	default:
		matMulPlain(dst, src, m, k, columns, Width)
	}
}

func matMul1(dst, src, m []float64, k, columns int) {
	if level == plain {
		matMulPlain(dst, src, m, k, columns, 1)
		return
	}
	matMul1AVX2(&dst[0], &src[0], &m[0], k, columns)
}

func maxPlus8(dst, src, m []float64, k, columns int) {
	switch level {
	case avx512:
		maxPlus8AVX512(&dst[0], &src[0], &m[0], k, columns)
	case avx2:
		maxPlus8AVX2(&dst[0], &src[0], &m[0], k, columns)
	default:
		maxPlusPlain(dst, src, m, k, columns, Width)
	}
}

func maxPlus1(dst, src, m []float64, k, columns int) {
	if level == plain {
		maxPlusPlain(dst, src, m, k, columns, 1)
		return
	}
	maxPlus1AVX2(&dst[0], &src[0], &m[0], k, columns)
}

func follow1(dst []float64, from []byte, high int, src, logs, m []float64, k, columns int) (possible int, sources uint64, fine bool) {
	if level == plain {
		return follow1Plain(dst, from, high, src, logs, m, k, columns)
	}
	return follow1AVX2(&dst[0], &from[0], high, &src[0], &logs[0], &m[0], k, columns)
}

func largest1(x []float64, n int) int {
	if level == plain {
		return largest1Plain(x, n)
	}
	return largest1AVX2(&x[0], n)
}

func absorb1(alpha, logs []float64, k int) (shift, scale float64, fine bool) {
	if level == plain {
		return absorb1Plain(alpha, logs, k)
	}
	return absorb1AVX2(&alpha[0], &logs[0], k)
}

func forward8(alpha, b, scale, m []float64, active *[Width]uint64, s *Scales, k, rows, turns int) {
	switch level {
	case avx512:
		forward8AVX512(&alpha[0], &b[0], &scale[0], &m[0], &active[0], &s.Mantissa[0], k, rows, turns)
	case avx2:
		forward8AVX2(&alpha[0], &b[0], &scale[0], &m[0], &active[0], &s.Mantissa[0], k, rows, turns)
	default:
		forwardPlain(alpha, b, scale, m, active, s, k, rows, turns, Width)
	}
}

func forward1(alpha, b, scale, m []float64, s *Scales, k, rows, turns int) {
	if level == plain {
		forwardPlain(alpha, b, scale, m, nil, s, k, rows, turns, 1)
		return
	}
	forward1AVX2(&alpha[0], &b[0], &scale[0], &m[0], &s.Mantissa[0], k, rows, turns)
}

func backward8(gamma, b, alpha, scale, m []float64, k, rows, turns int) {
	switch level {
	case avx512:
		backward8AVX512(&gamma[0], &b[0], &alpha[0], &scale[0], &m[0], k, rows, turns)
	case avx2:
		backward8AVX2(&gamma[0], &b[0], &alpha[0], &scale[0], &m[0], k, rows, turns)
	default:
		backwardPlain(gamma, b, alpha, scale, m, k, rows, turns, Width)
	}
}

func backward1(gamma, b, alpha, scale, m []float64, k, rows, turns int) {
	if level == plain {
		backwardPlain(gamma, b, alpha, scale, m, k, rows, turns, 1)
		return
	}
	backward1AVX2(&gamma[0], &b[0], &alpha[0], &scale[0], &m[0], k, rows, turns)
}

func reach8(reach, logs, delta, m []float64, ok, active *[Width]uint64, k, turns int) {
	switch level {
	case avx512:
		reach8AVX512(&reach[0], &logs[0], &delta[0], &m[0], &ok[0], &active[0], k, turns)
	case avx2:
		reach8AVX2(&reach[0], &logs[0], &delta[0], &m[0], &ok[0], &active[0], k, turns)
	default:
		reachPlain(reach, logs, delta, m, ok, active, k, turns, Width)
	}
}

func reach1(reach, logs, delta, m []float64, k, turns int) (fine bool) {
	if level == plain {
		return reach1Plain(reach, logs, delta, m, k, turns)
	}
	return reach1AVX2(&reach[0], &logs[0], &delta[0], &m[0], k, turns)
}

func trace8(states []int32, reach, logs, m []float64, k, turns int) {
	if level == plain {
		tracePlain(states, reach, logs, m, k, turns, Width)
		return
	}
	trace8AVX2(&states[0], &reach[0], &logs[0], &m[0], k, turns)
}

func trace1(states []int32, reach, logs, m []float64, k, turns int) {
	if level == plain {
		tracePlain(states, reach, logs, m, k, turns, 1)
		return
	}
	trace1AVX2(&states[0], &reach[0], &logs[0], &m[0], k, turns)
}

func scale8(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k int) {
	switch level {
	case avx512:
		scale8AVX512(&alpha[0], &b[0], &inv[0], &active[0], &s.Mantissa[0], k)
	case avx2:
		scale8AVX2(&alpha[0], &b[0], &inv[0], &active[0], &s.Mantissa[0], k)
	default:
		scalePlain(alpha, b, inv, active, s, k, Width)
	}
}

func scale1(alpha, b, inv []float64, s *Scales, k int) {
	if level == plain {
		scalePlain(alpha, b, inv, nil, s, k, 1)
		return
	}
	scale1AVX2(&alpha[0], &b[0], &inv[0], &s.Mantissa[0], k)
}

func weigh8(gamma, b, alpha, beta, inv []float64, k int) {
	switch level {
	case avx512:
		weigh8AVX512(&gamma[0], &b[0], &alpha[0], &beta[0], &inv[0], k)
	case avx2:
		weigh8AVX2(&gamma[0], &b[0], &alpha[0], &beta[0], &inv[0], k)
	default:
		weighPlain(gamma, b, alpha, beta, inv, k, Width)
	}
}

func weigh1(gamma, b, alpha, beta []float64, inv float64, k int) {
	if level == plain {
		weighPlain(gamma, b, alpha, beta, []float64{inv}, k, 1)
		return
	}
	weigh1AVX2(&gamma[0], &b[0], &alpha[0], &beta[0], inv, k)
}

func linear8(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k, rows, turns int) {
	switch level {
	case avx512:
		linear8AVX512(&b[0], &logs[0], &shift[0], &ok[0], &active[0], k, rows, turns)
	case avx2:
		linear8AVX2(&b[0], &logs[0], &shift[0], &ok[0], &active[0], k, rows, turns)
	default:
		linear8Plain(b, logs, shift, ok, active, k, rows, turns)
	}
}

func linear1(b, logs []float64, k int) (largest float64, ok bool) {
	if level == plain {
		return linearPlain(b, logs, 0, k, 1)
	}
	return linear1AVX2(&b[0], &logs[0], k)
}

func outer8(acc, p, q []float64, k, rows, count, turns int) {
	switch level {
	case avx512:
		outer8AVX512(&acc[0], &p[0], &q[0], k, rows, count, turns)
	case avx2:
		outer8AVX2(&acc[0], &p[0], &q[0], k, rows, count, turns)
	default:
		outerPlain(acc, p, q, k, rows, k, count, turns, Width)
	}
}

func outer1(acc, p, q []float64, k, rows, columns, count, turns int) {
	if level == plain {
		outerPlain(acc, p, q, k, rows, columns, count, turns, 1)
		return
	}
	outer1AVX2(&acc[0], &p[0], &q[0], k, rows, columns, count, turns)
}

func lookUp(dst []float64, at Layout, table []float64, symbols []int, n, p int) (fine bool) {
	if level == plain {
		return lookUpPlain(dst, at, table, symbols, n, p)
	}
	return lookUpAVX2(&dst[0], at.Turn, at.Dist, &table[0], &symbols[0], n, p, len(table)/p, len(symbols))
}

func lookUp8(dst []float64, turn int, table []float64, symbols *[Width][]int, p, turns int) (fine bool) {
	if level == plain {
		return lookUp8Plain(dst, turn, table, symbols, p, turns)
	}
	return lookUp8AVX2(&dst[0], turn, &table[0], &symbols[0], p, len(table)/p, turns)
}

func addUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	if level == plain {
		addUpPlain(stats, symbols, src, at, n)
		return
	}
	addUpAVX2(&stats[0], &symbols[0], &src[0], at.Turn, at.Dist, n, len(stats)/n, len(symbols))
}

func addUp8(stats, none []float64, symbols *[Width][]int, src []float64, turn, n, whole, turns int) {
	if level == plain {
		addUp8Plain(stats, symbols, src, turn, n, 0, whole, turns)
		return
	}
	addUp8AVX2(&stats[0], &none[0], &symbols[0], &src[0], turn, n, whole, len(stats)/n, turns)
}

func sumRows(dst, table []float64, counts []Count, p int) {
	if level == plain {
		sumRowsPlain(dst, table, counts, p)
		return
	}
	sumRowsAVX2(&dst[0], &table[0], &counts[0].Word, len(counts), p)
}

func addRows(table []float64, counts []Count, x []float64) {
	if level == plain {
		addRowsPlain(table, counts, x)
		return
	}
	addRowsAVX2(&table[0], &counts[0].Word, len(counts), &x[0], len(x))
}

func dotRows(dst, table []float64, counts []Count, x []float64) {
	if level == plain {
		dotRowsPlain(dst, table, counts, x)
		return
	}
	dotRowsAVX2(&dst[0], &table[0], &counts[0].Word, len(counts), &x[0], len(x))
}

func mixRows(dst, table []float64, counts []Count, weight []float64, p int) {
	if level == plain {
		mixRowsPlain(dst, table, counts, weight, p)
		return
	}
	mixRowsAVX2(&dst[0], &table[0], &counts[0].Word, len(counts), &weight[0], p)
}

func shareRows(table []float64, counts []Count, weight, x []float64) {
	if level == plain {
		shareRowsPlain(table, counts, weight, x)
		return
	}
	shareRowsAVX2(&table[0], &counts[0].Word, len(counts), &weight[0], &x[0], len(x))
}

func expDigamma(dst, x []float64, n int) {
	if level == plain {
		expDigammaPlain(dst, x, n)
		return
	}
	expDigammaAVX2(&dst[0], &x[0], n)
}
