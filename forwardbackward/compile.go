package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
)

// bridge is the transition probability above which a state counts as always within reach: if all
// are above it, no forward probability that was dropped can matter again. What is dropped is at
// most lanes.Tiny/leastScale = 1e-90 of its turn, and what is kept reaches every state with bridge.
const bridge = 1e-60

// minute is the probability below which a product with a kept forward probability may underflow.
const minute = 1e-15

// Compiled is a chain made ready for the recursions. It is read-only: any number of workspaces and
// filters may share one.
type Compiled struct {
	k          int
	dists      int
	start      []float64
	next       [][]float64 // row-major, row = from: the backward step's matrix
	transposed [][]float64 // row = to: the forward step's matrix
	stop       []float64   // nil: nothing is said of stops
	dist       []int       // nil: identity
	log        logChain
	structural bool // some state cannot be reached in one turn from some other
	minute     bool // some positive probability is below minute
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
	m := &Compiled{k: k, dists: c.Distributions(), start: c.Start, next: c.Next, stop: c.Stop, dist: c.Dist}
	for _, a := range c.Next {
		if len(a) != k*k {
			panic("forwardbackward: len(chain.Next[class]) != K*K")
		}
		t := make([]float64, k*k)
		for i := range k {
			for j := range k {
				t[j*k+i] = a[i*k+j]
			}
		}
		m.transposed = append(m.transposed, t)
		m.note(a)
	}
	m.note(c.Stop)
	m.log = logChain{start: logs(c.Start), stop: logs(c.Stop)}
	for _, a := range c.Next {
		m.log.next = append(m.log.next, logs(a))
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

func logs(p []float64) []float64 {
	l := make([]float64, len(p))
	for i, v := range p {
		l[i] = math.Log(v)
	}
	return l
}
