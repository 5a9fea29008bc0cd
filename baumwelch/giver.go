package baumwelch

import (
	"slices"

	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// A giver collects turns for the distributions that they begin with, with one conversation's scratch.
type giver[O any] struct {
	evaluator emission.Evaluator[O]
	stats     []float64
	n         int       // distributions
	posterior []float64 // T×n
}

// collect collects a conversation: every turn a little for everyone and, where it was clustered, by
// ownShare for the distribution of its cluster.
func (g *giver[O]) collect(obs []O, clusters []int) {
	size := len(obs) * g.n
	g.posterior = slices.Grow(g.posterior[:0], size)[:size]
	for i := range g.posterior {
		g.posterior[i] = (1 - ownShare) / float64(g.n)
	}
	for t, c := range clusters {
		g.posterior[t*g.n+c] += ownShare
	}
	g.evaluator.Collect(g.stats, obs, g.posterior, emission.RowMajor(g.n))
}

// countClusters counts a conversation's clusters as if they were its states.
func countClusters[O any](counts forwardbackward.Counts, c *hmm.Conversation[O], own []int) {
	if len(own) == 0 {
		return
	}
	seq := c.Sequence()
	k := len(counts.Start)
	counts.Start[own[0]]++
	for t := 1; t < len(own); t++ {
		counts.Next[seq.ClassAt(t)][own[t-1]*k+own[t]]++
	}
	if counts.Stop != nil && !c.Open {
		counts.Stop[own[len(own)-1]]++
	}
}
