package emission

import (
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// A table is the part that families over a finite alphabet share: E distributions over V symbols,
// with a symmetric Dirichlet prior.
//
//	p_e(v)  = (n_e(v) + prior) / Σ_u (n_e(u) + prior)
type table struct {
	dists, symbols int
	p              []float64 // E×V, row-major; who changes it calls changed
	prior          float64
	shared         *logTable // of p
}

// newTable checks and copies the rows.
func newTable(what string, rows [][]float64) (table, error) {
	t := table{dists: len(rows), shared: &logTable{}}
	if len(rows) == 0 || len(rows[0]) == 0 {
		return t, fmt.Errorf("%s: no probabilities, expected one row a distribution", what)
	}
	what += ": probabilities"
	t.symbols = len(rows[0])
	for e, row := range rows {
		if len(row) != t.symbols {
			return t, fmt.Errorf("%s: row %d has %d values, row 0 has %d", what, e, len(row), t.symbols)
		}
		if err := simplex.Check(fmt.Sprintf("%s: row %d", what, e), row, 1); err != nil {
			return t, err
		}
		t.p = append(t.p, row...)
	}
	return t, nil
}

// uniformTable has every distribution alike.
func uniformTable(dists, symbols int, prior float64) table {
	t := table{dists: dists, symbols: symbols, prior: prior, p: make([]float64, dists*symbols), shared: &logTable{}}
	for i := range t.p {
		t.p[i] = 1 / float64(symbols)
	}
	return t
}

func (t *table) rows() [][]float64 {
	return slices.Collect(slices.Chunk(t.p, t.symbols))
}

func (t *table) row(e int) []float64 { return t.p[e*t.symbols : (e+1)*t.symbols] }

// bySymbol returns p symbol-major, 0 beyond E; 1 for a missing symbol.
func (t *table) bySymbol() []float64 { return symbolMajor(t.dists, t.symbols, 1, 0, t.row) }

// symbolMajor lays rows out as the kernels read them: the values of one symbol side by side, padded with
// those beyond, and before the symbols those of a missing one.
func symbolMajor(dists, symbols int, missing, beyond float64, row func(e int) []float64) []float64 {
	p := lanes.Pad(dists)
	out := make([]float64, (symbols+1)*p)
	lanes.PadRows(out, p, dists, 1, beyond)
	for e := range dists {
		out[e] = missing
		for v, x := range row(e) {
			out[(v+1)*p+e] = x
		}
	}
	return out
}

// changed forgets what was computed of the parameters.
func (t *table) changed() { t.shared = &logTable{} }

// Len is the number of distributions.
func (t *table) Len() int { return t.dists }

// StatsLen is V×E: the expected count of each symbol under each distribution, symbol-major.
func (t *table) StatsLen() int { return t.dists * t.symbols }

// Maximize sets the probabilities to the normalised counts plus prior. A distribution without any
// counts, under no prior, keeps its row.
func (t *table) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != t.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	t.changed()
	totals := make([]float64, t.dists)
	for row := range slices.Chunk(stats, t.dists) {
		for e, n := range row {
			totals[e] += n + t.prior
		}
	}
	for first := 0; first < t.symbols; first += logBlock {
		t.normalise(stats, totals, first, min(first+logBlock, t.symbols))
	}
	return nil, nil
}

// normalise sets the probabilities of the symbols from first to before end.
func (t *table) normalise(stats, totals []float64, first, end int) {
	for e, total := range totals {
		if total <= 0 {
			continue
		}
		row, at := t.row(e), first*t.dists+e
		for v := first; v < end; v++ {
			row[v] = (stats[at] + t.prior) / total
			at += t.dists
		}
	}
}

// LogPrior is Σ prior · log p over all entries.
func (t *table) LogPrior() float64 {
	if t.prior == 0 {
		return 0
	}
	p := lanes.Pad(t.dists)
	sums := make([]float64, t.dists)
	for row := range slices.Chunk(t.logs()[p:], p) {
		for e := range sums {
			sums[e] += row[e]
		}
	}
	return t.prior * lanes.Sum(sums)
}

// ParamLen is E×V.
func (t *table) ParamLen() int { return len(t.p) }

// Params writes the probabilities, row-major.
func (t *table) Params(dst []float64) { copy(dst, t.p) }

// SetParams takes probabilities as Params writes them. It refuses what are none.
func (t *table) SetParams(src []float64) error {
	if len(src) != len(t.p) {
		panic("emission: len(src) != ParamLen()")
	}
	for e := range t.dists {
		if err := simplex.Check(fmt.Sprintf("distribution %d", e), src[e*t.symbols:(e+1)*t.symbols], 1); err != nil {
			return err
		}
	}
	copy(t.p, src)
	t.changed()
	return nil
}

// Permute reorders the distributions.
func (t *table) Permute(order []int) {
	old := slices.Clone(t.p)
	for e, from := range order {
		copy(t.row(e), old[from*t.symbols:(from+1)*t.symbols])
	}
	t.changed()
}

func (t *table) clone() table {
	c := *t
	c.p = slices.Clone(t.p)
	return c
}
