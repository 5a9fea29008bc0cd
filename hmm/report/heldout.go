package report

import (
	"fmt"
	"io"

	"intenthmm/hmm/report/heldout"
)

// Heldout writes what a model is worth on conversations, and says so where a simpler model is better. It
// does not call them held out: that is for those to know who chose them.
func Heldout(w io.Writer, f *heldout.Figures) error {
	l := f.Likelihood
	fmt.Fprintf(w, "%s: %s, %s, %s", judgedOn(f), plural(l.Conversations, "conversation"), plural(l.Turns, "turn"), plural(l.Words, "word"))
	if l.Impossible > 0 {
		fmt.Fprintf(w, "\nleft out, impossible under some model: %s", plural(l.Impossible, "conversation"))
	}
	fmt.Fprint(w, "\n\n")
	if err := likelihood(w, l); err != nil {
		return err
	}
	verdict(w, l)
	ordering(w, f.Ordering)
	if f.Prediction.Turns == 0 {
		_, err := fmt.Fprintln(w, "next intent: no conversation has two turns")
		return err
	}
	if err := forecasts(w, f.Prediction); err != nil {
		return err
	}
	return reliability(w, f.Prediction)
}

// judgedOn says what the conversations are, as far as the figures know.
func judgedOn(f *heldout.Figures) string {
	switch {
	case f.Seen:
		return "judged on the training data"
	case f.Quoted > 0:
		return "judged on data that seem to be partly of the training"
	}
	return "judged on"
}

// likelihood is the table of the models.
func likelihood(w io.Writer, l *heldout.Likelihood) error {
	columns := []column{{title: "log-likelihood, nats"}, {title: "a turn", right: true}}
	words := l.Words > 0
	if words {
		columns = append(columns, column{title: "a word", right: true})
	}
	columns = append(columns, column{title: "this model leads by", right: true})
	var rows [][]string
	for i, s := range l.Models {
		row := []string{title(&s), fmt.Sprintf("%.3f", s.PerTurn)}
		if words {
			row = append(row, fmt.Sprintf("%.4f", *s.PerWord))
		}
		lead := ""
		if i > 0 {
			lead = fmt.Sprintf("%+.3f ± %.3f", s.Lead, s.LeadError)
		}
		rows = append(rows, append(row, lead))
	}
	return write(w, columns, rows, false)
}

func title(s *heldout.Score) string {
	name := map[string]string{
		"hmm": "this model", "chain": "chain", "mixture": "mixture, no chain", "unigram": "unigram",
	}[s.Model]
	if s.Over != "" {
		name += " over " + s.Over
	}
	return name
}

// verdict says what the table comes to.
func verdict(w io.Writer, l *heldout.Likelihood) {
	switch best := l.Winner(); {
	case len(l.Models) == 1:
		fmt.Fprint(w, "No baselines: name the training data with --train to have them.\n\n")
	case best != nil:
		fmt.Fprintf(w, "The %s beats this model by %.3f nats a turn:\nhere the hidden states do not pay.\n\n", title(best), -best.Lead)
	default:
		fmt.Fprintln(w, "No baseline beats this model by more than twice the standard error.")
		for i := range l.Models[1:] {
			if s := &l.Models[i+1]; s.Ties() {
				fmt.Fprintf(w, "The %s is as good, within that.\n", title(s))
			}
		}
		fmt.Fprintln(w)
	}
}

func ordering(w io.Writer, o *heldout.Ordering) {
	if o.Conversations == 0 {
		fmt.Fprint(w, "order of the first six turns: no conversation has six\n\n")
		return
	}
	fmt.Fprintf(w, "order of the first six turns: tau %.3f ± %.3f (chance: 0),\nexact in %s of %s (chance: 0.1%%)\n\n",
		o.Tau, o.Error, percent(o.Exact), plural(o.Conversations, "conversation"))
}

// forecasts is the table of who knows the next intent.
func forecasts(w io.Writer, p *heldout.Prediction) error {
	names := map[string]string{"hmm": "this model", "chain": "first-order chain of states", "base rate": "base rate"}
	var rows [][]string
	for _, f := range p.Forecasts {
		rows = append(rows, []string{names[f.Predictor], percent(f.Top1), percent(f.Top3), figure(f.LogLoss), figure(f.Brier)})
	}
	return write(w, []column{
		{title: "next intent, " + plural(p.Turns, "turn")}, {title: "first guess", right: true}, {title: "first three", right: true},
		{title: "log-loss", right: true}, {title: "Brier", right: true},
	}, rows, false)
}

// reliability is the table of what probabilities are worth.
func reliability(w io.Writer, p *heldout.Prediction) error {
	var rows [][]string
	for i := range p.Next.Bins {
		next, present := p.Next.Bins[i], p.Present.Bins[i]
		if next.Turns+present.Turns == 0 {
			continue
		}
		row := []string{fmt.Sprintf("%.1f to %.1f", next.From, next.To)}
		row = append(append(row, binned(next)...), binned(present)...)
		decoded := ""
		if present.Turns > 0 {
			decoded = figure(p.Decoded.Bins[i].Observed)
		}
		rows = append(rows, append(row, decoded))
	}
	err := write(w, []column{
		{title: "probability"}, {title: "next", right: true}, {title: "said", right: true}, {title: "came", right: true},
		{title: "present", right: true}, {title: "said", right: true}, {title: "came", right: true}, {title: "decoded", right: true},
	}, rows, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, reliabilityLegend, p.Next.ECE, p.Present.ECE, p.Decoded.ECE)
	return risks(w, p)
}

// risks is the table of what the probabilities of outcomes are worth.
func risks(w io.Writer, p *heldout.Prediction) error {
	var rows [][]string
	for i := range p.Risks {
		r := &p.Risks[i]
		name := r.Outcome
		if name == "" {
			name = "any intent, one by one"
		}
		rows = append(rows, []string{name, fmt.Sprint(r.Turns), percent(r.Came), figure(r.Brier), figure(r.Base), figure(r.Reliability.ECE)})
	}
	if len(rows) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	err := write(w, []column{
		{title: fmt.Sprintf("outcome, within %s", plural(p.Horizon, "turn"))}, {title: "turns", right: true}, {title: "came", right: true},
		{title: "Brier", right: true}, {title: "share alone", right: true}, {title: "error", right: true},
	}, rows, false)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w, risksLegend)
	return err
}

func binned(b heldout.Binned) []string {
	if b.Turns == 0 {
		return []string{"0", "", ""}
	}
	return []string{fmt.Sprint(b.Turns), figure(b.Predicted), figure(b.Observed)}
}

const reliabilityLegend = `next: turns by the probability of the likeliest next intent; came: share of
them where the decoder, knowing all, says it was that; calibration error %.3f.
present: by the probability of the likeliest intent as the conversation goes
on; came: that intent's mean probability once all is known; error %.3f;
decoded: share of them where the decoder, knowing all, says so; error %.3f.
`

const risksLegend = `The probability that a session gives an outcome, against whether the decoder,
knowing all, says that it came, at that turn or within so many more. Brier: of
those probabilities, and of always saying the share that came; error: their
calibration error. label marks outcomes.
`
