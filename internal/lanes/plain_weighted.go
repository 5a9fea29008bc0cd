package lanes

func dotRowsPlain(dst, table []float64, counts []Count, x []float64) {
	for c, count := range counts {
		var sum [4]float64
		for e, v := range table[int(count.Word)*len(x):][:len(x)] {
			sum[e%4] = fma(v, x[e], sum[e%4])
		}
		dst[c] = (sum[0] + sum[2]) + (sum[1] + sum[3])
	}
}

func mixRowsPlain(dst, table []float64, counts []Count, weight []float64, p int) {
	for c, count := range counts {
		for e, v := range table[int(count.Word)*p:][:p] {
			dst[e] = fma(v, weight[c], dst[e])
		}
	}
}

func shareRowsPlain(table []float64, counts []Count, weight, x []float64) {
	for c, count := range counts {
		row := table[int(count.Word)*len(x):][:len(x)]
		for e, v := range x {
			row[e] = fma(v, weight[c], row[e])
		}
	}
}

func expDigammaPlain(dst, x []float64, n int) {
	for i, v := range x[:n] {
		q, s := ExpDigammaOf(v)
		dst[i] = q * Exp(-s)
	}
}
