// Package chain holds the hidden side of a model: where a conversation starts, how its states follow
// one another, where it stops, and which emission distribution each state uses.
//
// It is one half of the waist of the project. The recursions (forwardbackward, viterbi) see a Chain
// and a block of log densities; they never see what the densities are densities of.
//
// Letters, as in Rabiner (1989): K states, π start, A transitions, and ω for the stop probabilities,
//
//	P(x_1 = i)               = π_i
//	P(x_t+1 = j | x_t = i)   = A_ij      with the matrix of the class of turn t+1
//	P(conversation ends | i) = ω_i       Σ_j A_ij + ω_i = 1
package chain

import "slices"

// A Chain is a Markov chain over K hidden states. It is plain data: fill it in, Check it, use it.
type Chain struct {
	// Start holds K probabilities: the state of a conversation's first turn.
	Start []float64 `json:"start"`

	// Next holds one row-major K×K matrix for each class of turn. Most models have one class.
	// The class of a turn says which matrix leads into it.
	Next [][]float64 `json:"next"`

	// Stop holds K probabilities that a conversation ends after a turn in that state, or is nil
	// for a chain that says nothing about ends. Where it is set, row i of every matrix of Next
	// sums to 1 - Stop[i].
	Stop []float64 `json:"stop,omitempty"`

	// Dist maps a state to its emission distribution; nil is the identity. States that share a
	// distribution (dwell-time expansion, tying) share an entry.
	Dist []int `json:"dist,omitempty"`
}

// Uniform returns a chain of k states and one class in which everything is equally likely. With
// stop, a conversation ends after each turn with probability 1/(k+1).
func Uniform(k int, stop bool) *Chain {
	c := &Chain{Start: make([]float64, k), Next: [][]float64{make([]float64, k*k)}}
	choices := k
	if stop {
		choices++
		c.Stop = make([]float64, k)
		fill(c.Stop, 1/float64(choices))
	}
	fill(c.Start, 1/float64(k))
	fill(c.Next[0], 1/float64(choices))
	return c
}

func fill(dst []float64, v float64) {
	for i := range dst {
		dst[i] = v
	}
}

// States is K, the number of hidden states.
func (c *Chain) States() int { return len(c.Start) }

// Distributions is the number of emission distributions that the chain refers to.
func (c *Chain) Distributions() int {
	if c.Dist == nil {
		return len(c.Start)
	}
	return slices.Max(c.Dist) + 1
}

// Distribution is the emission distribution of state i.
func (c *Chain) Distribution(i int) int {
	if c.Dist == nil {
		return i
	}
	return c.Dist[i]
}

// Clone returns a deep copy.
func (c *Chain) Clone() *Chain {
	n := &Chain{Start: slices.Clone(c.Start), Stop: slices.Clone(c.Stop), Dist: slices.Clone(c.Dist)}
	for _, m := range c.Next {
		n.Next = append(n.Next, slices.Clone(m))
	}
	return n
}

// Permute renames the states: state i of the result is state order[i] of c.
func (c *Chain) Permute(order []int) {
	old := c.Clone()
	k := c.States()
	for i, from := range order {
		c.Start[i] = old.Start[from]
		if c.Stop != nil {
			c.Stop[i] = old.Stop[from]
		}
		if c.Dist != nil {
			c.Dist[i] = old.Dist[from]
		}
		for class, m := range old.Next {
			for j, to := range order {
				c.Next[class][i*k+j] = m[from*k+to]
			}
		}
	}
}
