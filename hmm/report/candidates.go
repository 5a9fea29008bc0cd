package report

import (
	"fmt"
	"io"

	"intenthmm/hmm/intent"
)

// candidates writes how the number of states was chosen, if it was: a table of what was tried, why
// one was taken, and the runner-up.
func candidates(w io.Writer, s *intent.Selection) error {
	if s == nil {
		return nil
	}
	fmt.Fprintf(w, "number of states: %d tried; log-likelihoods in nats a turn\n", len(s.Candidates))
	if len(s.Candidates) > 0 {
		columns := []column{{title: "K", right: true}, {title: "parameters", right: true}, {title: "trained on", right: true},
			{title: "held out", right: true}, {title: "behind", right: true}, {title: "BIC", right: true}, {title: "stability", right: true}, {title: ""}}
		rows := candidateRows(s)
		if err := write(w, columns, rows, false); err != nil {
			return err
		}
		if hidden := len(s.Candidates) - len(rows); hidden > 0 {
			fmt.Fprintf(w, "… %s not shown; show --json has all\n", plural(hidden, "row"))
		}
	}
	if s.Best < 0 {
		_, err := fmt.Fprint(w, "The search was interrupted before any two numbers of states could be compared.\n\n")
		return err
	}
	return reason(w, s)
}

// around is how many candidates on either side of the choice are shown; the JSON has all of them.
const around = 4

// shownCandidates reports whether candidate i is: the first, the last, the runner-up, and those around the choice.
func shownCandidates(s *intent.Selection, i int) bool {
	return i == 0 || i == len(s.Candidates)-1 || i == s.RunnerUp || s.Best < 0 || max(i-s.Best, s.Best-i) <= around
}

func candidateRows(s *intent.Selection) [][]string {
	var rows [][]string
	for i, c := range s.Candidates {
		if !shownCandidates(s, i) {
			continue
		}
		behind := ""
		if c.Behind > 0 {
			behind = fmt.Sprintf("%.4f ± %.4f", c.Behind, c.Error)
		}
		mark := ""
		switch i {
		case s.Best:
			mark = "← taken"
		case s.RunnerUp:
			mark = "runner-up"
		}
		rows = append(rows, []string{
			fmt.Sprint(c.States), fmt.Sprint(c.Parameters), fmt.Sprintf("%.4f", c.LogLikelihood), fmt.Sprintf("%.4f", c.HeldOut),
			behind, fmt.Sprintf("%.0f", c.BIC), fmt.Sprintf("%.2f", c.Stability), mark,
		})
	}
	return rows
}

// reason says why the candidate was taken, and what comes next to it.
func reason(w io.Writer, s *intent.Selection) error {
	best := s.Candidates[s.Best]
	have, are := "states have", "states are"
	if best.States == 1 {
		have, are = "state has", "state is"
	}
	why := have + " the highest held-out log-likelihood, and no fewer come within its standard error."
	if best.Behind > 0 {
		why = fmt.Sprintf("%s the fewest within %.3g standard error of the highest held-out log-likelihood.", are, s.StandardErrors)
	}
	fmt.Fprintf(w, "%d %s\n", best.States, why)
	if s.RunnerUp >= 0 {
		next := s.Candidates[s.RunnerUp]
		fmt.Fprintf(w, "Runner-up: %s, held out %.4f, stability %.2f.\n", plural(next.States, "state"), next.HeldOut, next.Stability)
	}
	_, err := fmt.Fprint(w, `
trained on, held out: conversations that the model was fitted to, and others. behind:
how far below the highest, and the standard error of that. stability: share of turns
that models of the search, each without some conversations, give to matching states.

`)
	return err
}
