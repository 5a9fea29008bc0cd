package topic

import (
	"fmt"
	"runtime"

	"intenthmm/baumwelch/em"
)

// Options say how Train looks for topics. Start from DefaultOptions.
type Options struct {
	Topics    int       `json:"topics"`
	Prior     Prior     `json:"prior"`
	Inference Inference `json:"inference"`
	// Online is what goes before the iterations over all documents.
	Online Online `json:"online"`
	// MaxIterations bounds the iterations over all documents, Tolerance is the gain in nats a token below
	// which they end: see em.Options. Without any, what Online made is judged and stays.
	MaxIterations int     `json:"max_iterations"`
	Tolerance     float64 `json:"tolerance"`
	// Restarts is how many starts there are, of which the best is kept; FirstLap is em.Race's.
	Restarts int    `json:"restarts"`
	FirstLap int    `json:"first_lap"`
	Seed     uint64 `json:"seed"`

	// Gate bounds the goroutines that compute. It has no influence on the result.
	Gate em.Gate `json:"-"`
	// OnIteration, if set, is told of every iteration, for several restarts from several goroutines.
	OnIteration func(restart int, it em.Iteration) `json:"-"`
	// OnPass, if set, is told how many passes of Online a restart has made, likewise.
	OnPass func(restart, passes int) `json:"-"`
	Watch  em.Watch                  `json:"-"`
}

// DefaultOptions are ten topics, with the priors learnt, and one start. Priors begin high: a prior that is learnt
// while topics are still alike only falls, and from a low one no document comes back to several topics.
func DefaultOptions() Options {
	return Options{
		Topics:    10,
		Prior:     Prior{Alpha: 0.5, Eta: 0.5, LearnAlpha: true, LearnEta: true},
		Inference: DefaultInference(),
		Online:    Online{Batch: 256, Decay: 0.7, Offset: 10},
		// A token's gain is small long before topics stand.
		MaxIterations: 200, Tolerance: 1e-5,
		Restarts: 1, FirstLap: 10, Seed: 1,
		Gate: em.NewGate(runtime.GOMAXPROCS(0)),
	}
}

func (o *Options) check() error {
	switch {
	case o.Topics < 1:
		return fmt.Errorf("%d topics, expected at least one", o.Topics)
	case o.Restarts < 1:
		return fmt.Errorf("%d restarts, expected at least one", o.Restarts)
	case o.Inference.MaxIterations < 1:
		return fmt.Errorf("%d iterations a document, expected at least one", o.Inference.MaxIterations)
	case o.MaxIterations < 0:
		return fmt.Errorf("%d iterations, expected at least 0", o.MaxIterations)
	}
	if err := o.Online.check(); err != nil {
		return err
	}
	return checkPriors([]float64{o.Prior.Alpha}, o.Prior.Eta)
}
