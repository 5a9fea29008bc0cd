package report

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"intenthmm/hmm/document/topics"
)

// TopicsFitted writes what a model of topics was trained on and how that went.
func TopicsFitted(w io.Writer, m *topics.Model) error {
	r := &m.Record
	fmt.Fprint(w, plural(r.Data.Documents, "document"))
	for _, reason := range slices.Sorted(maps.Keys(r.Data.Skipped)) {
		fmt.Fprintf(w, ", skipped %s: %s", plural(r.Data.Skipped[reason], "record"), printable(reason))
	}
	e := m.Encoder
	fmt.Fprintf(w, "\n%s; observed: %d words (%d that are rarer or more common are left out)\n",
		plural(len(m.Topics), "topic"), e.Terms.Len()-1, e.Terms.Folded())
	tellHidden(w, r.Data.Hidden)
	if err := numbersTried(w, r.Selection); err != nil {
		return err
	}
	return learnt(w, m)
}

// learnt writes how each restart, or the chain, ended.
func learnt(w io.Writer, m *topics.Model) error {
	r := m.LDA.Record()
	tokens := math.Max(r.Tokens, 1)
	if g := r.Gibbs; g != nil {
		last := 0.0
		if n := len(g.Trace); n > 0 {
			last = g.Trace[n-1].LogLikelihood
		}
		_, err := fmt.Fprintf(w, "Gibbs sampling (seed %d): %s, mean of %s, words and topics at %.4f nats a word\n\n",
			g.Options.Seed, plural(g.Sweeps, "sweep"), plural(g.Samples, "sample"), last/tokens)
		return err
	}
	v := r.Variational
	online := v.Options.Online.Passes
	for i, run := range v.Restarts {
		mark := ""
		if i == v.Best && len(v.Restarts) > 1 {
			mark = "  ← kept"
		}
		way := fmt.Sprintf("variational inference (seed %d, restart %d): %s after %s", v.Options.Seed, i+1, run.Status, plural(run.Iterations, "iteration"))
		if online > 0 {
			way = fmt.Sprintf("online (seed %d, restart %d): %s in batches of %d documents", v.Options.Seed, i+1, pass(online), v.Options.Online.Batch)
		}
		fmt.Fprintf(w, "%s, bound %.4f nats a word%s\n", way, run.Objective/tokens, mark)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func pass(n int) string {
	if n == 1 {
		return "1 pass"
	}
	return fmt.Sprintf("%d passes", n)
}

// numbersTried writes how the number of topics was chosen, if it was.
func numbersTried(w io.Writer, s *topics.Selection) error {
	if s == nil {
		return nil
	}
	columns := []column{{title: "K", right: true}}
	if s.HeldOut > 0 {
		columns = append(columns, column{title: "perplexity", right: true}, column{title: "behind", right: true})
	}
	columns = append(columns, column{title: "NPMI", right: true}, column{title: "C_v", right: true}, column{title: ""})
	var rows [][]string
	for i, c := range s.Candidates {
		row := []string{fmt.Sprint(c.Topics)}
		if s.HeldOut > 0 {
			row = append(row, fmt.Sprintf("%.1f", c.Perplexity), fmt.Sprintf("%.4f ± %.4f", c.Behind, c.Error))
		}
		mark := ""
		if i == s.Best {
			mark = "← taken"
		}
		rows = append(rows, append(row, fmt.Sprintf("%.4f", c.Coherence.NPMI), fmt.Sprintf("%.4f", c.Coherence.CV), mark))
	}
	fmt.Fprintf(w, "number of topics: %d tried", len(s.Candidates))
	if s.HeldOut > 0 {
		fmt.Fprintf(w, "; perplexity: of %s held out, by completion;\nbehind: the best in that, in nats a word, with one standard error", plural(s.HeldOut, "document"))
	}
	fmt.Fprintln(w)
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, s.Why+".")
	return err
}
