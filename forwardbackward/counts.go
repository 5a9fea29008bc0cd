package forwardbackward

import "intenthmm/hmm/chain"

// Counts are the expected counts of a chain's events, the additive statistics of re-estimation:
// those of two sets of conversations are those of the one added to those of the other.
type Counts struct {
	Start []float64   // K: conversations that start in state i
	Next  [][]float64 // a K×K matrix a class: transitions from i to j
	Stop  []float64   // K: conversations that stop in state i; nil where the chain has no Stop
}

// CountsLen is the length of the vector that holds the counts of a chain like c.
func CountsLen(c *chain.Chain) int {
	k := c.States()
	n := k + len(c.Next)*k*k
	if c.Stop != nil {
		n += k
	}
	return n
}

// CountsIn lays Counts over v, which has CountsLen(c) values: start, the matrices, stop.
func CountsIn(v []float64, c *chain.Chain) Counts {
	if len(v) != CountsLen(c) {
		panic("forwardbackward: len(v) != CountsLen(c)")
	}
	k := c.States()
	take := func(n int) []float64 {
		head := v[:n:n]
		v = v[n:]
		return head
	}
	counts := Counts{Start: take(k)}
	for range c.Next {
		counts.Next = append(counts.Next, take(k*k))
	}
	if c.Stop != nil {
		counts.Stop = take(k)
	}
	return counts
}

// NewCounts returns zero counts for a chain like c.
func NewCounts(c *chain.Chain) Counts { return CountsIn(make([]float64, CountsLen(c)), c) }

// AddPath counts the events of a sequence that took a path of states, one a turn. It panics if they are of
// different lengths. Weights do not enter.
func (c Counts) AddPath(seq chain.Sequence, path []int) {
	if len(path) != seq.Turns {
		panic("forwardbackward: len(path) != T")
	}
	if len(path) == 0 {
		return
	}
	k := len(c.Start)
	c.Start[path[0]]++
	for t := 1; t < len(path); t++ {
		c.Next[seq.ClassAt(t)][path[t-1]*k+path[t]]++
	}
	if c.Stop != nil && !seq.Open {
		c.Stop[path[len(path)-1]]++
	}
}
