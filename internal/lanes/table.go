package lanes

// LookUp writes the row of each symbol of a lane, n of its p values,
//
//	dst[t*at.Turn + e*at.Dist] = table[(symbols[t]+1)*p + e]
//
// The first row is that of a missing symbol, -1. It panics if a symbol has no row.
func LookUp(dst []float64, at Layout, table []float64, symbols []int, n, p int) {
	turns := len(symbols)
	if turns == 0 {
		return
	}
	checkPanel(n > 0 && n <= p && len(table) >= p && len(dst) > (turns-1)*at.Turn+(n-1)*at.Dist)
	if at.Dist == 1 {
		copyRows(dst, at.Turn, table, symbols, n, p)
		return
	}
	runs(turns, tableWork*n, func(t, turns int) {
		checkSymbols(lookUp(dst[t*at.Turn:], at, table, symbols[t:t+turns], n, p))
	})
}

// copyRows is LookUp where rows stay together.
func copyRows(dst []float64, turn int, table []float64, symbols []int, n, p int) {
	for t, s := range symbols {
		from := (s + 1) * p
		checkSymbols(s >= -1 && from < len(table))
		copy(dst[t*turn:][:n], table[from:])
	}
}

// tableWork is how many multiplications a value that is copied or added in passing takes the time of.
const tableWork = 16

// LookUpPanels is LookUp for Width lanes at once, the first at dst[0], for the turns that all have; it
// returns how many those are. It writes all p rows, a multiple of 4, of the panels, which are turn
// values apart.
func LookUpPanels(dst []float64, turn int, table []float64, symbols *[Width][]int, p int) int {
	turns := common(symbols)
	if turns == 0 {
		return 0
	}
	checkPanel(len(table) >= p && len(dst) >= (turns-1)*turn+p*Width)
	runs(turns, tableWork*p*Width/4, func(t, turns int) {
		from := cut(symbols, t)
		checkSymbols(lookUp8(dst[t*turn:], turn, table, &from, p, turns))
	})
	return turns
}

// cut is the symbols from turn t on.
func cut(symbols *[Width][]int, t int) (from [Width][]int) {
	for l, s := range symbols {
		from[l] = s[t:]
	}
	return from
}

func checkSymbols(fine bool) {
	if !fine {
		panic("lanes: a symbol has no row")
	}
}

// common is the number of turns that all lanes have.
func common(symbols *[Width][]int) int {
	turns := len(symbols[0])
	for _, s := range symbols[1:] {
		turns = min(turns, len(s))
	}
	return turns
}

// AddUp adds a lane to the rows of its symbols, stats[symbols[t]*n + e] += src[t*at.Turn + e*at.Dist].
// Symbols that have no row, as the missing one, -1, are passed over.
func AddUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	turns := len(symbols)
	if turns == 0 {
		return
	}
	checkPanel(n > 0 && len(stats) >= n && len(src) > (turns-1)*at.Turn+(n-1)*at.Dist)
	runs(turns, tableWork*n, func(t, turns int) { addUp(stats, symbols[t:t+turns], src[t*at.Turn:], at, n) })
}

// AddUpPanels is AddUp for Width lanes at once, as LookUpPanels is LookUp: turn by turn, and lane by lane
// in each. none is room for n values that are of no use.
func AddUpPanels(stats, none []float64, symbols *[Width][]int, src []float64, turn, n int) int {
	turns := common(symbols)
	if turns == 0 {
		return 0
	}
	checkPanel(n > 0 && len(stats) >= n && len(none) >= n && len(src) >= (turns-1)*turn+n*Width)
	whole := n &^ 3
	if whole > 0 {
		runs(turns, tableWork*n*Width/4, func(t, turns int) {
			from := cut(symbols, t)
			addUp8(stats, none, &from, src[t*turn:], turn, n, whole, turns)
		})
	}
	if whole < n {
		addUp8Plain(stats, symbols, src, turn, n, whole, n, turns)
	}
	return turns
}

// A Count is a row of a table and how much it counts. The kernels know its layout.
type Count struct {
	Word int32
	N    float32
}

// SumRows adds up weighted rows of a table of p columns,
//
//	dst[e] = Σ_c counts[c].N table[counts[c].Word*p + e]
//
// p is a multiple of 4. Counts of 0 are passed over: what they count may be -Inf.
func SumRows(dst, table []float64, counts []Count, p int) {
	checkPanel(len(dst) >= p)
	checkCounts(counts, len(table)/p)
	if len(counts) == 0 {
		clear(dst[:p])
		return
	}
	sumRows(dst, table, counts, p)
}

// AddRows adds multiples of a vector to rows of a table of len(x) columns,
//
//	table[counts[c].Word*len(x) + e] += counts[c].N x[e]
func AddRows(table []float64, counts []Count, x []float64) {
	if len(counts) == 0 || len(x) == 0 {
		return
	}
	checkCounts(counts, len(table)/len(x))
	addRows(table, counts, x)
}

func checkCounts(counts []Count, rows int) {
	for _, c := range counts {
		if uint(c.Word) >= uint(rows) {
			panic("lanes: a count has no row")
		}
	}
}
