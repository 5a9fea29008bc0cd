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

// Probabilities is row e: P(symbol | e). It is the family's own slice.
func (c *Categorical) Probabilities(e int) []float64 { return c.row(e) }

// Clone returns an independent copy.
func (c *Categorical) Clone() Family[int] { return &Categorical{c.clone()} }

// Check refuses symbols outside the alphabet.
func (c *Categorical) Check(obs int) error {
	if obs < -1 || obs >= c.symbols {
		return fmt.Errorf("symbol %d, expected 0 to %d, or -1 for a missing one", obs, c.symbols-1)
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
}

// Embed places each symbol on its own axis, missing ones in the middle of nowhere: at the origin.
func (c *Categorical) Embed(batches [][]int, _ uint64) ([]float64, int) {
	var points []float64
	for _, batch := range batches {
		for _, symbol := range batch {
			row := make([]float64, c.symbols)
			if symbol >= 0 {
				row[symbol] = 1
			}
			points = append(points, row...)
		}
	}
	return points, c.symbols
}

// Evaluator looks densities up in a table. It is a LinearEvaluator.
func (c *Categorical) Evaluator() Evaluator[int] {
	return &categoricalEvaluator{n: c.dists, p: c.bySymbol(), logs: c.logs()}
}

type categoricalEvaluator struct {
	n       int
	p, logs []float64 // V×E
}

func (v *categoricalEvaluator) LogDensities(dst []float64, at Layout, obs []int) {
	lookUp(dst, at, obs, v.logs, v.n, 0)
}

func (v *categoricalEvaluator) Densities(dst []float64, at Layout, obs []int) {
	lookUp(dst, at, obs, v.p, v.n, 1)
}

// lookUp writes the row of each symbol, n values of the table, or the value for a missing one.
func lookUp(dst []float64, at Layout, obs []int, table []float64, n int, missing float64) {
	for len(obs) > 0 {
		run := known(obs)
		lanes.LookUp(dst, at, table, obs[:run], n)
		if run == len(obs) {
			return
		}
		for e := range n {
			dst[run*at.Turn+e*at.Dist] = missing
		}
		dst, obs = dst[min((run+1)*at.Turn, len(dst)):], obs[run+1:]
	}
}

// known is the number of symbols before the first missing one.
func known(obs []int) int {
	for t, symbol := range obs {
		if symbol < 0 {
			return t
		}
	}
	return len(obs)
}

func (v *categoricalEvaluator) Collect(stats []float64, obs []int, posterior []float64, at Layout) {
	for len(obs) > 0 {
		run := known(obs)
		lanes.AddUp(stats, obs[:run], posterior, at, v.n)
		if run == len(obs) {
			return
		}
		posterior, obs = posterior[min((run+1)*at.Turn, len(posterior)):], obs[run+1:]
	}
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
