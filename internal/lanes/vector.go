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

// Moments adds the first and second moments about mean of the vectors of a conversation, that of turn
// t with the weight p[t*stride]: with z = obs[t] - mean,
//
//	one[i] += Σ_t p[t*stride] z[i]      two[i] += Σ_t p[t*stride] z[i]²
//
// turn after turn. A vector that is nil is missing; the others have len(mean) values, which the caller has
// seen to: see CheckWidth.
func Moments(one, two, mean []float64, obs [][]float64, p []float64, stride int) {
	d, turns := len(mean), len(obs)
	if turns == 0 {
		return
	}
	checkPanel(len(one) >= d && len(two) >= d && len(p) > (turns-1)*stride)
	whole := d &^ 3
	if whole > 0 {
		runs(turns, d, func(t, n int) { moments(one, two, mean, obs[t:t+n], p[t*stride:], stride, whole) })
	}
	if whole < d {
		momentsPlain(one, two, mean, obs, p, stride, whole, d)
	}
}

// CheckWidth panics unless every vector is missing or has d values: what Moments relies on.
func CheckWidth(obs [][]float64, d int) {
	for _, x := range obs {
		checkPanel(x == nil || len(x) == d)
	}
}

func moment(one, two, z, p float64) (float64, float64) {
	pz := p * z
	return one + pz, fma(pz, z, two)
}

// Centre takes a vector of d values to its distance from a mean, and adds it up with its weight,
//
//	z[i] = x[i] - mean[i]    pz[i] = p z[i]    one[i] += pz[i]      d = len(mean)
func Centre(z, pz, one, x, mean []float64, p float64) {
	d := len(mean)
	checkPanel(len(z) >= d && len(pz) >= d && len(one) >= d && len(x) >= d)
	whole := d &^ 3
	if whole > 0 {
		centre1(z, pz, one, x, mean, p, whole)
	}
	centrePlain(z, pz, one, x, mean, p, whole, d)
}

// Whiten writes, for a panel x of d rows of Width vectors side by side, their squared distances from n means
// after a matrix each,
//
//	dst[e*Width+l] = Σ_j (Σ_i (x[i,l] - mean[e*d+i]) w_e[i,j])²      i ≤ j
//
// each with the bits of MatMul and SquaredLength for that vector alone. w holds n packed matrices that are
// zero below the diagonal (Pack). scratch has (Pad(d)+4)·Width
// values, of which those from row d to Pad(d) are 0.
func Whiten(dst, x, mean, w, scratch []float64, n, d int) {
	p := Pad(d)
	checkPanel(d > 0 && len(dst) >= n*Width && len(x) >= d*Width && len(mean) >= n*d && len(w) >= n*p*p && len(scratch) >= (p+4)*Width)
	for e := range n {
		whiten8(dst[e*Width:], x, mean[e*d:], w[e*p*p:], scratch, d, p)
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
