// Package em is the loop that every learner shares: expectation-maximisation (Dempster, Laird and
// Rubin 1977), with whatever latent structure and whatever model.
//
//	start        the learner's present parameters
//	E-step       workers turn shards of data into additive statistics, merged in shard order
//	objective    Σ over the data of its log-likelihood (or bound) + the learner's GlobalBound
//	check        did it rise? by less than the tolerance? out of iterations? cancelled?
//	M-step       Maximize replaces the parameters
//
// The package knows no model: an HMM, a mixture, k-means and a topic model are Learners. What it
// promises them is that the result does not depend on the number of workers: shards are cut by the
// data alone and their statistics are added in one order.
package em

import "fmt"

// A Learner is a model that learns from items of type D (conversations, documents, points).
// Maximize, Params and SetParams are called while no worker runs.
type Learner[D any] interface {
	// StatsLen is the length of the vector of statistics.
	StatsLen() int
	// Worker returns something that computes statistics, with scratch of its own.
	Worker() Worker[D]
	// Maximize replaces the parameters by those that maximise the expected objective given the
	// statistics (or at least raise it). What it had to mend comes back as repairs.
	Maximize(stats *Stats) ([]Repair, error)
	// GlobalBound is the part of the objective that belongs to no item: the log prior of the
	// present parameters, or minus a Kullback-Leibler divergence.
	GlobalBound() float64
	// Params writes the parameters, ParamLen of them, so that SetParams restores them exactly.
	ParamLen() int
	Params(dst []float64)
	SetParams(src []float64) error
	// Size is the number of turns (words, points) of an item: what shards are cut by.
	Size(item D) int
}

// An Observer is a Learner that wants to know where it stands: the loop shows it every iteration that
// goes on record, after its E-step and before OnIteration, with the statistics at the present
// parameters, which it only reads. It is how a learner can tell what moved; the loop itself knows
// parameters as numbers only.
type Observer interface {
	Observe(stats *Stats)
}

// A Worker computes statistics. It is used by one goroutine at a time.
type Worker[D any] interface {
	// Refresh takes over the learner's present parameters.
	Refresh()
	// Collect adds the statistics of a whole shard to stats.
	Collect(stats *Stats, shard []D) error
}

// Stats are what an E-step knows: those of two sets of items are the sum of those of each.
type Stats struct {
	Values        []float64 // the learner's sufficient statistics
	LogLikelihood float64   // nats: the items' part of the objective
	Turns         float64   // turns seen, weighted as the items are
	Items         int
}

// NewStats returns zero statistics with n values.
func NewStats(n int) *Stats { return &Stats{Values: make([]float64, n)} }

// Add adds o to s.
func (s *Stats) Add(o *Stats) {
	if len(s.Values) != len(o.Values) {
		panic("em: statistics of different lengths")
	}
	for i, v := range o.Values {
		s.Values[i] += v
	}
	s.LogLikelihood += o.LogLikelihood
	s.Turns += o.Turns
	s.Items += o.Items
}

// Reset sets s to zero.
func (s *Stats) Reset() {
	clear(s.Values)
	*s = Stats{Values: s.Values}
}

// A Repair says what a M-step had to mend to go on: a state without turns, a variance that
// vanished. It is a warning, and begins a new monotone segment of the objective.
type Repair struct {
	Distribution int    `json:"distribution"` // which distribution or state
	Action       string `json:"action"`       // what was found and what was done
}

func (r Repair) String() string { return fmt.Sprintf("state %d: %s", r.Distribution, r.Action) }
