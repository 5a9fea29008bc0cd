package mixture

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/internal/quantile"
	"intenthmm/internal/wire"
)

// A Record says what a model was trained on, how, and how it went. It holds no times and no number of
// workers: the same items, options and seed give the same record. It goes to and from JSON exactly.
type Record struct {
	Fingerprint string          `json:"fingerprint"` // SHA-256 of the items, in order: see Fingerprint
	Items       int             `json:"items"`
	Options     RecordedOptions `json:"options"`
	Restarts    []RecordedRun   `json:"restarts"`
	Best        int             `json:"best"`            // which of Restarts the model comes from
	Trace       []em.Iteration  `json:"trace"`           // of that restart
	Counts      []float64       `json:"counts"`          // expected number of items of each component
	Empty       []int           `json:"empty,omitempty"` // components without items
	// Scores are the quantiles of the items' scores, in nats, in equal steps from the least to the
	// largest.
	Scores []float64 `json:"scores,omitempty"`
}

// RecordedOptions are TrainOptions in a record.
type RecordedOptions struct {
	Seed          uint64  `json:"seed"`
	Restarts      int     `json:"restarts"`
	Start         Start   `json:"start"`
	FirstLap      int     `json:"first_lap,omitempty"`
	Revive        bool    `json:"revive"`
	MaxIterations int     `json:"max_iterations"`
	Tolerance     float64 `json:"tolerance"`
}

// RecordedRun is how one restart ended.
type RecordedRun struct {
	Seed          uint64    `json:"seed"`
	Status        em.Status `json:"status"`
	Iterations    int       `json:"iterations"` // M-steps made
	Objective     float64   `json:"objective"`  // nats
	LogLikelihood float64   `json:"log_likelihood"`
}

// scoreSteps is the number of equal shares that the items are cut into by score.
const scoreSteps = 100

// Record records how the model came about, of the items and with the options that Train was given. It
// costs a pass over the items.
func (t *Trained[O]) Record(items Items[O], o TrainOptions) (*Record, error) {
	r := &Record{
		Items: len(items.Obs),
		Options: RecordedOptions{
			Seed: o.Seed, Restarts: o.Restarts, Start: o.Start, FirstLap: o.FirstLap, Revive: o.Fit.Revive,
			MaxIterations: o.Fit.Loop.MaxIterations, Tolerance: o.Fit.Loop.Tolerance,
		},
		Best: t.Best, Trace: t.Restarts[t.Best].Result.Iterations, Counts: t.Counts, Empty: t.Empty(),
	}
	for _, run := range t.Restarts {
		last := run.Result.Last()
		r.Restarts = append(r.Restarts, RecordedRun{run.Seed, run.Result.Status, last.Iteration, last.Objective, last.LogLikelihood})
	}
	var err error
	if r.Fingerprint, err = Fingerprint(items); err != nil {
		return nil, err
	}
	scores := make([]float64, len(items.Obs))
	if err := t.Model.Score(scores, items.Obs); err != nil {
		return nil, err
	}
	r.Scores = quantile.Of(scores, scoreSteps)
	return r, nil
}

// ScorePercentile is the share of the training items that were less probable than one of this score, in
// percent: low for an outlier. It is not ok where the record has no scores.
func (r *Record) ScorePercentile(score float64) (percent float64, ok bool) {
	if len(r.Scores) == 0 {
		return 0, false
	}
	return quantile.Percent(r.Scores, score), true
}

// Fingerprint is the SHA-256, in hexadecimal, of all items and weights in order. Observations of a type
// other than those of package emission are hashed as JSON, and the error is that they have none.
func Fingerprint[O any](items Items[O]) (string, error) {
	hash := sha256.New()
	var b []byte
	for i := range items.Obs {
		var err error
		if b, err = appendObservation(b[:0], any(items.Obs[i])); err != nil {
			return "", &Error{i, fmt.Errorf("it cannot be hashed: %w", err)}
		}
		size := wire.AppendUint(nil, uint64(len(b)))
		hash.Write(size)
		hash.Write(wire.AppendFloat(b, items.weight(i)))
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// appendObservation appends bytes that tell observations of one type apart.
func appendObservation(b []byte, obs any) ([]byte, error) {
	switch x := obs.(type) {
	case int:
		return wire.AppendUint(b, uint64(x)), nil
	case []float64:
		return wire.AppendFloats(b, x), nil
	case []emission.Count:
		return appendCounts(b, x), nil
	case emission.Turn:
		b = wire.AppendUint32(wire.AppendUint32(b, uint32(x.Symbol)), uint32(x.Speaker))
		return wire.AppendFloats(appendCounts(wire.AppendUint(b, uint64(len(x.Words))), x.Words), x.Vector), nil
	}
	data, err := json.Marshal(obs)
	return append(b, data...), err
}

func appendCounts(b []byte, counts []emission.Count) []byte {
	for _, c := range counts {
		b = wire.AppendUint32(wire.AppendUint32(b, uint32(c.Word)), math.Float32bits(c.N))
	}
	return b
}
