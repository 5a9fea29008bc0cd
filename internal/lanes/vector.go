package lanes

// Distances writes the squared distances of x from n means in units of 1/w, dimension by dimension,
//
//	dst[e*stride] = Σ_i ((x[i] - mean[e*d+i]) w[e*d+i])²      d = len(x)
//
// The sum is ((0+2)+(1+3)), each over every fourth dimension, then what is left of d in order.
func Distances(dst []float64, stride int, x, mean, w []float64, n int) {
	d := len(x)
	checkPanel(n > 0 && d > 0 && len(dst) > (n-1)*stride && len(mean) >= n*d && len(w) >= n*d)
	whole := d &^ 3
	if whole > 0 {
		runs(n, d, func(e, n int) { distances(dst[e*stride:], stride, x, mean[e*d:], w[e*d:], n, whole) })
	} else {
		for e := range n {
			dst[e*stride] = 0
		}
	}
	for i := whole; i < d; i++ {
		for e := range n {
			z := (x[i] - mean[e*d+i]) * w[e*d+i]
			dst[e*stride] = fma(z, z, dst[e*stride])
		}
	}
}

// Whiten writes, for a panel x of p rows of Width vectors side by side, their squared distances from n means
// after a matrix each,
//
//	dst[e*Width+l] = Σ_j (Σ_i (x[i,l] - mean[e*p+i]) w_e[i,j])²      i ≤ j
//
// each with the bits of MatMul and SquaredLength for that vector alone. w holds n packed matrices of p rows, a
// multiple of 4, that are zero below the diagonal (Pack).
func Whiten(dst, x, mean, w []float64, n, p int) {
	checkPanel(p > 0 && p%4 == 0 && len(dst) >= n*Width && len(x) >= p*Width && len(mean) >= n*p && len(w) >= n*p*p)
	for e := range n {
		whiten8(dst[e*Width:], x, mean[e*p:], w[e*p*p:], p)
	}
}

// DistancePanel is Distances for a panel x of d rows of Width vectors side by side: dst[e*Width+l] has the bits of
// Distances for the vector in lane l alone.
func DistancePanel(dst, x, mean, w []float64, n, d int) {
	checkPanel(n > 0 && d > 0 && len(dst) >= n*Width && len(x) >= d*Width && len(mean) >= n*d && len(w) >= n*d)
	runs(n, d*Width, func(e, n int) { distances8(dst[e*Width:], x, mean[e*d:], w[e*d:], n, d) })
}

// Normals takes squared distances to the log densities of n normal distributions,
//
//	dst[e*Width+l] = constant[e] - ½ dst[e*Width+l]
//
// at the least the largest negative number, which a distance that is NaN has too.
func Normals(dst, constant []float64, n int) {
	checkPanel(len(dst) >= n*Width && len(constant) >= n)
	if n > 0 {
		normals8(dst, constant, n)
	}
}

// SquaredLength is Σ_i x[i]², summed over every fourth value and then as ((0+2)+(1+3)). The length of
// x is a multiple of 4.
func SquaredLength(x []float64) float64 {
	var s0, s1, s2, s3 float64
	for len(x) >= 4 {
		s0, s1, s2, s3 = s0+float64(x[0]*x[0]), s1+float64(x[1]*x[1]), s2+float64(x[2]*x[2]), s3+float64(x[3]*x[3])
		x = x[4:]
	}
	return (s0 + s2) + (s1 + s3)
}
