package types

import (
	"context"
	"fmt"
	"math"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
)

// A Candidate is a number of types, with what the search for it came to there.
type Candidate struct {
	Types         int     `json:"types"`
	Parameters    int     `json:"parameters"`     // free ones of weights and chains
	LogLikelihood float64 `json:"log_likelihood"` // nats a turn, of the conversations trained on: the last fold's
	HeldOut       float64 `json:"held_out"`       // nats a turn, of all conversations, each by models that have not seen it
	Behind        float64 `json:"behind"`         // how far HeldOut is behind the highest
	Error         float64 `json:"error"`          // standard error of Behind
	BIC           float64 `json:"bic"`            // as LogLikelihood; a sum, not a turn
	ICL           float64 `json:"icl"`            // likewise
}

// ChooseOptions say how to search for the number of types.
type ChooseOptions struct {
	Most  int // types that are tried, from 1 on
	Folds int // into which conversations are dealt
	// StandardErrors is how far behind the highest held-out log-likelihood is as good as that.
	StandardErrors float64
	// OnProgress, if set, is told after each fit of its number of types and how much of the search is
	// done, from 0 to 1.
	OnProgress func(types int, done float64)
}

// DefaultChooseOptions try up to 8 types on 3 folds.
func DefaultChooseOptions() ChooseOptions { return ChooseOptions{Most: 8, Folds: 3, StandardErrors: 1} }

// A Choice is the outcome of Choose.
type Choice[O any] struct {
	Candidates []Candidate   // of 1 type, 2 and so on
	Trained    []*Trained[O] // of each of them, on the conversations outside of the last fold
	Best       int           // which of them to take
}

// Choose tries 1 to Most types, and says what each came to and which of the candidates to take: the one with the fewest types whose held-out log-likelihood a turn is within StandardErrors standard errors, of
// the paired differences between conversations, of the highest. It gives up once three numbers in a row
// are behind by more than that.
//
// The base model, which all candidates start from and are drawn to, has seen all conversations; so has the
// one type, which comes nearest to it. The search therefore leans to fewer types. Each candidate costs Folds
// calls of Train. There have to be as many conversations as folds. Cancelling ctx gives the choice among the numbers
// that are complete, baumwelch.ErrNothingTrained where there are none.
func Choose[O any](ctx context.Context, base *hmm.Model[O], data []hmm.Conversation[O], o TrainOptions, c ChooseOptions) (*Choice[O], error) {
	if c.Most < 1 || c.Most > MaxTypes || c.Folds < 2 || c.Folds > len(data) || !(c.StandardErrors >= 0) {
		return nil, fmt.Errorf("types: up to %d types, %d folds of %d conversations, %v standard errors: expected at least 1 type, from 2 folds to as many as conversations, and 0 errors or more",
			c.Most, c.Folds, len(data), c.StandardErrors)
	}
	s := &search[O]{base: base, data: data, options: o, fold: selection.Folds(len(data), c.Folds, o.Seed), folds: c.Folds}
	for n := 1; n <= c.Most; n++ {
		err := s.try(ctx, n)
		if err != nil && ctx.Err() != nil {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%d types: %w", n, err)
		}
		if c.OnProgress != nil {
			c.OnProgress(n, float64(n)/float64(c.Most))
		}
		s.compare()
		if best := s.best(c.StandardErrors); n-1-best >= patience && s.candidates[n-1].Behind > 0 {
			break
		}
	}
	if len(s.candidates) == 0 {
		return nil, baumwelch.ErrNothingTrained
	}
	return &Choice[O]{s.candidates, s.trained, s.best(c.StandardErrors)}, nil
}

// patience is how many numbers of types beyond the chosen one are tried before the search gives up.
const patience = 3

// A search is the candidates so far, with each conversation's held-out score under each.
type search[O any] struct {
	base       *hmm.Model[O]
	data       []hmm.Conversation[O]
	options    TrainOptions
	fold       []int
	folds      int
	candidates []Candidate
	trained    []*Trained[O]
	scores     [][]float64
}

// try trains n types without each fold, and scores that.
func (s *search[O]) try(ctx context.Context, n int) error {
	candidate, scores := Candidate{Types: n}, make([]float64, len(s.data))
	var trained *Trained[O]
	for f := range s.folds {
		var train, held []hmm.Conversation[O]
		var which []int
		for i, at := range s.fold {
			if at == f {
				held, which = append(held, s.data[i]), append(which, i)
			} else {
				train = append(train, s.data[i])
			}
		}
		var err error
		if trained, err = Train(ctx, s.base, n, train, s.options); err != nil {
			return err
		}
		measured, err := Measure(ctx, trained.Model, train, s.options.Fit.Loop.Gate)
		if err != nil {
			return err
		}
		candidate.Parameters, candidate.BIC, candidate.ICL = measured.Parameters, measured.BIC(), measured.ICL()
		candidate.LogLikelihood = measured.LogLikelihood / max(1, sizeOf(train))
		out, err := Assign(ctx, trained.Model, held, s.options.Fit.Loop.Gate)
		if err == nil {
			err = Failed(out)
		}
		if err != nil {
			return err
		}
		for at, i := range which {
			scores[i] = out[at].LogLikelihood
		}
	}
	for _, v := range scores {
		candidate.HeldOut += v / max(1, sizeOf(s.data))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.candidates, s.trained, s.scores = append(s.candidates, candidate), append(s.trained, trained), append(s.scores, scores)
	return nil
}

// compare sets how far each candidate is behind the highest.
func (s *search[O]) compare() {
	highest := 0
	for n := range s.candidates {
		if s.candidates[n].HeldOut > s.candidates[highest].HeldOut {
			highest = n
		}
	}
	for n := range s.candidates {
		c := &s.candidates[n]
		c.Behind = s.candidates[highest].HeldOut - c.HeldOut
		c.Error = s.deviation(s.scores[highest], s.scores[n])
	}
}

// deviation is the standard error of the mean difference a turn between two lists of scores, as of a ratio
// of sums over conversations.
func (s *search[O]) deviation(a, b []float64) float64 {
	turns, mean := max(1, sizeOf(s.data)), 0.0
	for i := range a {
		mean += (a[i] - b[i]) / turns
	}
	squares := 0.0
	for i := range a {
		d := a[i] - b[i] - mean*float64(len(s.data[i].Obs))
		squares += float64(d * d)
	}
	return math.Sqrt(squares) / turns
}

// best is the first candidate that is close enough to the highest.
func (s *search[O]) best(errors float64) int {
	for n, c := range s.candidates {
		if c.Behind <= errors*c.Error {
			return n
		}
	}
	return len(s.candidates) - 1 // not reached: the highest is behind by 0
}

// sizeOf is the number of turns.
func sizeOf[O any](data []hmm.Conversation[O]) float64 {
	n := 0
	for i := range data {
		n += len(data[i].Obs)
	}
	return float64(n)
}
