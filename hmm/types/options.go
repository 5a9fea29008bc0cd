package types

import (
	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/chain"
)

// Options of a fit.
type Options struct {
	// Types is how many conversations more each type counts as.
	Types float64
	// Toward is a chain alike to the types', the flow of all conversations, and Strength how many turns
	// more that follow it each row of a type's chain counts as: its start, and each state's ways out.
	// nil and 0: nothing.
	Toward   *chain.Chain
	Strength float64
	// Keep leaves the emission families as they are: only flows are learnt.
	Keep bool
	// Revive sets types that lose all conversations beside the fullest one, each once, with a repair that
	// says so, whose Distribution is the type; those of families name distributions. Seed is of what it draws.
	Revive bool
	Seed   uint64
	Loop   em.Options
}

// DefaultOptions keep the emissions, revive, and count 20 turns of the flow of all in each row.
func DefaultOptions() Options {
	return Options{Types: 1, Strength: 20, Keep: true, Revive: true, Loop: em.DefaultOptions()}
}

// TrainOptions say how to search for a model.
type TrainOptions struct {
	Restarts int    // independent starting points, at least 1
	Seed     uint64 // restart r uses Seed + r
	// Start is where they are: conversations clustered by the states that they go through, or given to
	// types at random.
	Start baumwelch.Start
	// FirstLap is the number of iterations after which the better half of the restarts goes on; see
	// em.Race. 0: all go to the end.
	FirstLap int
	// Own gives every type emissions of its own, which begin at those of the model that Train starts from.
	Own bool
	// Fit is what the restarts do; its Seed is overridden, and its Toward where it is nil: by the chain
	// that Train starts from.
	Fit Options
	// OnIteration, if set, is told of every iteration of every restart, possibly from several goroutines
	// at once. It replaces Fit.Loop.OnIteration.
	OnIteration func(restart int, it em.Iteration)
}

// DefaultTrainOptions are five restarts from k-means, which race from the tenth iteration on.
func DefaultTrainOptions() TrainOptions {
	return TrainOptions{Restarts: 5, Seed: 1, Start: baumwelch.KMeans, FirstLap: 10, Fit: DefaultOptions()}
}
