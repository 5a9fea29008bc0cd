package lanes

// Outer adds the outer product of two panels, summed over the lanes, to a k×k matrix,
//
//	acc[i*k+j] += Σ_l p[i,l] q[j,l]
//
// the lanes added in the fixed tree ((0+4)+(2+6)) + ((1+5)+(3+7)). 2k²W operations.
func Outer(acc, p, q []float64, k, width int) {
	if width == Width {
		outer8(acc, p, q, k)
		return
	}
	q = q[:k]
	for i := range k {
		row, a := acc[i*k:][:k], p[i]
		for j, b := range q {
			row[j] += float64(a * b)
		}
	}
}

func outer8(acc, p, q []float64, k int) {
	for i := range k {
		a := (*[Width]float64)(p[i*Width:])
		row := acc[i*k:][:k]
		for j := range row {
			b := (*[Width]float64)(q[j*Width:])
			row[j] += ((float64(a[0]*b[0]) + float64(a[4]*b[4])) + (float64(a[2]*b[2]) + float64(a[6]*b[6]))) +
				((float64(a[1]*b[1]) + float64(a[5]*b[5])) + (float64(a[3]*b[3]) + float64(a[7]*b[7])))
		}
	}
}
