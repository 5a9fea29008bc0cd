package topics

import (
	"fmt"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/document"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// A Record says what a model was trained on, and how. What the learner has to say, fingerprint and trace, is in the
// record of Model.LDA. It holds no times and no number of workers.
type Record struct {
	Data      Data       `json:"data"`
	Method    Method     `json:"method"`
	Selection *Selection `json:"selection,omitempty"` // nil: the number of topics was given
	Warnings  []string   `json:"warnings,omitempty"`
}

// Data says what entered.
type Data struct {
	Documents int `json:"documents"`
	Silent    int `json:"silent,omitempty"` // documents of which no word is known
	Words     int `json:"words"`            // in all documents
	Unknown   int `json:"unknown"`          // of these, too rare or too common
	// Skipped counts the records that were left out, by reason; Train does not know them, its caller does.
	Skipped map[string]int `json:"skipped,omitempty"`
	// Hidden says how people were hidden; like Skipped the caller's.
	Hidden transcript.Hidden `json:"hidden,omitzero"`
}

// record fills the record in.
func (f *fitter) record(shares []Shares) {
	r := &f.model.Record
	r.Method = f.options.Method
	r.Data = Data{Documents: len(shares), Words: f.corpus.Coverage.Words, Unknown: f.corpus.Coverage.UnknownWords}
	for i := range shares {
		if shares[i].Main == None {
			r.Data.Silent++
		}
	}
	f.warn()
	f.doubt(shares)
}

// doubt warns of documents that are too few or too short to tell topics by.
func (f *fitter) doubt(shares []Shares) {
	r, topics := &f.model.Record, f.model.LDA.Topics()
	if few := document.Few(r.Data.Documents-r.Data.Silent, topics, "topics"); few != "" {
		r.Warnings = append(r.Warnings, few)
	}
	if alike(shares) {
		r.Warnings = append(r.Warnings, fmt.Sprintf("all documents have about the same share of each of %d topics: these tell nothing apart", topics))
	}
}

// warn collects what the user should know of the training.
func (f *fitter) warn() {
	r := &f.model.Record
	warn := func(format string, args ...any) { r.Warnings = append(r.Warnings, fmt.Sprintf(format, args...)) }
	learnt := f.model.LDA.Record()
	if s := r.Selection; s != nil && s.Cancelled {
		warn("cancelled while the number of topics was searched for: the topics are of that search, and have not seen all documents")
	} else if v := learnt.Variational; v != nil {
		ended := em.Ended(v.Restarts, func(run topic.Restart) em.Status { return run.Status })
		if ended < v.Options.Restarts {
			warn("cancelled after %d of %d restarts", ended, v.Options.Restarts)
		}
	}
	if v := learnt.Variational; v != nil {
		switch best := v.Restarts[v.Best]; {
		case best.Status == em.Cancelled && r.Method == Online:
			warn("training ended before its %d passes were made", v.Options.Online.Passes)
		case r.Method == Online:
		case best.Status == em.OutOfIterations:
			warn("the topics had not settled by iteration %d", best.Iterations)
		case best.Status == em.Cancelled, best.Status == em.Decreased, best.Status == em.Degenerate:
			warn("training ended at iteration %d: %s", best.Iterations, best.Status)
		}
	}
	if g := learnt.Gibbs; g != nil && g.Sweeps < g.Options.Sweeps {
		warn("training ended after %d of %d sweeps", g.Sweeps, g.Options.Sweeps)
	}
	if n := r.Data.Silent; n > 0 {
		warn("%d of %d documents have no word that is known, and no topic", n, r.Data.Documents)
	}
	empty := 0
	for _, share := range f.model.LDA.Prevalence() {
		if share < emptyShare {
			empty++
		}
	}
	if empty > 0 {
		warn("%d of %d topics have next to no words: fewer would do", empty, f.model.LDA.Topics())
	}
}

// emptyShare is the share of all words below which a topic counts as empty.
const emptyShare = 1e-3

// check reports what does not fit together in a record that was read from a file.
func (r *Record) check(learnt *topic.Record) error {
	switch {
	case learnt == nil || learnt.Variational == nil && learnt.Gibbs == nil:
		return fmt.Errorf("topics: record is missing")
	case learnt.Variational != nil && (learnt.Variational.Best < 0 || learnt.Variational.Best >= len(learnt.Variational.Restarts)):
		return fmt.Errorf("topics: record: best is %d of %d restarts", learnt.Variational.Best, len(learnt.Variational.Restarts))
	}
	if s := r.Selection; s != nil && (s.Best < 0 || s.Best >= len(s.Candidates)) {
		return fmt.Errorf("record: selection: best is %d of %d candidates", s.Best, len(s.Candidates))
	}
	return nil
}
