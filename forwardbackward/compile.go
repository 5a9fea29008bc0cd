package forwardbackward

import (
	"slices"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// bridge is the transition probability above which a state counts as always within reach: if all
// are above it, no forward probability that was dropped can matter again. What is dropped is at
// most lanes.Tiny/lanes.LeastScale = 1e-90 of its turn, and what is kept reaches every state with bridge.
const bridge = 1e-60

// minute is the probability below which a product with a kept forward probability may underflow.
const minute = 1e-15

// Compiled is a chain made ready for the recursions. It is read-only: any number of workspaces and
// filters may share one.
type Compiled struct {
	chain      *chain.Chain // a copy
	k          int
	p          int // K padded: rows and columns of the matrices, rows of the panels
	dists      int
	start      []float64   // P
	starts     []float64   // a panel of P rows: start in every lane
	next       [][]float64 // packed, row = from: what the forward step multiplies with
	transposed [][]float64 // packed, row = to: what the backward step multiplies with
	stop       []float64   // nil: nothing is said of stops
	dist       []int       // nil: identity
	log        logChain
	structural bool // some state cannot be reached in one turn from some other
	minute     bool // some positive probability is below minute
	stepwise   bool // the recursions have something to do between the turns
}

// logChain holds the logarithms of a chain, for the recursions that run in the log domain.
type logChain struct {
	start, stop []float64
	next        [][]float64 // row = from
}

// Compile copies what the recursions need out of c. It panics if c does not pass Check's rules on
// lengths; rows may sum to less than 1.
func Compile(c *chain.Chain) *Compiled {
	c = c.Clone()
	k := c.States()
	m := &Compiled{chain: c, k: k, p: lanes.Pad(k), dists: c.Distributions(), stop: c.Stop, dist: c.Dist}
	m.start = append(slices.Clone(c.Start), make([]float64, m.p-k)...)
	for _, v := range m.start {
		m.starts = append(m.starts, slices.Repeat([]float64{v}, lanes.Width)...)
	}
	for _, a := range c.Next {
		if len(a) != k*k {
			panic("forwardbackward: len(chain.Next[class]) != K*K")
		}
		m.next = append(m.next, lanes.Pack(k, 0, func(i, j int) float64 { return a[i*k+j] }))
		m.transposed = append(m.transposed, lanes.Pack(k, 0, func(i, j int) float64 { return a[j*k+i] }))
		m.note(a)
	}
	m.note(c.Stop)
	m.stepwise = m.structural || len(m.next) > 1
	m.log = logChain{start: lanes.Logs(c.Start), stop: lanes.Logs(c.Stop)}
	for _, a := range c.Next {
		m.log.next = append(m.log.next, lanes.Logs(a))
	}
	return m
}

// note records whether p holds zeros and tiny numbers.
func (m *Compiled) note(p []float64) {
	for _, v := range p {
		m.structural = m.structural || v < bridge
		m.minute = m.minute || v > 0 && v < minute
	}
}

// States is K.
func (m *Compiled) States() int { return m.k }

// distribution is the emission distribution of state i.
func (m *Compiled) distribution(i int) int {
	if m.dist == nil {
		return i
	}
	return m.dist[i]
}
