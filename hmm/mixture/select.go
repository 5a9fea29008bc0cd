package mixture

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
)

// A Candidate is a number of components and what the search came to there. Log-likelihoods are in nats an
// item.
type Candidate struct {
	Components    int     `json:"components"`
	Parameters    int     `json:"parameters"`     // free ones
	LogLikelihood float64 `json:"log_likelihood"` // of the items trained on
	HeldOut       float64 `json:"held_out"`       // of items held out, over all folds; 0 where that does not decide
	Behind        float64 `json:"behind"`         // how far HeldOut is behind the highest
	Error         float64 `json:"error"`          // standard error of Behind
	AIC           float64 `json:"aic"`            // of the items trained on; a sum, not an item
	BIC           float64 `json:"bic"`            // likewise
	ICL           float64 `json:"icl"`            // likewise
	Empty         int     `json:"empty"`          // components without items
}

// A Choice is the outcome of Select.
type Choice[O any] struct {
	Candidates []Candidate   // in the order of their numbers of components
	Trained    []*Trained[O] // of each of them, on all items
	Best       int           // which of them was chosen
	Why        string        // in words
}

// Select searches for the number of components: at each number it trains on all items, for the
// information criteria, and, if held-out likelihood decides, on the items outside each fold, for the
// likelihood of those inside.
//
// prototype makes the untrained model of k components. Chosen is the number with the least of an
// information criterion; by held-out likelihood the fewest components that come within so many standard
// errors, over items in pairs, of the highest (Breiman, Friedman, Olshen and Stone 1984, section 3.4.3).
//
// The same items, options and seed give the same choice for any Gate. Cancelling ctx gives the choice
// among the numbers that are complete, ErrNothingTrained where there are none. An item that a model which
// has not seen it finds impossible is an error: a prior prevents that.
func Select[O any](ctx context.Context, prototype func(k int) (*Model[O], error), items Items[O], train TrainOptions, o SelectOptions) (*Choice[O], error) {
	if err := o.check(len(items.Obs)); err != nil {
		return nil, err
	}
	s := &search[O]{prototype: prototype, items: items, train: train, options: o, fold: deal(len(items.Obs), o.Folds, train.Seed)}
	for k := o.Fewest; k <= o.Most; k++ {
		err := s.try(ctx, k)
		if em.Interrupted(err) || errors.Is(err, ErrNothingTrained) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%d components: %w", k, err)
		}
		if o.OnProgress != nil {
			o.OnProgress(k, float64(k-o.Fewest+1)/float64(o.Most-o.Fewest+1))
		}
	}
	if len(s.choice.Candidates) == 0 {
		return nil, ErrNothingTrained
	}
	s.choose()
	return &s.choice, nil
}

// search is a search under way.
type search[O any] struct {
	prototype func(k int) (*Model[O], error)
	items     Items[O]
	train     TrainOptions
	options   SelectOptions
	fold      []int       // of each item
	scores    [][]float64 // of each candidate: weighted log-likelihoods of the items, held out
	choice    Choice[O]
}

// deal gives n items to folds whose sizes differ by one at most.
func deal(n, folds int, seed uint64) []int {
	fold := make([]int, n)
	for at, i := range rand.New(rand.NewPCG(seed, 0xf01d)).Perm(n) {
		fold[i] = at % max(folds, 1)
	}
	return fold
}

// try adds the candidate of k components.
func (s *search[O]) try(ctx context.Context, k int) error {
	prototype, err := s.prototype(k)
	if err != nil {
		return err
	}
	trained, err := Train(ctx, prototype, s.items, s.train)
	if err != nil {
		return err
	}
	criteria, err := Measure(ctx, trained.Model, s.items, s.train.Fit.Loop.Gate)
	if err != nil {
		return err
	}
	c := Candidate{
		Components: k, Parameters: criteria.Parameters, LogLikelihood: criteria.LogLikelihood / max(criteria.Items, 1),
		AIC: criteria.AIC(), BIC: criteria.BIC(), ICL: criteria.ICL(), Empty: len(trained.Empty()),
	}
	if s.options.By == HeldOut {
		scores, err := s.heldOut(ctx, prototype)
		if err != nil {
			return err
		}
		s.scores = append(s.scores, scores)
		c.HeldOut = sum(scores) / max(criteria.Items, 1)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.choice.Candidates, s.choice.Trained = append(s.choice.Candidates, c), append(s.choice.Trained, trained)
	return nil
}

// heldOut is the weighted log-likelihood of every item under the model that was trained without its
// fold.
func (s *search[O]) heldOut(ctx context.Context, prototype *Model[O]) ([]float64, error) {
	all := make([]float64, len(s.items.Obs))
	for f := range s.options.Folds {
		var in, out []int
		for i, fold := range s.fold {
			if fold == f {
				in = append(in, i)
			} else {
				out = append(out, i)
			}
		}
		trained, err := Train(ctx, prototype, s.items.pick(out), s.train)
		if err != nil {
			return nil, fmt.Errorf("fold %d of %d: %w", f+1, s.options.Folds, err)
		}
		scores := make([]float64, len(in))
		if err := trained.Model.Score(scores, s.items.pick(in).Obs); err != nil {
			return nil, err
		}
		for at, i := range in {
			if math.IsInf(scores[at], -1) {
				return nil, fmt.Errorf("fold %d of %d, held out: %w", f+1, s.options.Folds, &Error{i, ErrImpossible})
			}
			all[i] = s.items.weight(i) * scores[at]
		}
	}
	return all, nil
}

func sum(v []float64) float64 {
	total := 0.0
	for _, x := range v {
		total += x
	}
	return total
}

// choose picks the best candidate and says why.
func (s *search[O]) choose() {
	candidates, by := s.choice.Candidates, s.options.By
	if by == HeldOut {
		s.compare()
		s.choice.Best = slices.IndexFunc(candidates, func(c Candidate) bool { return c.Behind <= float64(s.options.StandardErrors*c.Error) })
		s.choice.Why = fmt.Sprintf("the fewest within %s of the highest held-out log-likelihood: %s",
			plural(s.options.StandardErrors, "standard error"), plural(float64(candidates[s.choice.Best].Components), "component"))
		return
	}
	of := func(c Candidate) float64 { return map[Criterion]float64{AIC: c.AIC, BIC: c.BIC, ICL: c.ICL}[by] }
	for i, c := range candidates {
		if of(c) < of(candidates[s.choice.Best]) {
			s.choice.Best = i
		}
	}
	s.choice.Why = fmt.Sprintf("the least %s: %s", by, plural(float64(candidates[s.choice.Best].Components), "component"))
}

func plural(n float64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%v %s", n, noun)
}

// compare sets how far the candidates are behind the highest held-out log-likelihood, and the standard
// error of that: of a sum over n items, √n times the standard deviation of the differences.
func (s *search[O]) compare() {
	candidates := s.choice.Candidates
	top := 0
	for i, c := range candidates {
		if c.HeldOut > candidates[top].HeldOut {
			top = i
		}
	}
	n := float64(len(s.items.Obs))
	items := 0.0
	for i := range s.items.Obs {
		items += s.items.weight(i)
	}
	items = max(items, 1)
	for i := range candidates {
		c := &candidates[i]
		c.Behind = candidates[top].HeldOut - c.HeldOut
		mean, square := c.Behind*items/n, 0.0
		for j, v := range s.scores[i] {
			d := s.scores[top][j] - v - mean
			square += float64(d * d)
		}
		c.Error = math.Sqrt(n*square/max(n-1, 1)) / items
	}
}
