package mixture

import (
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
)

// A block is consecutive items: what a shard is made of, so that nothing has to be copied.
type block[O any] struct {
	first int // number of its first item in the set
	items Items[O]
}

// blocks cuts items into blocks.
func (d Items[O]) blocks() []block[O] {
	var out []block[O]
	for first := 0; first < len(d.Obs); first += blockItems {
		end := min(first+blockItems, len(d.Obs))
		b := block[O]{first: first, items: Items[O]{Obs: d.Obs[first:end]}}
		if d.Weights != nil {
			b.items.Weights = d.Weights[first:end]
		}
		out = append(out, b)
	}
	return out
}

// learner is a mixture on the shared loop. Its statistics are the expected number of items of each
// component, then the family's.
type learner[O any] struct {
	model  *Model[O]
	mend   *mender   // nil: components that die stay dead
	counts []float64 // expected, at the last iteration on record
}

// Observe keeps the expected number of items of each component.
func (l *learner[O]) Observe(stats *em.Stats) {
	l.counts = append(l.counts[:0], stats.Values[:l.model.Components()]...)
}

// StatsLen counts the components and the family's statistics.
func (l *learner[O]) StatsLen() int { return l.model.Components() + l.model.Emission.StatsLen() }

// Size is the number of items.
func (l *learner[O]) Size(b block[O]) int { return len(b.items.Obs) }

// Worker runs the E-step.
func (l *learner[O]) Worker() em.Worker[block[O]] { return &worker[O]{model: l.model} }

// GlobalBound is the log prior of weights and family, or minus their divergence from it.
func (l *learner[O]) GlobalBound() float64 {
	return l.model.Mixing.LogPrior() + l.model.Emission.LogPrior()
}

// Maximize is the M-step.
func (l *learner[O]) Maximize(stats *em.Stats) ([]em.Repair, error) {
	counts := slices.Clone(stats.Values[:l.model.Components()])
	repairs, err := l.model.Emission.Maximize(stats.Values[len(counts):])
	if err != nil {
		return repairs, err
	}
	if l.mend != nil {
		repairs = append(repairs, revive(l.mend, l.model, counts)...)
	}
	l.model.Mixing.Maximize(counts)
	return repairs, nil
}

// ParamLen counts the parameters of weights and family.
func (l *learner[O]) ParamLen() int { return l.model.Mixing.ParamLen() + l.model.Emission.ParamLen() }

// Params writes the weights' parameters, then the family's.
func (l *learner[O]) Params(dst []float64) {
	n := l.model.Mixing.ParamLen()
	l.model.Mixing.Params(dst[:n])
	l.model.Emission.Params(dst[n:])
}

// SetParams takes parameters as Params writes them.
func (l *learner[O]) SetParams(src []float64) error {
	n := l.model.Mixing.ParamLen()
	if err := l.model.Emission.SetParams(src[n:]); err != nil {
		return err
	}
	return l.model.Mixing.SetParams(src[:n])
}

// worker turns items into statistics.
type worker[O any] struct {
	model   *Model[O]
	respond *responder[O]
	counts  []float64 // padded×Width: expected items, lane by lane
}

// Refresh compiles the model anew.
func (w *worker[O]) Refresh() {
	if w.respond == nil {
		w.respond = newResponder(w.model)
		lanes.Grow(&w.counts, w.respond.padded*lanes.Width)
		return
	}
	w.respond.refresh(w.model)
}

// Collect is the E-step of a shard.
func (w *worker[O]) Collect(stats *em.Stats, shard []block[O]) error {
	clear(w.counts)
	for _, b := range shard {
		err := w.respond.chunks(b.items.Obs, func(first int, c chunk) error {
			w.collect(stats, c, b.items, first)
			return c.fault(b.first + first)
		})
		if err != nil {
			return err
		}
	}
	for k := range w.respond.k {
		stats.Values[k] += lanes.AcrossLanes(w.counts[k*lanes.Width:][:lanes.Width])
	}
	return nil
}

// collect adds the statistics of a chunk, which begins with the item first of a block.
func (w *worker[O]) collect(stats *em.Stats, c chunk, items Items[O], first int) {
	r := w.respond
	for i := range c.n {
		t, l := c.place(i)
		weight := items.weight(first + i)
		if items.Weights != nil {
			w.weigh(r.responsibilities(c, i), weight)
		}
		stats.LogLikelihood += float64(weight * r.scores[t*lanes.Width+l])
		stats.Turns += weight
	}
	stats.Items += c.n
	r.batch.Collect(stats.Values[r.k:], r.lanes[:], r.posterior, r.layout())
	for t := range c.turns {
		for i, p := range r.posterior[t*r.rows*lanes.Width:][:len(w.counts)] {
			w.counts[i] += p
		}
	}
}

// weigh multiplies an item's responsibilities by its weight.
func (w *worker[O]) weigh(responsibilities []float64, weight float64) {
	for e := range w.respond.k {
		responsibilities[e*lanes.Width] *= weight
	}
}
