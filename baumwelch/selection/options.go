package selection

import "fmt"

// Options of a search for the number of states. Start from DefaultOptions.
type Options struct {
	// Fewest and Most bound the numbers of states that are tried. There are never so many that a
	// state would have fewer than TurnsPerState turns on average.
	Fewest, Most, TurnsPerState int
	// Turns bounds the data of the search: beyond it, every n-th conversation is used.
	Turns int
	// Folds is the number of folds into which conversations are dealt. A replicate of the search
	// holds one of them out.
	Folds int
	// Work is how many turns all replicates together should hold: there are as many replicates as
	// that takes, from 2 to Folds. Small data get more of them, whose figures are the noisier.
	Work int
	// FirstIterations bound the fit of a replicate's first model, StepIterations that after each
	// merge, which starts close to where it ends.
	FirstIterations, StepIterations int
	// Tolerance ends these fits: the gain in nats a turn.
	Tolerance float64
	// StandardErrors is how far behind the highest held-out log-likelihood is as good as that; see
	// Select.
	StandardErrors float64
	// OnProgress, if set, is told after each fit, possibly from several goroutines at once, of its
	// number of states and how much of the search is done, from 0 to 1.
	OnProgress func(states int, done float64)
}

// DefaultOptions try 1 to 40 states: a map of more is not read by anyone.
func DefaultOptions() Options {
	return Options{
		Fewest: 1, Most: 40, TurnsPerState: 20,
		Turns: 40_000, Folds: 5, Work: 40_000,
		FirstIterations: 15, StepIterations: 5, Tolerance: 1e-3,
		StandardErrors: 1,
	}
}

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case o.Fewest < 1 || o.Most < o.Fewest:
		return fmt.Errorf("from %d to %d states, expected at least 1, and no fewer at most than at least", o.Fewest, o.Most)
	case o.TurnsPerState < 1:
		return fmt.Errorf("%d turns a state, expected at least 1", o.TurnsPerState)
	case o.Turns < 1 || o.Work < 1:
		return fmt.Errorf("search on %d turns, work of %d: expected at least 1", o.Turns, o.Work)
	case o.Folds < 2:
		return fmt.Errorf("%d folds, expected at least 2", o.Folds)
	case o.FirstIterations < 1 || o.StepIterations < 1:
		return fmt.Errorf("%d and %d iterations, expected at least 1", o.FirstIterations, o.StepIterations)
	case !(o.Tolerance >= 0):
		return fmt.Errorf("tolerance %v, expected 0 or more", o.Tolerance)
	case !(o.StandardErrors >= 0):
		return fmt.Errorf("within %v standard errors, expected 0 or more", o.StandardErrors)
	}
	return nil
}

// replicates is the number of replicates for data of so many turns in so many conversations.
func (o Options) replicates(turns, conversations int) int {
	return min(max(o.Work/max(turns, 1), 2), o.Folds, conversations)
}

// most is the largest number of states that is tried on so many turns.
func (o Options) most(turns int) int { return max(o.Fewest, min(o.Most, turns/o.TurnsPerState)) }

// below is the number of states that is tried after k: about an eighth fewer.
func below(k int) int { return k - max(1, k/7) }
