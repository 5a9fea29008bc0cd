package lanes

// DotRows writes the inner products of a vector of p values, a multiple of 4, with rows of a table,
//
//	dst[c] = Σ_e table[counts[c].Word*p + e] x[e]      p = len(x)
//
// summed over every fourth value and then as ((0+2)+(1+3)). The counts' N do not matter.
func DotRows(dst, table []float64, counts []Count, x []float64) {
	p := len(x)
	if len(counts) == 0 {
		return
	}
	checkPanel(p > 0 && p%4 == 0 && len(dst) >= len(counts))
	checkCounts(counts, len(table)/p)
	runs(len(counts), p, func(c, n int) { dotRows(dst[c:], table, counts[c:c+n], x) })
}

// MixRows adds up rows of a table of p columns, a multiple of 4, with weights,
//
//	dst[e] += Σ_c weight[c] table[counts[c].Word*p + e]
//
// row after row. The counts' N do not matter.
func MixRows(dst, table []float64, counts []Count, weight []float64, p int) {
	if len(counts) == 0 {
		return
	}
	checkPanel(p > 0 && p%4 == 0 && len(dst) >= p && len(weight) >= len(counts))
	checkCounts(counts, len(table)/p)
	runs(len(counts), p, func(c, n int) { mixRows(dst, table, counts[c:c+n], weight[c:], p) })
}

// ShareRows adds multiples of a vector of p values, a multiple of 4, to rows of a table,
//
//	table[counts[c].Word*p + e] += weight[c] x[e]      p = len(x)
//
// row after row. The counts' N do not matter.
func ShareRows(table []float64, counts []Count, weight, x []float64) {
	p := len(x)
	if len(counts) == 0 {
		return
	}
	checkPanel(p > 0 && p%4 == 0 && len(weight) >= len(counts))
	checkCounts(counts, len(table)/p)
	runs(len(counts), p, func(c, n int) { shareRows(table, counts[c:c+n], weight[c:], x) })
}
