package lanes

// MatMul multiplies a panel from the left with a k×k matrix,
//
//	dst[j,l] = Σ_i m[j*k+i] src[i,l]
//
// summing over i in ascending order in every lane. The forward step takes the transposed transition
// matrix, the backward step the matrix itself. dst and src may not overlap. 2k²W operations.
func MatMul(dst, src, m []float64, k, width int) {
	if width == Width {
		matMul8(dst, src, m, k)
		return
	}
	matMul1(dst, src, m, k)
}

func matMul8(dst, src, m []float64, k int) {
	for j := range k {
		var s0, s1, s2, s3, s4, s5, s6, s7 float64
		for i, a := range m[j*k : j*k+k] {
			p := (*[Width]float64)(src[i*Width:])
			s0 += float64(a * p[0])
			s1 += float64(a * p[1])
			s2 += float64(a * p[2])
			s3 += float64(a * p[3])
			s4 += float64(a * p[4])
			s5 += float64(a * p[5])
			s6 += float64(a * p[6])
			s7 += float64(a * p[7])
		}
		*(*[Width]float64)(dst[j*Width:]) = [Width]float64{s0, s1, s2, s3, s4, s5, s6, s7}
	}
}

// matMul1 takes four rows at once: their sums do not wait for one another.
func matMul1(dst, src, m []float64, k int) {
	src = src[:k]
	j := 0
	for ; j+4 <= k; j += 4 {
		r0, r1, r2, r3 := m[j*k:][:k], m[(j+1)*k:][:k], m[(j+2)*k:][:k], m[(j+3)*k:][:k]
		var s0, s1, s2, s3 float64
		for i, p := range src {
			s0 += float64(r0[i] * p)
			s1 += float64(r1[i] * p)
			s2 += float64(r2[i] * p)
			s3 += float64(r3[i] * p)
		}
		dst[j], dst[j+1], dst[j+2], dst[j+3] = s0, s1, s2, s3
	}
	for ; j < k; j++ {
		s := 0.0
		for i, a := range m[j*k:][:k] {
			s += float64(a * src[i])
		}
		dst[j] = s
	}
}
