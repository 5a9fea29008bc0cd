package mixture

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

// StepOptions say how to learn step by step.
type StepOptions struct {
	Passes int // over the items, at least 1
	Batch  int // items between two M-steps, at least 1
	// Decay is κ, above ½ and at most 1: step t has the size t^-κ, the first being 1. The smaller, the
	// sooner what was seen long ago is forgotten.
	Decay float64
	Seed  uint64  // of the order in which items come
	Gate  em.Gate // bounds the goroutines that compute; it has no influence on the result
}

// DefaultStepOptions are one pass in batches of 4096 items.
func DefaultStepOptions() StepOptions {
	return StepOptions{Passes: 1, Batch: 4096, Decay: 0.7, Seed: 1}
}

// Step trains the model in place by stepwise EM: after each batch the statistics of all items are
// estimated anew,
//
//	s ← (1 - γ_t) s + γ_t N/n · (statistics of the batch at the present parameters)    γ_t = t^-κ
//
// and an M-step follows, n being how much the batch counts and N how much all items do. Passes through
// many items come most of the way in few iterations; the objective need not rise, and is not computed. A Fit
// from there begins a monotone segment of its own.
//
// The same model, items and options give the same parameters for any Gate. Where it ends early, by
// ctx or an error as of Fit, the model has the parameters of the last complete step. It returns what the
// M-steps had to mend. A family whose statistics depend on its parameters has to be an emission.Rebaser.
//
// Source: Cappé and Moulines (2009), On-line expectation-maximization algorithm for latent data models.
func Step[O any](ctx context.Context, m *Model[O], items Items[O], o StepOptions) ([]em.Repair, error) {
	if o.Passes < 1 || o.Batch < 1 || !(o.Decay > 0.5 && o.Decay <= 1) {
		return nil, fmt.Errorf("mixture: %d passes in batches of %d with a decay of %v, expected at least 1, at least 1, and above 0.5 to 1", o.Passes, o.Batch, o.Decay)
	}
	if err := m.Check(items); err != nil {
		return nil, err
	}
	s := &stepper[O]{learner: &learner[O]{model: m}, items: items, options: o}
	s.expecter = em.NewExpecter(s.learner, o.Gate)
	s.stats = em.NewStats(s.learner.StatsLen())
	for i := range items.Obs {
		s.total += items.weight(i)
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x57e9))
	for range o.Passes {
		order := rng.Perm(len(items.Obs))
		for len(order) > 0 {
			n := min(o.Batch, len(order))
			if err := s.step(ctx, order[:n]); err != nil {
				return s.repairs, err
			}
			order = order[n:]
		}
	}
	return s.repairs, nil
}

// stepper is stepwise EM under way.
type stepper[O any] struct {
	learner  *learner[O]
	expecter *em.Expecter[block[O]]
	items    Items[O]
	options  StepOptions
	total    float64   // how much all items count
	stats    *em.Stats // estimated, of all items at the present parameters
	steps    int
	repairs  []em.Repair
}

// step takes one batch.
func (s *stepper[O]) step(ctx context.Context, batch []int) error {
	seen, err := s.expecter.Expect(ctx, s.items.pick(batch).blocks())
	if err != nil {
		return s.name(locate(err), batch)
	}
	if seen.Turns == 0 {
		return nil
	}
	s.steps++
	size := math.Pow(float64(s.steps), -s.options.Decay)
	for i, v := range seen.Values {
		s.stats.Values[i] += size * (v*s.total/seen.Turns - s.stats.Values[i])
	}
	before := s.learner.model.Emission.Clone()
	repairs, err := s.learner.Maximize(s.stats)
	s.repairs = append(s.repairs, repairs...)
	if err != nil {
		return fmt.Errorf("step %d: %w", s.steps, err)
	}
	if r, ok := s.learner.model.Emission.(emission.Rebaser[O]); ok {
		r.Rebase(s.stats.Values[s.learner.model.Components():], before)
	}
	return nil
}

// name turns the number of an item in a batch into that in the set.
func (s *stepper[O]) name(err error, batch []int) error {
	if e, ok := err.(*Error); ok {
		return &Error{batch[e.Index], e.Err}
	}
	return err
}
