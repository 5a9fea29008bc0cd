package session

import (
	"fmt"
	"slices"

	"intenthmm/internal/quantile"
)

// Options say what a session should look out for. Start from DefaultOptions.
type Options struct {
	// Outcomes are what the conversation may come to.
	Outcomes []Outcome
	// Horizon is the number of further turns within which outcomes are looked for.
	Horizon int
	// Surprise is quantiles of the surprise of the turns that the model was trained on, in nats, in equal
	// steps from the least to the largest; empty: not known, and percentiles are NaN.
	Surprise []float64
	// Surprising is the percentile of surprise above which a turn is a reason to doubt the model.
	Surprising float64
	// Unfamiliar is the share of unknown words from which on a turn is a reason to doubt the model.
	Unfamiliar float64
	// Identity tells models apart that the same chain and emission serve but not the same encoder: a
	// snapshot is of an engine with the same one.
	Identity []byte
}

// DefaultOptions look 5 turns ahead, and doubt the most surprising hundredth of the turns and those of
// which more than half is unknown.
func DefaultOptions() Options {
	return Options{Horizon: 5, Surprising: 99, Unfamiliar: 0.5}
}

// An Outcome is something that conversations come to.
type Outcome struct {
	Name string
	// States are those that are this outcome.
	States []int
	// AtEnd says that the conversation has this outcome if it ends after a turn in one of the states.
	// Otherwise it has it as soon as it is in one.
	AtEnd bool
}

// mostHorizon bounds the turns that are looked ahead: tables are made turn by turn.
const mostHorizon = 10_000

// check names the first option that cannot be, for a model of k states.
func (o Options) check(k int) error {
	switch {
	case o.Horizon < 1 || o.Horizon > mostHorizon:
		return fmt.Errorf("session: a horizon of %d turns, expected 1 to %d", o.Horizon, mostHorizon)
	case !slices.IsSorted(o.Surprise):
		return fmt.Errorf("session: the quantiles of surprise are not in ascending order")
	case !(o.Surprising >= 0 && o.Surprising <= 100):
		return fmt.Errorf("session: surprising from percentile %v on, expected 0 to 100", o.Surprising)
	case !(o.Unfamiliar >= 0 && o.Unfamiliar <= 1):
		return fmt.Errorf("session: unfamiliar from a share of %v on, expected 0 to 1", o.Unfamiliar)
	}
	for _, out := range o.Outcomes {
		for _, i := range out.States {
			if i < 0 || i >= k {
				return fmt.Errorf("session: outcome %q: state %d, expected 0 to %d", out.Name, i, k-1)
			}
		}
	}
	return nil
}

// Percentile is the share of turns that are less surprising, in percent, given their quantiles as in
// Options.Surprise, of which there is at least one; between them it is as on a straight line.
func Percentile(quantiles []float64, surprise float64) float64 {
	return quantile.Percent(quantiles, surprise)
}
