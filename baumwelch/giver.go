package baumwelch

import (
	"slices"

	"intenthmm/hmm/emission"
)

// A giver collects turns for the distributions that they begin with, with one conversation's scratch.
type giver[O any] struct {
	evaluator emission.Evaluator[O]
	stats     []float64
	n         int // distributions
	shares
	posterior []float64 // T×n
}

// shares are how much of a turn belongs to its own distribution, and how much to all of them alike.
type shares struct{ own, all float64 }

// collect collects a conversation: every turn a little for everyone and, where it was clustered, by
// own for the distribution of its cluster.
func (g *giver[O]) collect(obs []O, clusters []int) {
	size := len(obs) * g.n
	g.posterior = slices.Grow(g.posterior[:0], size)[:size]
	for i := range g.posterior {
		g.posterior[i] = g.all / float64(g.n)
	}
	for t, c := range clusters {
		g.posterior[t*g.n+c] += g.own
	}
	g.evaluator.Collect(g.stats, obs, g.posterior, emission.RowMajor(g.n))
}
