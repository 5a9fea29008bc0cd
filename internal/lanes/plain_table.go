package lanes

func lookUpPlain(dst []float64, at Layout, table []float64, symbols []int, n, p int) (fine bool) {
	fine = true
	for t, s := range symbols {
		if s < -1 || (s+1)*p >= len(table) {
			fine, s = false, -1
		}
		Spread(dst[t*at.Turn:], table[(s+1)*p:][:n], at.Dist)
	}
	return fine
}

func lookUp8Plain(dst []float64, turn int, table []float64, symbols *[Width][]int, p, turns int) (fine bool) {
	fine = true
	for l, s := range symbols {
		fine = lookUpPlain(dst[l:], Layout{turn, Width}, table, s[:turns], p, p) && fine
	}
	return fine
}

func addUpPlain(stats []float64, symbols []int, src []float64, at Layout, n int) {
	for t, s := range symbols {
		for e := 0; e < n && s >= 0 && s < len(stats)/n; e++ {
			stats[s*n+e] += src[t*at.Turn+e*at.Dist]
		}
	}
}

// addUp8Plain does the values from first to before end of the rows.
func addUp8Plain(stats []float64, symbols *[Width][]int, src []float64, turn, n, first, end, turns int) {
	for t := range turns {
		for l := range symbols {
			s := symbols[l][t]
			for e := first; e < end && s >= 0 && s < len(stats)/n; e++ {
				stats[s*n+e] += src[t*turn+e*Width+l]
			}
		}
	}
}

func sumRowsPlain(dst, table []float64, counts []Count, p int) {
	clear(dst[:p])
	for _, c := range counts {
		if c.N == 0 {
			continue
		}
		for e, v := range table[int(c.Word)*p:][:p] {
			dst[e] = fma(v, float64(c.N), dst[e])
		}
	}
}

func addRowsPlain(table []float64, counts []Count, x []float64) {
	for _, c := range counts {
		row := table[int(c.Word)*len(x):][:len(x)]
		for e, v := range x {
			row[e] = fma(v, float64(c.N), row[e])
		}
	}
}
