package cluster

import (
	"fmt"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/document"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/transcript"
)

// A Record says what a model was trained on, how, and how it went. It holds no times and no number of workers: the
// same documents, options and seed give the same record.
type Record struct {
	Data      Data            `json:"data"`
	Options   RecordedOptions `json:"options"`
	Selection *Selection      `json:"selection,omitempty"` // nil: the number of clusters was given
	Fit       *mixture.Record `json:"fit"`                 // its scores are of Assignment.Score
	Warnings  []string        `json:"warnings,omitempty"`
}

// Data says what entered, besides the fingerprint in Record.Fit.
type Data struct {
	Documents int `json:"documents"`
	Silent    int `json:"silent,omitempty"` // documents of which nothing is known
	Words     int `json:"words,omitempty"`  // in all documents
	// Skipped counts the records that were left out, by reason; Train does not know them, its caller does.
	Skipped map[string]int `json:"skipped,omitempty"`
	// Hidden says how people were hidden; like Skipped the caller's.
	Hidden transcript.Hidden `json:"hidden,omitzero"`
}

// RecordedOptions are the options that neither the encoder's nor those of the fit hold.
type RecordedOptions struct {
	Clusters      int                 `json:"clusters"`
	Method        Method              `json:"method"`
	Dims          int                 `json:"dims,omitempty"`
	WordPrior     float64             `json:"word_prior"`
	CategoryPrior float64             `json:"category_prior"`
	SizePrior     float64             `json:"size_prior"`
	Covariance    emission.Covariance `json:"covariance"`
	Concentration float64             `json:"concentration"`
}

// A Selection is how the number of clusters was chosen.
type Selection struct {
	By         mixture.Criterion   `json:"by"`
	Candidates []mixture.Candidate `json:"candidates"`
	Best       int                 `json:"best"` // which of them was chosen
	Why        string              `json:"why"`
	// Cancelled says that an interrupt ended the search: the model is the best of what it had.
	Cancelled bool `json:"cancelled,omitempty"`
}

func (f *fitter) recorded() RecordedOptions {
	o := &f.options
	return RecordedOptions{
		Clusters: o.Clusters, Method: o.Method, Dims: o.dims(), WordPrior: o.WordPrior, CategoryPrior: o.CategoryPrior,
		SizePrior: o.SizePrior, Covariance: o.Covariance, Concentration: o.Concentration,
	}
}

// warn collects what the user should know of the training.
func (m *Model) warn() {
	warn := func(format string, args ...any) {
		m.Record.Warnings = append(m.Record.Warnings, fmt.Sprintf(format, args...))
	}
	fit := m.Record.Fit
	for _, r := range em.Repeats(fit.Trace) {
		warn("%s: %s", r.When(), r.Repair)
	}
	ended := em.Ended(fit.Restarts, func(run mixture.RecordedRun) em.Status { return run.Status })
	if s := m.Record.Selection; s != nil && s.Cancelled {
		warn("cancelled while the number of clusters was searched for: the model is the best of the %s that were tried", count(len(s.Candidates), "number"))
	} else if all := fit.Options.Restarts; ended < all {
		warn("cancelled after %d of %d restarts", ended, all)
	}
	switch best := fit.Restarts[fit.Best]; best.Status {
	case em.OutOfIterations:
		warn("the best restart had not converged by iteration %d", best.Iterations)
	case em.Cancelled, em.Decreased, em.Degenerate:
		warn("the best restart ended at iteration %d: %s", best.Iterations, best.Status)
	}
	if n := m.Record.Data.Silent; n > 0 {
		warn("%d of %d documents hold nothing that is %s, and belong to no cluster", n, m.Record.Data.Documents, m.known())
	}
	if few := document.Few(m.Record.Data.Documents-m.Record.Data.Silent, len(m.Clusters), "clusters"); few != "" {
		warn("%s%s", few, m.rare())
	}
	if n := len(fit.Empty); n > 0 && m.Record.Options.Method != Variational {
		warn("%d of %d clusters are empty: fewer would do", n, len(m.Clusters))
	}
}

// rare says that most words are too rare to be known, if so.
func (m *Model) rare() string {
	t := m.Encoder.Terms
	if t == nil || t.Folded() < t.Len() {
		return ""
	}
	return fmt.Sprintf(", and %d of %d words are unknown, being in fewer than %d documents", t.Folded(), t.Folded()+t.Len()-1, m.Encoder.Options.MinTurns)
}

// nothing is the error of documents of which nothing is known.
func (m *Model) nothing(documents int) error {
	if m.Encoder.Terms == nil {
		return fmt.Errorf("none of %d documents holds anything that is %s", documents, m.known())
	}
	return fmt.Errorf("no word is in at least %d of %d documents: there is nothing to tell clusters by", m.Encoder.Options.MinTurns, documents)
}

// known is what a document must be for it to belong to a cluster.
func (m *Model) known() string {
	if m.Encoder.Terms != nil {
		return "known"
	}
	return "observed"
}

// check reports what does not fit together in a record that was read from a file.
func (r *Record) check(components int) error {
	switch {
	case r.Fit == nil:
		return fmt.Errorf("fit is missing")
	case len(r.Fit.Counts) != components:
		return fmt.Errorf("fit: %d counts of %d components", len(r.Fit.Counts), components)
	case r.Fit.Best < 0 || r.Fit.Best >= len(r.Fit.Restarts):
		return fmt.Errorf("fit: best is %d of %d restarts", r.Fit.Best, len(r.Fit.Restarts))
	}
	if s := r.Selection; s != nil && (s.Best < 0 || s.Best >= len(s.Candidates)) {
		return fmt.Errorf("selection: best is %d of %d candidates", s.Best, len(s.Candidates))
	}
	return nil
}
