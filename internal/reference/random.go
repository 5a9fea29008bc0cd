package reference

import (
	"math"
	"math/rand/v2"

	"intenthmm/hmm/chain"
)

// A Generator makes random problems. The shares say how often a feature turns up.
type Generator struct {
	Rng       *rand.Rand
	MostK     int     // states: 1 to this
	MostTurns int     // turns: 0 to this
	Zeros     float64 // share of zeros among transitions and starts
	Never     float64 // share of log densities that are -Inf
	Spread    float64 // log densities are 0 to -Spread
}

// Small makes problems that Enumerate can answer.
func Small(seed uint64) *Generator {
	return &Generator{Rng: rand.New(rand.NewPCG(seed, 1)), MostK: 3, MostTurns: 6, Zeros: 0.25, Never: 0.1, Spread: 5}
}

// Chain draws a chain of 1 to 3 classes, with or without stops, with or without shared
// distributions.
func (g *Generator) Chain() *chain.Chain {
	k := 1 + g.Rng.IntN(g.MostK)
	c := &chain.Chain{Start: g.Row(k, 1)}
	if g.Rng.IntN(2) == 0 {
		c.Stop = make([]float64, k)
		for i := range c.Stop {
			c.Stop[i] = [3]float64{0, 1, g.Rng.Float64()}[g.Rng.IntN(3)]
		}
	}
	for range 1 + g.Rng.IntN(3) {
		var m []float64
		for i := range k {
			going := 1.0
			if c.Stop != nil {
				going -= c.Stop[i]
			}
			m = append(m, g.Row(k, going)...)
		}
		c.Next = append(c.Next, m)
	}
	if g.Rng.IntN(3) == 0 {
		c.Dist = make([]int, k)
		for i := range c.Dist {
			c.Dist[i] = g.Rng.IntN(k)
		}
	}
	return c
}

// Row is k probabilities that sum to total, some of them zero.
func (g *Generator) Row(k int, total float64) []float64 {
	row := make([]float64, k)
	row[g.Rng.IntN(k)] = 1
	sum := 1.0
	for i := range row {
		if g.Rng.Float64() >= g.Zeros {
			sum -= row[i]
			row[i] = g.Rng.ExpFloat64() + 1e-3
			sum += row[i]
		}
	}
	for i := range row {
		row[i] *= total / sum
	}
	return row
}

// Problem draws a conversation under the chain: of any length, of any classes, masked or not, open
// or not, weighted or not.
func (g *Generator) Problem(c *chain.Chain) *Problem {
	turns, k := g.Rng.IntN(g.MostTurns+1), c.States()
	p := &Problem{Chain: c, Sequence: chain.Sequence{Turns: turns, Open: g.Rng.IntN(2) == 0}}
	if g.Rng.IntN(2) == 0 {
		p.Sequence.Weight = 3 * g.Rng.Float64()
	}
	if len(c.Next) > 1 || g.Rng.IntN(4) == 0 {
		p.Sequence.Class = make([]uint8, turns)
		for t := range turns {
			p.Sequence.Class[t] = uint8(g.Rng.IntN(len(c.Next)))
		}
	}
	if g.Rng.IntN(3) == 0 {
		p.Sequence.Allowed = make([]uint64, turns*chain.MaskWords(k))
		for t := range p.Sequence.Allowed {
			p.Sequence.Allowed[t] = g.Rng.Uint64() | g.Rng.Uint64()
		}
	}
	p.LogDensity = make([]float64, turns*c.Distributions())
	for i := range p.LogDensity {
		p.LogDensity[i] = -g.Spread * g.Rng.Float64()
		if g.Rng.Float64() < g.Never {
			p.LogDensity[i] = math.Inf(-1)
		}
	}
	return p
}
