package types

import (
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
)

// worker turns conversations into statistics, lanes.Width of them at a time.
type worker[O any] struct {
	learner *learner[O]
	respond responder[O]
}

// Refresh takes over the learner's parameters.
func (w *worker[O]) Refresh() { w.respond.refresh(w.learner.model, w.learner.options.Loop.Gate.Try) }

// Collect is the E-step of a shard.
func (w *worker[O]) Collect(stats *em.Stats, shard []hmm.Conversation[O]) error {
	types, chains, families := w.learner.parts(stats.Values, w.learner.statsOf)
	for f, s := range w.respond.sides {
		s.Into(families[f])
	}
	for _, group := range chain.Group(turnsOf(shard)) {
		if err := w.respond.look(shard, group); err != nil {
			return err
		}
		w.respond.expect()
		if !w.learner.options.Keep {
			for _, s := range w.respond.sides {
				s.flush()
			}
		}
		w.count(stats, types)
	}
	for c, ws := range w.respond.recursions {
		ws.Flush(chains[c])
	}
	return nil
}

// count adds what a group comes to. A conversation without turns says nothing of its type.
func (w *worker[O]) count(stats *em.Stats, types []float64) {
	for lane, weight := range w.respond.weights {
		turns := w.respond.sequences[lane].Turns
		stats.LogLikelihood += weight * w.respond.scores[lane]
		stats.Turns += weight * float64(turns)
		stats.Items++
		if turns == 0 {
			continue
		}
		for c, p := range w.respond.types(lane) {
			types[c] += float64(weight * p)
		}
	}
}

func turnsOf[O any](data []hmm.Conversation[O]) []int {
	turns := make([]int, len(data))
	for i := range data {
		turns[i] = len(data[i].Obs)
	}
	return turns
}
