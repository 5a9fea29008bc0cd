package emission

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/simplex"
)

// A table is the part that families over a finite alphabet share: E distributions over V symbols,
// with a symmetric Dirichlet prior.
//
//	p_e(v)  = (n_e(v) + prior) / Σ_u (n_e(u) + prior)
type table struct {
	dists, symbols int
	p              []float64 // E×V, row-major
	prior          float64
}

// newTable checks and copies the rows.
func newTable(what string, rows [][]float64) (table, error) {
	t := table{dists: len(rows)}
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
	t := table{dists: dists, symbols: symbols, prior: prior, p: make([]float64, dists*symbols)}
	for i := range t.p {
		t.p[i] = 1 / float64(symbols)
	}
	return t
}

func (t *table) rows() [][]float64 {
	return slices.Collect(slices.Chunk(t.p, t.symbols))
}

func (t *table) row(e int) []float64 { return t.p[e*t.symbols : (e+1)*t.symbols] }

// bySymbol returns p with the distributions of one symbol side by side: V×E.
func (t *table) bySymbol() []float64 {
	out := make([]float64, len(t.p))
	for e := range t.dists {
		for v, p := range t.row(e) {
			out[v*t.dists+e] = p
		}
	}
	return out
}

// logs returns log p in the order of bySymbol.
func (t *table) logs() []float64 {
	l := t.bySymbol()
	for i, p := range l {
		l[i] = math.Log(p)
	}
	return l
}

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
	for e := range t.dists {
		total := 0.0
		for v := range t.symbols {
			total += stats[v*t.dists+e] + t.prior
		}
		if total <= 0 {
			continue
		}
		for v, row := 0, t.row(e); v < t.symbols; v++ {
			row[v] = (stats[v*t.dists+e] + t.prior) / total
		}
	}
	return nil, nil
}

// LogPrior is Σ prior · log p over all entries.
func (t *table) LogPrior() float64 {
	if t.prior == 0 {
		return 0
	}
	sum := 0.0
	for _, p := range t.p {
		sum += math.Log(p)
	}
	return t.prior * sum
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
	return nil
}

// Permute reorders the distributions.
func (t *table) Permute(order []int) {
	old := slices.Clone(t.p)
	for e, from := range order {
		copy(t.row(e), old[from*t.symbols:(from+1)*t.symbols])
	}
}

func (t *table) clone() table {
	c := *t
	c.p = slices.Clone(t.p)
	return c
}
