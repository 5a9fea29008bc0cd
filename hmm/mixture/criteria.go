package mixture

import (
	"context"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/criteria"
	"intenthmm/internal/lanes"
)

// Criteria are what information criteria are made of, for one model and the items that it was fitted to.
// Logarithms are in nats; less of a criterion is better.
type Criteria struct {
	LogLikelihood float64 // Σ log p(x)
	Completed     float64 // Σ log p(x, ẑ), ẑ the likeliest component of each item
	Parameters    int     // free parameters, Model.FreeParams
	Items         float64 // n: how much the items count
}

// Measure computes the criteria of a model on items. Priors do not enter. Its errors are those of Fit. It
// costs an E-step.
func Measure[O any](ctx context.Context, m *Model[O], items Items[O], gate em.Gate) (Criteria, error) {
	c := Criteria{Parameters: m.FreeParams()}
	if err := m.Check(items); err != nil {
		return c, err
	}
	counter := &completer[O]{learner[O]{model: m}}
	stats, err := em.Expect(ctx, counter, items.blocks(), gate)
	if err != nil {
		return c, locate(err)
	}
	c.LogLikelihood, c.Items = stats.LogLikelihood, stats.Turns
	c.Completed = stats.LogLikelihood + stats.Values[0]
	return c, nil
}

// AIC is -2 log p(x | θ) + 2 p: Akaike (1974).
func (c Criteria) AIC() float64 { return criteria.AIC(c.LogLikelihood, c.Parameters) }

// BIC is -2 log p(x | θ) + p log n: Schwarz (1978).
func (c Criteria) BIC() float64 { return criteria.BIC(c.LogLikelihood, c.Parameters, c.Items) }

// ICL is -2 log p(x, ẑ | θ) + p log n: the integrated completed likelihood of Biernacki, Celeux and
// Govaert (2000). It exceeds BIC by -2 log p(ẑ | x, θ), what is unsure about the components.
func (c Criteria) ICL() float64 { return criteria.BIC(c.Completed, c.Parameters, c.Items) }

// completer is a learner whose one statistic is Σ log of the largest responsibility.
type completer[O any] struct{ learner[O] }

func (c *completer[O]) StatsLen() int { return 1 }

func (c *completer[O]) Worker() em.Worker[block[O]] { return &completerWorker[O]{model: c.model} }

type completerWorker[O any] struct {
	model   *Model[O]
	respond *responder[O]
}

func (w *completerWorker[O]) Refresh() { w.respond = newResponder(w.model) }

func (w *completerWorker[O]) Collect(stats *em.Stats, shard []block[O]) error {
	for _, b := range shard {
		err := w.respond.chunks(b.items.Obs, func(first int, c chunk) error {
			if c.err == nil {
				w.collect(stats, c, b.items, first)
			}
			return c.fault(b.first + first)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *completerWorker[O]) collect(stats *em.Stats, c chunk, items Items[O], first int) {
	for i := range c.n {
		row, largest := w.respond.responsibilities(c, i), 0.0
		for e := range w.respond.k {
			largest = max(largest, row[e*lanes.Width])
		}
		t, l := c.place(i)
		weight := items.weight(first + i)
		stats.Values[0] += float64(weight * math.Log(largest))
		stats.LogLikelihood += float64(weight * w.respond.scores[t*lanes.Width+l])
		stats.Turns += weight
	}
	stats.Items += c.n
}
