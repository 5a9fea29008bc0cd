//go:build purego || !amd64

package lanes

func matMul8(dst, src, m []float64, k int) { matMul8Plain(dst, src, m, k) }
func matMul1(dst, src, m []float64, k int) { matMul1Plain(dst, src, m, k) }

func maxPlus8(dst, src, m []float64, k int) { maxPlusPlain(dst, src, m, k, Width) }
func maxPlus1(dst, src, m []float64, k int) { maxPlusPlain(dst, src, m, k, 1) }

func scale8(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k int) {
	scale8Plain(alpha, b, inv, active, s, k)
}

func scale1(alpha, b []float64, k int) (c, inv float64) { return scale1Plain(alpha, b, k) }

func weigh8(gamma, b, alpha, beta, inv []float64, k int) {
	weighPlain(gamma, b, alpha, beta, inv, k, Width)
}

func weigh1(gamma, b, alpha, beta []float64, inv float64, k int) {
	weighPlain(gamma, b, alpha, beta, []float64{inv}, k, 1)
}

func linear8(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k int) {
	linear8Plain(b, logs, shift, ok, active, k)
}

func linear1(b, logs []float64, k int) (largest float64, ok bool) {
	return linearPlain(b, logs, 0, k, 1)
}

func outer8(acc, p, q []float64, k, turns int) { outer8Plain(acc, p, q, k, turns) }
func outer1(acc, p, q []float64, k, turns int) { outer1Plain(acc, p, q, k, turns) }

func distances(dst []float64, stride int, x, mean, w []float64, n, d int) {
	distancesPlain(dst, stride, x, mean, w, n, d)
}

func moments(one, two, mean []float64, obs [][]float64, p []float64, stride, d int) {
	momentsPlain(one, two, mean, obs, p, stride, 0, d)
}

func observe8(delta, logs []float64, ok, active *[Width]uint64, k int) {
	observe8Plain(delta, logs, ok, active, k)
}

func lookUp(dst []float64, at Layout, table []float64, symbols []int, n int) {
	lookUpPlain(dst, at, table, symbols, n)
}

func addUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	addUpPlain(stats, symbols, src, at, n)
}

func sumRows(dst, table []float64, counts []Count, p int) { sumRowsPlain(dst, table, counts, p) }

func addRows(table []float64, counts []Count, x []float64) { addRowsPlain(table, counts, x) }
