package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
)

// Fitted writes what a model of clusters was trained on and how that went.
func Fitted(w io.Writer, m *cluster.Model) error {
	r := m.Record
	fmt.Fprint(w, plural(r.Data.Documents, "document"))
	for _, reason := range slices.Sorted(maps.Keys(r.Data.Skipped)) {
		fmt.Fprintf(w, ", skipped %s: %s", plural(r.Data.Skipped[reason], "record"), printable(reason))
	}
	fmt.Fprintf(w, "\n%s by %s; observed: %s\n", plural(len(m.Clusters), "cluster"), wayOf(r.Options), printable(seen(m)))
	tellHidden(w, r.Data.Hidden)
	if err := selected(w, r.Selection); err != nil {
		return err
	}
	documents := max(float64(r.Fit.Items), 1)
	for i, run := range r.Fit.Restarts {
		mark := ""
		if i == r.Fit.Best {
			mark = "  ← kept"
		}
		came := fmt.Sprintf("objective %.4f nats", run.Objective/documents)
		if r.Options.Method == cluster.KMeans {
			came = fmt.Sprintf("squared distance %.4f", -run.Objective/documents)
		}
		fmt.Fprintf(w, "restart %d (seed %d): %s after %s, %s a document%s\n",
			i+1, run.Seed, run.Status, plural(run.Iterations, "iteration"), came, mark)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// wayOf says how clusters were found.
func wayOf(o cluster.RecordedOptions) string {
	switch o.Method {
	case cluster.KMeans:
		return "k-means"
	case cluster.Variational:
		return fmt.Sprintf("variational Bayes, out of %d at most", o.Clusters)
	}
	return "a mixture"
}

// seen says what of a document the model looks at.
func seen(m *cluster.Model) string {
	e := m.Encoder
	switch e.Options.Observe {
	case encode.Symbols:
		return plural(e.Symbols.Len()-1, "symbol")
	case encode.Vectors:
		return fmt.Sprintf("vectors of %d", e.Width)
	}
	text := fmt.Sprintf("%d words (%d rarer ones count as unknown)", e.Terms.Len()-1, e.Terms.Folded())
	if m.Space != nil {
		text += fmt.Sprintf(" in %d dimensions", m.Space.Width)
	}
	return text
}

// selected writes how the number of clusters was chosen, if it was.
func selected(w io.Writer, s *cluster.Selection) error {
	if s == nil {
		return nil
	}
	columns := []column{{title: "K", right: true}, {title: "parameters", right: true}, {title: "trained on", right: true}}
	if s.By == mixture.HeldOut {
		columns = append(columns, column{title: "held out", right: true}, column{title: "behind", right: true})
	}
	columns = append(columns, column{title: "BIC", right: true}, column{title: "ICL", right: true}, column{title: ""})
	var rows [][]string
	for i, c := range s.Candidates {
		row := []string{fmt.Sprint(c.Components), fmt.Sprint(c.Parameters), fmt.Sprintf("%.4f", c.LogLikelihood)}
		if s.By == mixture.HeldOut {
			row = append(row, fmt.Sprintf("%.4f", c.HeldOut), fmt.Sprintf("%.4f ± %.4f", c.Behind, c.Error))
		}
		mark := ""
		if i == s.Best {
			mark = "← taken"
		}
		rows = append(rows, append(row, fmt.Sprintf("%.0f", c.BIC), fmt.Sprintf("%.0f", c.ICL), mark))
	}
	fmt.Fprintf(w, "number of clusters: %d tried; log-likelihoods in nats a document\n", len(s.Candidates))
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	why := s.Why
	if more := "; more were not tried"; s.Best == len(s.Candidates)-1 && s.Best > 0 && !strings.HasSuffix(why, more) {
		why += more
	}
	_, err := fmt.Fprintln(w, why+".")
	return err
}
