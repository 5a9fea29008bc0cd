//go:build purego || !amd64

package lanes

func matMul8(dst, src, m []float64, k, columns int) { matMulPlain(dst, src, m, k, columns, Width) }
func matMul1(dst, src, m []float64, k, columns int) { matMulPlain(dst, src, m, k, columns, 1) }

func maxPlus8(dst, src, m []float64, k, columns int) { maxPlusPlain(dst, src, m, k, columns, Width) }
func maxPlus1(dst, src, m []float64, k, columns int) { maxPlusPlain(dst, src, m, k, columns, 1) }

func follow1(dst []float64, from []byte, high int, src, logs, m []float64, k, columns int) (possible int, sources uint64, fine bool) {
	return follow1Plain(dst, from, high, src, logs, m, k, columns)
}

func largest1(x []float64, n int) int { return largest1Plain(x, n) }

func absorb1(alpha, logs []float64, k int) (shift, scale float64, fine bool) {
	return absorb1Plain(alpha, logs, k)
}

func forward8(alpha, b, scale, m []float64, active *[Width]uint64, s *Scales, k, rows, turns int) {
	forwardPlain(alpha, b, scale, m, active, s, k, rows, turns, Width)
}

func forward1(alpha, b, scale, m []float64, s *Scales, k, rows, turns int) {
	forwardPlain(alpha, b, scale, m, nil, s, k, rows, turns, 1)
}

func backward8(gamma, b, alpha, scale, m []float64, k, rows, turns int) {
	backwardPlain(gamma, b, alpha, scale, m, k, rows, turns, Width)
}

func backward1(gamma, b, alpha, scale, m []float64, k, rows, turns int) {
	backwardPlain(gamma, b, alpha, scale, m, k, rows, turns, 1)
}

func reach8(reach, logs, delta, m []float64, ok, active *[Width]uint64, k, turns int) {
	reachPlain(reach, logs, delta, m, ok, active, k, turns, Width)
}

func reach1(reach, logs, delta, m []float64, k, turns int) (fine bool) {
	return reach1Plain(reach, logs, delta, m, k, turns)
}

func trace8(states []int32, reach, logs, m []float64, k, turns int) {
	tracePlain(states, reach, logs, m, k, turns, Width)
}

func trace1(states []int32, reach, logs, m []float64, k, turns int) {
	tracePlain(states, reach, logs, m, k, turns, 1)
}

func scale8(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k int) {
	scalePlain(alpha, b, inv, active, s, k, Width)
}

func scale1(alpha, b, inv []float64, s *Scales, k int) { scalePlain(alpha, b, inv, nil, s, k, 1) }

func weigh8(gamma, b, alpha, beta, inv []float64, k int) {
	weighPlain(gamma, b, alpha, beta, inv, k, Width)
}

func weigh1(gamma, b, alpha, beta []float64, inv float64, k int) {
	weighPlain(gamma, b, alpha, beta, []float64{inv}, k, 1)
}

func linear8(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k, rows, turns int) {
	linear8Plain(b, logs, shift, ok, active, k, rows, turns)
}

func linear1(b, logs []float64, k int) (largest float64, ok bool) {
	return linearPlain(b, logs, 0, k, 1)
}

func outer8(acc, p, q []float64, k, rows, count, turns int) {
	outerPlain(acc, p, q, k, rows, k, count, turns, Width)
}
func outer1(acc, p, q []float64, k, rows, columns, count, turns int) {
	outerPlain(acc, p, q, k, rows, columns, count, turns, 1)
}

func distances(dst []float64, stride int, x, mean, w []float64, n, d int) {
	distancesPlain(dst, stride, x, mean, w, n, d)
}

func distances8(dst, x, mean, w []float64, n, d int) { distances8Plain(dst, x, mean, w, n, d) }

func normals8(dst, constant []float64, n int) { normals8Plain(dst, constant, n) }

func pick8(which []int32, weight, p []float64, turn, turns int) int {
	return pick8Plain(which, weight, p, turn, turns)
}

func moments(one, two, mean, points []float64, which []int32, weight []float64, d int) {
	momentsPlain(one, two, mean, points, which, weight, d)
}

func centre(z, pz, one, mean, points []float64, which []int32, weight []float64, d int) {
	centrePlain(z, pz, one, mean, points, which, weight, d)
}

func whiten8(dst, x, mean, w []float64, p int) { whiten8Plain(dst, x, mean, w, p) }

func lookUp(dst []float64, at Layout, table []float64, symbols []int, n, p int) (fine bool) {
	return lookUpPlain(dst, at, table, symbols, n, p)
}

func lookUp8(dst []float64, turn int, table []float64, symbols *[Width][]int, p, turns int) (fine bool) {
	return lookUp8Plain(dst, turn, table, symbols, p, turns)
}

func addUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	addUpPlain(stats, symbols, src, at, n)
}

func addUp8(stats, _ []float64, symbols *[Width][]int, src []float64, turn, n, whole, turns int) {
	addUp8Plain(stats, symbols, src, turn, n, 0, whole, turns)
}

func sumRows(dst, table []float64, counts []Count, p int) { sumRowsPlain(dst, table, counts, p) }

func addRows(table []float64, counts []Count, x []float64) { addRowsPlain(table, counts, x) }

func dotRows(dst, table []float64, counts []Count, x []float64) { dotRowsPlain(dst, table, counts, x) }

func mixRows(dst, table []float64, counts []Count, weight []float64, p int) {
	mixRowsPlain(dst, table, counts, weight, p)
}

func shareRows(table []float64, counts []Count, weight, x []float64) {
	shareRowsPlain(table, counts, weight, x)
}

func expDigamma(dst, x []float64, n int) { expDigammaPlain(dst, x, n) }

func gather(panel, points []float64, which *[Width]int32, d int) {
	gatherPlain(panel, points, which, d)
}

func nearest(near *Nearby, panel, packed []float64, first, tiles, d int) {
	nearestPlain(near, panel, packed, first, tiles, d)
}

func ownDistances(dst, points, centres []float64, own []int32, d int) {
	ownDistancesPlain(dst, points, centres, own, d)
}

func ownMoments(sums, dst, points, centres []float64, own []int32, weight []float64, d int) {
	ownMomentsPlain(sums, dst, points, centres, own, weight, d)
}
