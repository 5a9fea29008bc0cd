package report

import (
	"fmt"
	"io"

	"intenthmm/hmm/intent/typed"
)

// TypesTraining writes what types were learnt from and how that went, in a few lines.
func TypesTraining(w io.Writer, m *typed.Model) error {
	r := m.Record
	other := ", not those that the intents were trained on"
	if r.Same {
		other = ", those that the intents were trained on"
	}
	fmt.Fprintf(w, "%s, %s%s\n%s, %s\n", plural(r.Conversations, "conversation"), plural(r.Turns, "turn"), other,
		plural(len(m.Types), "type"), plural(len(m.Intents.States), "intent"))
	tellHidden(w, m.Hidden())
	if err := typesTried(w, &r); err != nil {
		return err
	}
	turns := max(float64(r.Turns), 1)
	for i, run := range r.Restarts {
		mark := ""
		if i == r.Best {
			mark = "  ← kept"
		}
		fmt.Fprintf(w, "restart %d (seed %d): %s after %s, objective %.4f (log-likelihood %.4f)%s\n",
			i+1, run.Seed, run.Status, plural(run.Iterations, "iteration"), run.Objective/turns, run.LogLikelihood/turns, mark)
	}
	_, err := fmt.Fprintf(w, "log-likelihood: %.4f nats a turn, %.4f where all conversations have one flow\n\n", r.LogLikelihood/turns, r.OneFlow/turns)
	return err
}

// typesTried writes how the number of types was chosen, if it was.
func typesTried(w io.Writer, r *typed.Record) error {
	if len(r.Candidates) < 2 {
		return nil
	}
	columns := []column{{title: "types", right: true}, {title: "parameters", right: true}, {title: "trained on", right: true},
		{title: "held out", right: true}, {title: "behind", right: true}, {title: "BIC", right: true}, {title: "ICL", right: true}, {title: ""}}
	var rows [][]string
	for i, c := range r.Candidates {
		behind, mark := "", ""
		if c.Behind > 0 {
			behind = fmt.Sprintf("%.4f ± %.4f", c.Behind, c.Error)
		}
		if i == r.Chosen {
			mark = "← taken"
		}
		rows = append(rows, []string{fmt.Sprint(c.Types), fmt.Sprint(c.Parameters), fmt.Sprintf("%.4f", c.LogLikelihood),
			fmt.Sprintf("%.4f", c.HeldOut), behind, fmt.Sprintf("%.0f", c.BIC), fmt.Sprintf("%.0f", c.ICL), mark})
	}
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	fmt.Fprint(w, "taken: the fewest types within one standard error of the highest held-out log-likelihood\n(nats a turn; each conversation by models that were fitted without it)\n")
	if r.Chosen == len(r.Candidates)-1 {
		fmt.Fprintln(w, "more types were not tried")
	}
	return nil
}

// TypesFound writes how conversations fall into the types of a model: shares and mean lengths, beside those
// of the training. counts and turns are of each type.
func TypesFound(w io.Writer, m *typed.Model, counts, turns []float64, width int) error {
	columns := []column{{title: "#", right: true}, {title: "type", width: max(width-50, 30)}, {title: "share", right: true},
		{title: "trained", right: true}, {title: "turns", right: true}, {title: "trained", right: true}}
	shares, total := m.Shares(), 0.0
	for _, n := range counts {
		total += n
	}
	var rows [][]string
	for c := range m.Types {
		mean := 0.0
		if counts[c] > 0 {
			mean = turns[c] / counts[c]
		}
		rows = append(rows, []string{fmt.Sprint(c), m.Name(c), percent(counts[c] / max(total, 1)), percent(shares[c]),
			fmt.Sprintf("%.1f", mean), fmt.Sprintf("%.1f", m.Types[c].MeanTurns())})
	}
	return write(w, columns, rows, false)
}
