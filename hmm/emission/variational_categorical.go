package emission

import (
	"encoding/json"
	"math/rand/v2"

	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// VariationalCategorical is a family over symbols 0 to V-1, -1 for a missing one, whose probabilities are
// not points but have Dirichlet posteriors: see VariationalWords. Densities are exp E[log p_e(v)].
type VariationalCategorical struct{ dirichlets }

const variationalCategorical = "variational categorical"

// NewVariationalCategorical has n distributions, all at the symmetric Dirichlet prior with that
// parameter. The error is of one that is not a finite number above 0, or of no distributions or symbols.
func NewVariationalCategorical(n, symbols int, prior float64) (*VariationalCategorical, error) {
	d, err := newDirichlets(variationalCategorical, n, symbols, prior)
	return &VariationalCategorical{d}, err
}

// Symbols is V.
func (c *VariationalCategorical) Symbols() int { return c.symbols }

// Probabilities are what is expected of P(symbol | e).
func (c *VariationalCategorical) Probabilities(e int) []float64 { return c.mean(e) }

// Clone returns an independent copy.
func (c *VariationalCategorical) Clone() Family[int] { return &VariationalCategorical{c.clone()} }

// Check refuses symbols outside the alphabet.
func (c *VariationalCategorical) Check(obs int) error { return checkSymbol(obs, c.symbols) }

// Sample draws a symbol from the expected probabilities.
func (c *VariationalCategorical) Sample(e int, rng *rand.Rand) int {
	return simplex.Draw(c.row(e), rng)
}

// Embed places each symbol on its own axis, missing ones at the origin.
func (c *VariationalCategorical) Embed(batches [][]int, _ uint64) ([]float64, int) {
	return embedSymbols(batches, c.symbols)
}

// Evaluator looks densities up in a table. It is a LinearEvaluator and a PanelEvaluator.
func (c *VariationalCategorical) Evaluator() Evaluator[int] {
	logs := c.logs()
	linear := make([]float64, len(logs))
	for i, l := range logs {
		linear[i] = lanes.Exp(l)
	}
	return newCategoricalEvaluator(c.dists, linear, logs)
}

// Kind is "variational categorical".
func (c *VariationalCategorical) Kind() string { return variationalCategorical }

// MarshalJSON writes prior and counts.
func (c *VariationalCategorical) MarshalJSON() ([]byte, error) { return json.Marshal(c.file()) }

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (c *VariationalCategorical) UnmarshalJSON(data []byte) error {
	d, err := readDirichlets(variationalCategorical, data)
	if err == nil {
		c.dirichlets = d
	}
	return err
}
