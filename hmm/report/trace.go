package report

import (
	"encoding/json"
	"io"
	"maps"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent"
)

// Still is the distance, as in baumwelch.Move, below which a state counts as standing still.
const Still = 0.01

// A Trace is what the model file says of a training, put together for reading: what entered, what
// changed in each iteration of the restart that was kept, and how sure the model then is. What the
// file does not hold, because an older version wrote it, is missing.
type Trace struct {
	Data       intent.Data              `json:"data"`
	Encoder    Choices                  `json:"encoder"`
	Selection  *intent.Selection        `json:"selection,omitempty"` // how the number of states was chosen
	Restarts   []intent.RecordedRestart `json:"restarts"`
	Best       int                      `json:"best"`
	Iterations []TracedIteration        `json:"iterations"`
	// Settled is the first iteration after which no state moved by 0.01 or more; -1 where that is
	// not so, or not recorded.
	Settled int           `json:"settled"`
	States  []TracedState `json:"states"` // the least certain first
}

// TracedIteration is one iteration, with what moved most in it.
type TracedIteration struct {
	em.Iteration
	Moved *intent.RecordedMoves `json:"moved,omitempty"`
}

// TracedState is a state with how sure the model is of it.
type TracedState struct {
	State     int               `json:"state"`
	Intent    string            `json:"intent"`
	Certainty *intent.Certainty `json:"certainty,omitempty"`
}

// NewTrace puts the trace of a model together.
func NewTrace(m *intent.Model) *Trace {
	r := &m.Record
	t := &Trace{Data: r.Data, Encoder: choices(m), Selection: r.Selection, Restarts: r.Restarts, Best: r.Best, Settled: settled(r.Moves)}
	for n, it := range r.Trace {
		traced := TracedIteration{Iteration: it}
		if len(r.Moves) > 0 {
			traced.Moved = &r.Moves[n]
		}
		t.Iterations = append(t.Iterations, traced)
	}
	for i, s := range m.States {
		t.States = append(t.States, TracedState{i, s.Name, s.Certainty})
	}
	slices.SortStableFunc(t.States, leastCertain)
	return t
}

// settled is the last iteration in which some state moved, unless that was the last of all.
func settled(moves []intent.RecordedMoves) int {
	for n := len(moves) - 1; n >= 0; n-- {
		if slices.Max(moves[n].States) < Still {
			continue
		}
		if n == len(moves)-1 {
			return -1
		}
		return n
	}
	return len(moves) - 1
}

// leastCertain orders states by their mean posterior; those that no turn was decoded to come last.
func leastCertain(a, b TracedState) int {
	mean := func(s TracedState) float64 {
		if s.Certainty == nil {
			return 2
		}
		return s.Certainty.Mean
	}
	switch x, y := mean(a), mean(b); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// JSON writes the trace for programs.
func (t *Trace) JSON(w io.Writer) error { return indented(w, t) }

func indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// skipped is the number of lines left out.
func (t *Trace) skipped() int {
	n := 0
	for count := range maps.Values(t.Data.Skipped) {
		n += count
	}
	return n
}
