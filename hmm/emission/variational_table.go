package emission

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/simplex"
)

// A dirichlets is the part that variational families over a finite alphabet share: for each of E
// distributions over V symbols a Dirichlet posterior, with a symmetric prior,
//
//	α_e(v) = prior + n_e(v)
//
// The statistics are those of table. Source: Bishop (2006) section 10.2, with multinomials.
type dirichlets struct {
	what           string // names the family in errors
	dists, symbols int
	alpha          []float64 // E×V, row-major
	prior          float64
}

// newDirichlets has n distributions at the prior.
func newDirichlets(what string, n, symbols int, prior float64) (dirichlets, error) {
	d := dirichlets{what: what, dists: n, symbols: symbols, prior: prior}
	if n < 1 || symbols < 1 {
		return d, fmt.Errorf("%s: %d distributions over %d symbols, expected at least 1", what, n, symbols)
	}
	if err := simplex.CheckCounts(what+": prior", []float64{prior}); err != nil {
		return d, err
	}
	d.alpha = slices.Repeat([]float64{prior}, n*symbols)
	return d, nil
}

func (d *dirichlets) row(e int) []float64 { return d.alpha[e*d.symbols : (e+1)*d.symbols] }

// mean is what is expected of the probabilities of distribution e.
func (d *dirichlets) mean(e int) []float64 {
	p, total := slices.Clone(d.row(e)), 0.0
	for _, a := range p {
		total += a
	}
	for v := range p {
		p[v] /= total
	}
	return p
}

// logs returns E[log p] symbol-major, -Inf beyond E; 0 for a missing symbol.
func (d *dirichlets) logs() []float64 {
	row := make([]float64, d.symbols)
	return symbolMajor(d.dists, d.symbols, 0, math.Inf(-1), func(e int) []float64 {
		simplex.ExpectedLogs(row, d.row(e))
		return row
	})
}

// Prior is what every α has without any statistics.
func (d *dirichlets) Prior() float64 { return d.prior }

// Counts is α of distribution e. It is the family's own slice.
func (d *dirichlets) Counts(e int) []float64 { return d.row(e) }

// Len is the number of distributions.
func (d *dirichlets) Len() int { return d.dists }

// StatsLen is V×E: the expected count of each symbol under each distribution, symbol-major.
func (d *dirichlets) StatsLen() int { return len(d.alpha) }

// Maximize adds the counts to the prior.
func (d *dirichlets) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != d.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	for e := range d.dists {
		for v, row := 0, d.row(e); v < d.symbols; v++ {
			row[v] = d.prior + stats[v*d.dists+e]
		}
	}
	return nil, nil
}

// LogPrior is minus the divergence of the posterior from the prior, all distributions together.
func (d *dirichlets) LogPrior() float64 {
	sum := 0.0
	for e := range d.dists {
		sum -= simplex.Divergence(d.row(e), d.prior)
	}
	return sum
}

// ParamLen is E×V.
func (d *dirichlets) ParamLen() int { return len(d.alpha) }

// Params writes α, row-major.
func (d *dirichlets) Params(dst []float64) { copy(dst, d.alpha) }

// SetParams takes α as Params writes it, all above 0.
func (d *dirichlets) SetParams(src []float64) error {
	if len(src) != len(d.alpha) {
		panic("emission: len(src) != ParamLen()")
	}
	if err := simplex.CheckCounts(d.what+": counts", src); err != nil {
		return err
	}
	copy(d.alpha, src)
	return nil
}

// Split gives to the counts of from, each up to a tenth up or down.
func (d *dirichlets) Split(from, to int, rng *rand.Rand) {
	dst := d.row(to)
	for v, a := range d.row(from) {
		dst[v] = a * (0.9 + float64(0.2*rng.Float64()))
	}
}

// Permute reorders the distributions.
func (d *dirichlets) Permute(order []int) {
	old := slices.Clone(d.alpha)
	for e, from := range order {
		copy(d.row(e), old[from*d.symbols:(from+1)*d.symbols])
	}
}

// FreeParams is E (V-1), as of the probabilities.
func (d *dirichlets) FreeParams() int { return d.dists * (d.symbols - 1) }

func (d *dirichlets) clone() dirichlets {
	c := *d
	c.alpha = slices.Clone(d.alpha)
	return c
}

// dirichletsJSON is how they stand in a file.
type dirichletsJSON struct {
	Prior  float64     `json:"prior"`
	Counts [][]float64 `json:"counts"`
}

func (d *dirichlets) file() dirichletsJSON {
	return dirichletsJSON{d.prior, slices.Collect(slices.Chunk(d.alpha, d.symbols))}
}

// readDirichlets reads what file gave.
func readDirichlets(what string, data []byte) (dirichlets, error) {
	var j dirichletsJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return dirichlets{}, fmt.Errorf("%s: %w", what, err)
	}
	if len(j.Counts) == 0 || len(j.Counts[0]) == 0 {
		return dirichlets{}, fmt.Errorf("%s: no counts, expected one row a distribution", what)
	}
	d, err := newDirichlets(what, len(j.Counts), len(j.Counts[0]), j.Prior)
	if err != nil {
		return d, err
	}
	for e, row := range j.Counts {
		if len(row) != d.symbols {
			return d, fmt.Errorf("%s: counts: row %d has %d values, row 0 has %d", what, e, len(row), d.symbols)
		}
	}
	return d, d.SetParams(slices.Concat(j.Counts...))
}
