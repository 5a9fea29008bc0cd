package typed

import (
	"fmt"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/types"
)

// A Record says what types were learnt from, how, and how it went. It holds no times and no number of
// workers: the same intents, conversations, options and seed give the same record.
type Record struct {
	Conversations int `json:"conversations"`
	Turns         int `json:"turns"`
	// Same says that the intents were trained on the same messages.
	Same bool `json:"same_as_intents"`
	// Hidden says how people were hidden; Train does not know it, its caller does. Older files have none.
	Hidden  *transcript.Hidden `json:"hidden,omitempty"`
	Options RecordedOptions    `json:"options"`
	// Candidates are the numbers of types that were tried, Chosen which of them was taken; none where the
	// number was given.
	Candidates []types.Candidate `json:"candidates,omitempty"`
	Chosen     int               `json:"chosen"`
	// Cancelled says that the types are those of the search: an interrupt left no time to learn them from all
	// conversations.
	Cancelled bool                     `json:"cancelled,omitempty"`
	Restarts  []intent.RecordedRestart `json:"restarts"`
	Best      int                      `json:"best"`  // which of Restarts the model comes from
	Trace     []em.Iteration           `json:"trace"` // of that restart
	// OneFlow and LogLikelihood are the log-likelihoods of the conversations under the intents' own chain
	// and under the types, in nats.
	OneFlow       float64  `json:"one_flow"`
	LogLikelihood float64  `json:"log_likelihood"`
	Warnings      []string `json:"warnings,omitempty"`
}

// RecordedOptions are the options of the training.
type RecordedOptions struct {
	Types         int             `json:"types"`
	Start         baumwelch.Start `json:"start"`
	Seed          uint64          `json:"seed"`
	Restarts      int             `json:"restarts"`
	MaxIterations int             `json:"max_iterations"`
	Tolerance     float64         `json:"tolerance"`
	FirstLap      int             `json:"first_lap"`
	Conversations float64         `json:"prior_conversations"` // of each type
	Strength      float64         `json:"prior_turns"`         // of the flow of all, in each row of a type
}

func newRecord(o Options, t *types.Trained[emission.Turn], cut bool) Record {
	fit := o.Search.Fit
	r := Record{
		Options: RecordedOptions{
			Types: t.Model.Types(), Start: o.Search.Start, Seed: o.Search.Seed, Restarts: o.Search.Restarts,
			MaxIterations: fit.Loop.MaxIterations, Tolerance: fit.Loop.Tolerance, FirstLap: o.Search.FirstLap,
			Conversations: fit.Types, Strength: fit.Strength,
		},
		Cancelled: cut,
		Best:      t.Best,
		Trace:     t.Restarts[t.Best].Result.Iterations,
	}
	for _, run := range t.Restarts {
		last := run.Result.Last()
		r.Restarts = append(r.Restarts, intent.RecordedRestart{
			Seed: run.Seed, Status: run.Result.Status, Iterations: last.Iteration, Objective: last.Objective, LogLikelihood: last.LogLikelihood,
		})
	}
	r.warn(t)
	return r
}

// warn collects what the user should know of the training.
func (r *Record) warn(t *types.Trained[emission.Turn]) {
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	for _, repair := range em.Repeats(r.Trace) {
		warn("%s: type %d %s", repair.When(), repair.Distribution, repair.Action)
	}
	ended, all := em.Ended(t.Restarts, func(run baumwelch.Restart) em.Status { return run.Result.Status }), r.Options.Restarts
	if r.Options.Types == 1 {
		all = 1
	}
	if r.Cancelled {
		warn("cancelled while the number of types was searched for: the types are of that search, and have not seen all conversations")
	} else if ended < all {
		warn("cancelled after %d of %d restarts", ended, all)
	}
	switch best := t.Restarts[t.Best].Result; best.Status {
	case em.OutOfIterations:
		warn("the best restart had not converged by iteration %d", best.Last().Iteration)
	case em.Cancelled, em.Decreased, em.Degenerate:
		warn("the best restart ended at iteration %d: %s", best.Last().Iteration, best.Status)
	}
}

// check reports what cannot be in a record that was read.
func (r *Record) check() error {
	if r.Best < 0 || r.Best >= max(1, len(r.Restarts)) {
		return fmt.Errorf("best is restart %d of %d", r.Best, len(r.Restarts))
	}
	if r.Chosen < 0 || r.Chosen >= max(1, len(r.Candidates)) {
		return fmt.Errorf("chosen is candidate %d of %d", r.Chosen, len(r.Candidates))
	}
	return nil
}
