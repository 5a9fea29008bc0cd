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

func whiten8Plain(dst, x, mean, w, z []float64, d, p int) {
	for i, m := range mean[:d] {
		for l := range Width {
			z[i*Width+l] = x[i*Width+l] - m
		}
	}
	for l := range Width {
		var sum [4]float64
		for j := range p {
			y := 0.0
			for i := range j&^3 + 4 {
				y = fma(w[At(p, i, j)], z[i*Width+l], y)
			}
			sum[j%4] += float64(y * y)
		}
		dst[l] = (sum[0] + sum[2]) + (sum[1] + sum[3])
	}
}

// centrePlain does the dimensions from first to before end.
func centrePlain(z, pz, one, x, mean []float64, p float64, first, end int) {
	for i := first; i < end; i++ {
		z[i] = x[i] - mean[i]
		pz[i] = p * z[i]
		one[i] += pz[i]
	}
}
