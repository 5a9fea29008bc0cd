package lanes

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
