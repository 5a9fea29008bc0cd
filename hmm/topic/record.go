package topic

import (
	"slices"

	"intenthmm/baumwelch/em"
)

// A Record says what a model was trained on, how, and how it went. It holds no times and no number of
// workers: the same data, options and seed give the same record.
type Record struct {
	Fingerprint string   `json:"fingerprint"` // SHA-256 of all words and weights, in order
	Documents   int      `json:"documents"`
	Tokens      float64  `json:"tokens"` // known ones, weighted
	Variational *Learned `json:"variational,omitempty"`
	Gibbs       *Sampled `json:"gibbs,omitempty"`
}

// Learned is how Train went.
type Learned struct {
	Options  Options        `json:"options"`
	Restarts []Restart      `json:"restarts"` // in order; those that a cancelled search did not get to are missing
	Best     int            `json:"best"`     // which of Restarts the model comes from
	Trace    []em.Iteration `json:"trace"`    // of that restart
}

// Restart is how one restart ended.
type Restart struct {
	Status     em.Status `json:"status"`
	Iterations int       `json:"iterations"` // M-steps made
	Objective  float64   `json:"objective"`  // nats
}

func newRecord(docs []Document) *Record {
	r := &Record{Fingerprint: fingerprint(docs), Documents: len(docs)}
	for i := range docs {
		r.Tokens += float64(docs[i].weight() * length(docs[i].known()))
	}
	return r
}

// variationalRecord records a search: the results of the restarts that were fitted, and which of all was the best.
func variationalRecord(docs []Document, o Options, results []em.Result, fitted []int, best int) *Record {
	r := newRecord(docs)
	r.Variational = &Learned{Options: o, Best: slices.Index(fitted, best), Trace: results[best].Iterations}
	for _, i := range fitted {
		last := results[i].Last()
		r.Variational.Restarts = append(r.Variational.Restarts, Restart{results[i].Status, last.Iteration, last.Objective})
	}
	return r
}
