package topic

import "intenthmm/baumwelch/em"

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
	Restarts []Restart      `json:"restarts"`
	Best     int            `json:"best"`  // which of Restarts the model comes from
	Trace    []em.Iteration `json:"trace"` // of that restart
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

func variationalRecord(docs []Document, o Options, results []em.Result, best int) *Record {
	r := newRecord(docs)
	r.Variational = &Learned{Options: o, Best: best, Trace: results[best].Iterations}
	for i := range results {
		last := results[i].Last()
		r.Variational.Restarts = append(r.Variational.Restarts, Restart{results[i].Status, last.Iteration, last.Objective})
	}
	return r
}
