package intent

import (
	"fmt"
	"strconv"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
)

// RecordedMoves say which states an iteration moved, and how far. Distances are from 0 to 1 and
// rounded to four digits: they are there to be read.
type RecordedMoves struct {
	Most        int       `json:"most"`        // the state that moved farthest
	Transitions float64   `json:"transitions"` // of that state, as in baumwelch.Move
	Emissions   float64   `json:"emissions"`
	Turns       float64   `json:"turns"`
	States      []float64 `json:"states"` // the larger of the two distances, of every state
}

// recordMoves picks out of every iteration's moves the farthest.
func recordMoves(moves [][]baumwelch.Move) []RecordedMoves {
	var out []RecordedMoves
	for _, states := range moves {
		var r RecordedMoves
		for i, m := range states {
			r.States = append(r.States, short(m.Distance()))
			if m.Distance() > states[r.Most].Distance() {
				r.Most = i
			}
		}
		most := states[r.Most]
		r.Transitions, r.Emissions, r.Turns = short(most.Transitions), short(most.Emissions), short(most.Turns)
		out = append(out, r)
	}
	return out
}

// short is x to four significant digits.
func short(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 4, 64), 64)
	return y
}

// reorder renames the states: state i becomes what order[i] was.
func (r *RecordedMoves) reorder(order, rank []int) {
	r.Most = rank[r.Most]
	states := make([]float64, len(order))
	for i, from := range order {
		states[i] = r.States[from]
	}
	r.States = states
}

// check reports moves that are of another model.
func (r *Record) check(states int) error {
	if r.Best < 0 || r.Best >= max(1, len(r.Restarts)) {
		return fmt.Errorf("best is restart %d of %d", r.Best, len(r.Restarts))
	}
	if len(r.Moves) != 0 && len(r.Moves) != len(r.Trace) {
		return fmt.Errorf("moves: of %d, the trace has %d iterations", len(r.Moves), len(r.Trace))
	}
	for n, m := range r.Moves {
		switch {
		case m.Most < 0 || m.Most >= states:
			return fmt.Errorf("moves: iteration %d: most is state %d of %d", n, m.Most, states)
		case len(m.States) != states:
			return fmt.Errorf("moves: iteration %d: %d states, the chain has %d", n, len(m.States), states)
		}
	}
	return nil
}

// objectives are those of the iterations.
func objectives(iterations []em.Iteration) []float64 {
	var all []float64
	for _, it := range iterations {
		all = append(all, it.Objective)
	}
	return all
}
