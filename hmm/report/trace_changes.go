package report

import (
	"fmt"
	"io"

	"intenthmm/hmm/intent"
)

func (t *Trace) writeRestarts(w io.Writer) {
	turns := max(float64(t.Data.Turns), 1)
	for i, run := range t.Restarts {
		mark := ""
		if i == t.Best {
			mark = "  ← kept"
		}
		fmt.Fprintf(w, "restart %d (%s): %s after %s, objective %.4f nats a turn%s\n",
			i+1, origin(t.Selection, i, run.Seed), run.Status, plural(run.Iterations, "iteration"), run.Objective/turns, mark)
	}
}

// origin says where a restart began.
func origin(s *intent.Selection, restart int, seed uint64) string {
	if s != nil && restart < s.Starts {
		return "from the search"
	}
	return fmt.Sprintf("seed %d", seed)
}

// writeSelection says in a line how the number of states came about, where it was searched for.
func (t *Trace) writeSelection(w io.Writer) {
	switch s := t.Selection; {
	case s == nil:
	case s.Best < 0:
		fmt.Fprintln(w, "number of states: searched for, and interrupted before any two could be compared")
	default:
		fmt.Fprintf(w, "number of states: %d, out of %d tried; show without --trace has the table\n", s.Candidates[s.Best].States, len(s.Candidates))
	}
}

// shown reports whether an iteration out of n is printed: the first ones, the last ones, and some
// between, ever farther apart.
func shown(i, n int) bool {
	if n <= 14 || i < 5 || i >= n-3 {
		return true
	}
	for step := 5; step < n; step *= 2 {
		if i == step {
			return true
		}
	}
	return false
}

func (t *Trace) writeIterations(w io.Writer) error {
	turns := max(float64(t.Data.Turns), 1)
	columns := []column{{title: "iter.", right: true}, {title: "objective", right: true}, {title: "gain", right: true}, {title: "change", right: true},
		{title: "moved most", width: 20}, {title: "ways", right: true}, {title: "emits", right: true}, {title: "turns", right: true}}
	var rows [][]string
	for i, it := range t.Iterations {
		if !shown(i, len(t.Iterations)) {
			continue
		}
		row := []string{fmt.Sprint(it.Iteration.Iteration), fmt.Sprintf("%.4f", it.Objective/turns), "", "", "", "", "", ""}
		if i > 0 {
			row[2], row[3] = fmt.Sprintf("%+.5f", it.Gain/turns), fmt.Sprintf("%.4f", it.Change)
		}
		if m := it.Moved; m != nil && i > 0 {
			row[4] = t.name(m.Most)
			row[5], row[6], row[7] = fmt.Sprintf("%.4f", m.Transitions), fmt.Sprintf("%.4f", m.Emissions), fmt.Sprintf("%+.1f", m.Turns)
		}
		rows = append(rows, row)
	}
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, iterationLegend)
	return err
}

const iterationLegend = `objective: log-likelihood + log prior, and its gain, in nats a turn. change: the
largest of any parameter. moved most: the state that moved farthest, by the larger of
two distances from 0 to 1: ways, the total variation of its transitions, and emits,
Hellinger's of its emissions. turns: what it gained or lost of the expected turns.
`

func (t *Trace) name(state int) string {
	for _, s := range t.States {
		if s.State == state {
			return fmt.Sprintf("%d %s", state, s.Intent)
		}
	}
	return fmt.Sprint(state)
}

// writeEnd says when the model stopped changing.
func (t *Trace) writeEnd(w io.Writer) {
	if len(t.Iterations) == 0 || len(t.Restarts) == 0 {
		return
	}
	last := t.Iterations[len(t.Iterations)-1]
	fmt.Fprintf(w, "when it stopped changing\n  ended after iteration %d: %s\n", last.Iteration.Iteration, t.Restarts[t.Best].Status)
	if n, all := t.mostGained(); all > 0 {
		fmt.Fprintf(w, "  %.0f%% of the gain came by iteration %d\n", 100*gainShare, n)
	}
	switch {
	case last.Moved == nil:
		fmt.Fprint(w, "  which states moved is not in this file: an older version wrote it, or training was interrupted\n")
	case t.Settled >= 0:
		fmt.Fprintf(w, "  after iteration %d no state moved by %g or more\n", t.Settled, Still)
	default:
		fmt.Fprintf(w, "  states still moved by %g or more in the last iteration\n", Still)
	}
}

// gainShare is the share of all that the objective gained that counts as most of it.
const gainShare = 0.99

// mostGained is the iteration by which the objective had gained most of all that it gained.
func (t *Trace) mostGained() (iteration int, gained float64) {
	first := t.Iterations[0].Objective
	gained = t.Iterations[len(t.Iterations)-1].Objective - first
	for _, it := range t.Iterations {
		if it.Objective-first >= gainShare*gained {
			return it.Iteration.Iteration, gained
		}
	}
	return len(t.Iterations) - 1, gained
}
