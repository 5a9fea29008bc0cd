package emission

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// Categorical is a family over symbols 0 to V-1; -1 is a missing symbol. Its statistics are the
// expected counts of symbols, its prior is symmetric Dirichlet: SetPrior(s) adds s to every count.
type Categorical struct{ table }

// NewCategorical takes one row of V probabilities a distribution. It starts without a prior.
func NewCategorical(rows [][]float64) (*Categorical, error) {
	t, err := newTable("categorical", rows)
	if err != nil {
		return nil, err
	}
	return &Categorical{t}, nil
}

// UniformCategorical has n distributions in which all symbols are equally likely, and adds prior to
// every count.
func UniformCategorical(n, symbols int, prior float64) *Categorical {
	return &Categorical{uniformTable(n, symbols, prior)}
}

// SetPrior changes the number that is added to every count in Maximize; 0 is maximum likelihood.
func (c *Categorical) SetPrior(s float64) { c.prior = s }

// Symbols is V.
func (c *Categorical) Symbols() int { return c.symbols }

// Probabilities is row e: P(symbol | e). It is the family's own slice, only to be read.
func (c *Categorical) Probabilities(e int) []float64 { return c.row(e) }

// Clone returns an independent copy.
func (c *Categorical) Clone() Family[int] { return &Categorical{c.clone()} }

// Check refuses symbols outside the alphabet.
func (c *Categorical) Check(obs int) error { return checkSymbol(obs, c.symbols) }

func checkSymbol(obs, symbols int) error {
	if obs < -1 || obs >= symbols {
		return fmt.Errorf("symbol %d, expected 0 to %d, or -1 for a missing one", obs, symbols-1)
	}
	return nil
}

// Sample draws a symbol.
func (c *Categorical) Sample(e int, rng *rand.Rand) int { return simplex.Draw(c.row(e), rng) }

// Split gives to the row of from, each probability up to a tenth up or down.
func (c *Categorical) Split(from, to int, rng *rand.Rand) { c.split(from, to, rng) }

func (t *table) split(from, to int, rng *rand.Rand) {
	total := 0.0
	src, dst := t.row(from), t.row(to)
	for v, p := range src {
		dst[v] = p * (0.9 + float64(0.2*rng.Float64()))
		total += dst[v]
	}
	for v := range dst {
		dst[v] /= total
	}
	t.changed()
}

// Embed places each symbol on its own axis, missing ones in the middle of nowhere: at the origin.
func (c *Categorical) Embed(batches [][]int, _ uint64) ([]float64, int) {
	return embedSymbols(batches, c.symbols)
}

func embedSymbols(batches [][]int, symbols int) ([]float64, int) {
	var points []float64
	for _, batch := range batches {
		for _, symbol := range batch {
			row := make([]float64, symbols)
			if symbol >= 0 {
				row[symbol] = 1
			}
			points = append(points, row...)
		}
	}
	return points, symbols
}

// Evaluator looks densities up in a table. It is a LinearEvaluator and a PanelEvaluator.
func (c *Categorical) Evaluator() Evaluator[int] {
	return newCategoricalEvaluator(c.dists, c.bySymbol(), c.logs())
}

// newCategoricalEvaluator takes the densities of n distributions, and their logarithms, symbol-major.
func newCategoricalEvaluator(n int, linear, logs []float64) *categoricalEvaluator {
	return &categoricalEvaluator{n: n, p: lanes.Pad(n), linear: linear, logs: logs, none: make([]float64, n)}
}

type categoricalEvaluator struct {
	n, p         int       // E, and E padded
	linear, logs []float64 // (V+1)×P: first a missing symbol
	none         []float64 // E: where what belongs to missing symbols is added
}

func (v *categoricalEvaluator) LogDensities(dst []float64, at Layout, obs []int) {
	lanes.LookUp(dst, at, v.logs, obs, v.n, v.p)
}

func (v *categoricalEvaluator) Densities(dst []float64, at Layout, obs []int) {
	lanes.LookUp(dst, at, v.linear, obs, v.n, v.p)
}

func (v *categoricalEvaluator) Collect(stats []float64, obs []int, posterior []float64, at Layout) {
	lanes.AddUp(stats, obs, posterior, at, v.n)
}

func (v *categoricalEvaluator) LogDensityPanels(dst []float64, turn int, obs *[lanes.Width][]int) int {
	return lanes.LookUpPanels(dst, turn, v.logs, obs, v.p)
}

func (v *categoricalEvaluator) DensityPanels(dst []float64, turn int, obs *[lanes.Width][]int) int {
	return lanes.LookUpPanels(dst, turn, v.linear, obs, v.p)
}

func (v *categoricalEvaluator) CollectPanels(stats []float64, obs *[lanes.Width][]int, posterior []float64, turn int) int {
	return lanes.AddUpPanels(stats, v.none, obs, posterior, turn, v.n)
}

// tableJSON is how families over a finite alphabet stand in a file.
type tableJSON struct {
	Prior         float64     `json:"prior"`
	Probabilities [][]float64 `json:"probabilities"`
}

// Kind is "categorical".
func (c *Categorical) Kind() string { return "categorical" }

// MarshalJSON writes prior and probabilities.
func (c *Categorical) MarshalJSON() ([]byte, error) {
	return json.Marshal(tableJSON{c.prior, c.rows()})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (c *Categorical) UnmarshalJSON(data []byte) error { return c.decode("categorical", data) }

func (t *table) decode(what string, data []byte) error {
	var j tableJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if !(j.Prior >= 0) {
		return fmt.Errorf("%s: prior is %v, expected a number of at least 0", what, j.Prior)
	}
	n, err := newTable(what, j.Probabilities)
	if err != nil {
		return err
	}
	*t = n
	t.prior = j.Prior
	return nil
}
