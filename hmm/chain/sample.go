package chain

import (
	"math/rand/v2"

	"intenthmm/internal/simplex"
)

// SampleStart draws the state of a first turn.
func (c *Chain) SampleStart(rng *rand.Rand) int { return simplex.Draw(c.Start, rng) }

// SampleNext draws the state after state i, with the matrix of class; -1 says that the
// conversation stops.
func (c *Chain) SampleNext(i, class int, rng *rand.Rand) int {
	k := c.States()
	row := c.Next[class][i*k : (i+1)*k]
	if c.Stop != nil && rng.Float64() < c.Stop[i] {
		return -1
	}
	return simplex.Draw(row, rng)
}
