package intent

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A Record says what a model was trained on, how, and how it went. It holds no times and no number
// of workers: the same data, options and seed give the same record.
type Record struct {
	Data    Data            `json:"data"`
	Options RecordedOptions `json:"options"`
	// Selection is the search for the number of states; nil where that was given.
	Selection *Selection        `json:"selection,omitempty"`
	Restarts  []RecordedRestart `json:"restarts"`
	Best      int               `json:"best"`            // which of Restarts the model comes from
	Trace     []em.Iteration    `json:"trace"`           // of that restart
	Moves     []RecordedMoves   `json:"moves,omitempty"` // one for each of Trace; older files have none
	Warnings  []string          `json:"warnings,omitempty"`
	// Surprise is the quantiles of the training turns' surprise, in nats, in equal steps from the least
	// to the largest.
	Surprise []float64 `json:"surprise,omitempty"`
}

// Data says what entered.
type Data struct {
	Fingerprint   string `json:"fingerprint"` // SHA-256 of all messages that were used, in order
	Conversations int    `json:"conversations"`
	Turns         int    `json:"turns"`
	// Skipped counts the lines that were left out, by reason; Train does not know them, its caller
	// does.
	Skipped map[string]int `json:"skipped,omitempty"`
	Intake
}

// RecordedOptions are the options that the encoder's do not hold already.
type RecordedOptions struct {
	States        int                 `json:"states"`
	Whole         bool                `json:"whole"`
	Topics        int                 `json:"topics,omitempty"`
	WordPrior     float64             `json:"word_prior"`
	CategoryPrior float64             `json:"category_prior"`
	VectorWeight  float64             `json:"vector_weight,omitempty"` // of vectors beside words, as given or found
	VectorFamily  VectorFamily        `json:"vector_family,omitempty"` // "": Gaussian
	Covariance    emission.Covariance `json:"covariance"`
	Start         baumwelch.Start     `json:"start"`
	ClusterShare  float64             `json:"cluster_share,omitempty"` // 0: as baumwelch.TrainOptions says
	Seed          uint64              `json:"seed"`
	Restarts      int                 `json:"restarts"`
	MaxIterations int                 `json:"max_iterations"`
	Tolerance     float64             `json:"tolerance"`
	FirstLap      int                 `json:"first_lap,omitempty"` // older files: all restarts went to their end
	Prior         RecordedPrior       `json:"prior"`
}

// RecordedPrior is the pseudo-counts of the chain, a baumwelch.Prior.
type RecordedPrior struct {
	Start float64 `json:"start"`
	Next  float64 `json:"next"`
	Stop  float64 `json:"stop"`
}

// RecordedRestart is how one restart ended.
type RecordedRestart struct {
	Seed          uint64    `json:"seed"`
	Status        em.Status `json:"status"`
	Iterations    int       `json:"iterations"` // M-steps made
	Objective     float64   `json:"objective"`  // nats
	LogLikelihood float64   `json:"log_likelihood"`
	Objectives    []float64 `json:"objectives,omitempty"` // nats: of every iteration, from the start on
}

func newRecord(o Options, t *baumwelch.Trained[emission.Turn]) Record {
	r := Record{
		Options: RecordedOptions{
			States: o.States, Whole: o.Whole, Topics: o.Topics, WordPrior: o.WordPrior, CategoryPrior: o.CategoryPrior,
			VectorWeight: o.VectorWeight, Covariance: o.Covariance, Start: o.Search.Start, ClusterShare: o.Search.ClusterShare, Seed: o.Search.Seed, Restarts: o.Search.Restarts,
			MaxIterations: o.Search.Fit.Loop.MaxIterations, Tolerance: o.Search.Fit.Loop.Tolerance, FirstLap: o.Search.FirstLap,
			Prior: RecordedPrior(o.Search.Fit.Prior),
		},
		Best:  t.Best,
		Trace: t.Restarts[t.Best].Result.Iterations,
	}
	if o.VectorFamily != Gaussian {
		r.Options.VectorFamily = o.VectorFamily
	}
	r.Moves = recordMoves(t.Moves)
	for _, run := range t.Restarts {
		last := run.Result.Last()
		r.Restarts = append(r.Restarts, RecordedRestart{
			Seed: run.Seed, Status: run.Result.Status, Iterations: last.Iteration,
			Objective: last.Objective, LogLikelihood: last.LogLikelihood,
			Objectives: objectives(run.Result.Iterations),
		})
	}
	return r
}

// fingerprint hashes messages.
type fingerprint struct {
	hash.Hash
	message []byte // scratch: one message as it is hashed
}

func newFingerprint() *fingerprint { return &fingerprint{Hash: sha256.New()} }

// add hashes every part of a message that a model can see, after its length in 8 bytes.
func (f *fingerprint) add(m *transcript.Message) {
	b := f.message[:0]
	for _, s := range [...]string{m.Conversation, m.Speaker, m.Text, m.Symbol} {
		b = binary.LittleEndian.AppendUint64(b, uint64(len(s)))
		b = append(b, s...)
	}
	b = binary.LittleEndian.AppendUint64(b, uint64(len(m.Vector)))
	for _, v := range m.Vector {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	f.Write(b)
	f.message = b
}

func (f *fingerprint) String() string { return hex.EncodeToString(f.Sum(nil)) }
