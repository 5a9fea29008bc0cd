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

func matMul8(dst, src, m []float64, k int) {
	switch level {
	case avx512:
		matMul8AVX512(&dst[0], &src[0], &m[0], k)
	case avx2:
		matMul8AVX2(&dst[0], &src[0], &m[0], k)
	default:
		matMul8Plain(dst, src, m, k)
	}
}

func matMul1(dst, src, m []float64, k int) {
	if level == plain {
		matMul1Plain(dst, src, m, k)
		return
	}
	matMul1AVX2(&dst[0], &src[0], &m[0], k)
}

func maxPlus8(dst, src, m []float64, k int) {
	switch level {
	case avx512:
		maxPlus8AVX512(&dst[0], &src[0], &m[0], k)
	case avx2:
		maxPlus8AVX2(&dst[0], &src[0], &m[0], k)
	default:
		maxPlusPlain(dst, src, m, k, Width)
	}
}

func maxPlus1(dst, src, m []float64, k int) {
	if level == plain {
		maxPlusPlain(dst, src, m, k, 1)
		return
	}
	maxPlus1AVX2(&dst[0], &src[0], &m[0], k)
}

func scale8(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k int) {
	switch level {
	case avx512:
		scale8AVX512(&alpha[0], &b[0], &inv[0], &active[0], &s.Mantissa[0], k)
	case avx2:
		scale8AVX2(&alpha[0], &b[0], &inv[0], &active[0], &s.Mantissa[0], k)
	default:
		scale8Plain(alpha, b, inv, active, s, k)
	}
}

func scale1(alpha, b []float64, k int) (c, inv float64) {
	if level == plain {
		return scale1Plain(alpha, b, k)
	}
	return scale1AVX2(&alpha[0], &b[0], LeastScale, k)
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

func linear8(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k int) {
	switch level {
	case avx512:
		linear8AVX512(&b[0], &logs[0], &shift[0], &ok[0], &active[0], k)
	case avx2:
		linear8AVX2(&b[0], &logs[0], &shift[0], &ok[0], &active[0], k)
	default:
		linear8Plain(b, logs, shift, ok, active, k)
	}
}

func linear1(b, logs []float64, k int) (largest float64, ok bool) {
	if level == plain {
		return linearPlain(b, logs, 0, k, 1)
	}
	return linear1AVX2(&b[0], &logs[0], k)
}

func outer8(acc, p, q []float64, k, turns int) {
	switch level {
	case avx512:
		outer8AVX512(&acc[0], &p[0], &q[0], k, turns)
	case avx2:
		outer8AVX2(&acc[0], &p[0], &q[0], k, turns)
	default:
		outer8Plain(acc, p, q, k, turns)
	}
}

func outer1(acc, p, q []float64, k, turns int) {
	if level == plain {
		outer1Plain(acc, p, q, k, turns)
		return
	}
	outer1AVX2(&acc[0], &p[0], &q[0], k, turns)
}

func distances(dst []float64, stride int, x, mean, w []float64, n, d int) {
	if level == plain {
		distancesPlain(dst, stride, x, mean, w, n, d)
		return
	}
	distancesAVX2(&dst[0], stride, &x[0], &mean[0], &w[0], n, d, len(x))
}

func moments(one, two, mean []float64, obs [][]float64, p []float64, stride, d int) {
	if level == plain {
		momentsPlain(one, two, mean, obs, p, stride, 0, d)
		return
	}
	momentsAVX2(&one[0], &two[0], &mean[0], &obs[0], &p[0], stride, d, len(obs))
}

func observe8(delta, logs []float64, ok, active *[Width]uint64, k int) {
	switch level {
	case avx512:
		observe8AVX512(&delta[0], &logs[0], &ok[0], &active[0], k)
	case avx2:
		observe8AVX2(&delta[0], &logs[0], &ok[0], &active[0], k)
	default:
		observe8Plain(delta, logs, ok, active, k)
	}
}

func lookUp(dst []float64, at Layout, table []float64, symbols []int, n int) {
	if level == plain {
		lookUpPlain(dst, at, table, symbols, n)
		return
	}
	lookUpAVX2(&dst[0], at.Turn, at.Dist, &table[0], &symbols[0], n, len(symbols))
}

func addUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	if level == plain {
		addUpPlain(stats, symbols, src, at, n)
		return
	}
	addUpAVX2(&stats[0], &symbols[0], &src[0], at.Turn, at.Dist, n, len(symbols))
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
