package intent

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// Train learns a model from a stream of messages, without labels. The stream's own errors end it.
// It holds the corpus as numbers, not as text, except for a sample of turns from which the typical
// ones are chosen: 56 bytes a turn and 8 for each of its words and their grams, first and last word counted twice. Where
// vectors or places are observed it holds these, and where they are alone as much besides for the words that are to
// tell of the states.
//
// The states are numbered by their mean place in a conversation and named after their most telling
// words. Cancelling ctx while the model is being fitted gives the best model so far, whose Record
// says so; before that it gives ctx's error or baumwelch.ErrNothingTrained.
func Train(ctx context.Context, messages iter.Seq2[transcript.Message, error], o Options) (*Model, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.VectorFamily == VonMisesFisher {
		o.Encode.Unit = true
	}
	if o.Encode.Observe == encode.Words && o.WordShare > 0 {
		o.Search.ClusterShare = o.WordShare
	}
	in, err := newIntake(o)
	if err != nil {
		return nil, err
	}
	if err := in.read(ctx, messages); err != nil {
		return nil, err
	}
	encoder, corpus, err := in.finish(ctx)
	if err != nil {
		return nil, em.NothingTrained(err)
	}
	data := conversations(corpus)
	var weighed weighing
	if o.Encode.Vectors && o.VectorWeight == 0 {
		if weighed, err = weighVectors(ctx, encoder, data, o); err != nil {
			return nil, em.NothingTrained(err)
		}
		o.VectorWeight = weighed.weight
	}
	m, err := train(ctx, encoder, data, in, o)
	if err != nil {
		return nil, err
	}
	m.Record.Warnings = append(m.Record.Warnings, weighed.warnings...)
	m.Record.Data = Data{Fingerprint: in.mark.String(), Conversations: len(data), Turns: in.turns, Intake: heard(corpus)}
	return m, nil
}

func conversations(corpus *encode.Corpus) []hmm.Conversation[emission.Turn] {
	data := make([]hmm.Conversation[emission.Turn], len(corpus.IDs))
	for i := range data {
		data[i] = hmm.Conversation[emission.Turn]{ID: corpus.IDs[i], Obs: corpus.Turns[i]}
	}
	return data
}

// train searches for the model and makes it fit for people.
func train(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn], in *intake, o Options) (*Model, error) {
	trained, record, err := fit(ctx, e, data, &o)
	if err != nil {
		return nil, err
	}
	watch := o.Search.Fit.Loop.Watch
	watch.Begin(Describing)
	defer watch.End(Describing)
	m := &Model{Encoder: e, HMM: trained.Model, Record: newRecord(o, trained)}
	m.Record.Selection = record
	m.StopWords = e.Folded(o.StopWords)
	said := newTally(in.wording, m.HMM.States())
	if m.States, err = describe(m.HMM, data, in.texts.byConversation(), said, o.Examples); err != nil {
		return nil, err
	}
	if err := m.countTurns(data, o.Search.Fit.Loop.Gate); err != nil {
		return nil, err
	}
	m.keepTerms(said, o.WordPrior)
	m.order()
	m.orderTopics()
	m.suggestNames()
	m.warn(trained, data)
	if m.Record.Surprise, err = surprises(m.HMM, data); err != nil {
		return nil, err
	}
	return m, nil
}

// countTurns sets each state's expected number of turns.
func (m *Model) countTurns(data []hmm.Conversation[emission.Turn], gate em.Gate) error {
	turns, err := baumwelch.Visits(context.Background(), m.HMM, data, gate)
	if err != nil {
		return err
	}
	for i, n := range turns {
		m.States[i].Turns = n
	}
	return nil
}

// order numbers the states by their mean place in a conversation.
func (m *Model) order() {
	order := make([]int, len(m.States))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.States[a].Place, m.States[b].Place) })
	if !m.HMM.Permute(order) {
		return
	}
	states := slices.Clone(m.States)
	rank := make([]int, len(order))
	for i, from := range order {
		m.States[i] = states[from]
		rank[from] = i
	}
	for n := range m.Record.Moves {
		m.Record.Moves[n].reorder(order, rank)
	}
	for _, it := range m.Record.Trace {
		for r := range it.Repairs {
			it.Repairs[r].Distribution = rank[it.Repairs[r].Distribution]
		}
	}
}

// idle are the states that hold less than a turn, and those that hold more of what other states are likelier for: no best
// path passes through them. Whether that is so is known where all paths were looked at.
func (m *Model) idle(all bool) (empty, passed []int) {
	for i, s := range m.States {
		switch {
		case s.Turns < 1:
			empty = append(empty, i)
		case all && s.Certainty == nil:
			passed = append(passed, i)
		}
	}
	return empty, passed
}

// warn collects what the user should know of the training.
func (m *Model) warn(t *baumwelch.Trained[emission.Turn], data []hmm.Conversation[emission.Turn]) {
	warn := func(format string, args ...any) {
		m.Record.Warnings = append(m.Record.Warnings, fmt.Sprintf(format, args...))
	}
	for _, r := range em.Repeats(m.Record.Trace) {
		warn("%s: %s", r.When(), r.Repair)
	}
	ended := em.Ended(t.Restarts, func(run baumwelch.Restart) em.Status { return run.Result.Status })
	if r := m.Record.Selection; r != nil && r.Cancelled {
		warn("cancelled while the number of states was searched for: the model is of that search, and has not seen all conversations")
	} else if all := m.Record.Options.Restarts; ended < all {
		warn("cancelled after %d of %d restarts", ended, all)
	}
	switch best := t.Restarts[t.Best].Result; best.Status {
	case em.OutOfIterations:
		warn("the best restart had not converged by iteration %d", best.Last().Iteration)
	case em.Cancelled, em.Decreased, em.Degenerate:
		warn("the best restart ended at iteration %d: %s", best.Last().Iteration, best.Status)
	}
	if w := m.Encoder.WordVectors; w != nil && w.LeftOut > 0 {
		warn("the model has room for the vectors of the %d most frequent words: %d rarer ones count as unknown", w.Words.Len()-1, w.LeftOut)
	}
	m.warnOfFewer(warn)
	if n := m.withoutVector(data); n > 0 {
		turns := hmm.Turns(data)
		warn("%d of %d turns (%.2g%%) have no vector: they are told by the rest alone", n, turns, 100*float64(n)/float64(turns))
	}
	if z := m.Record.Options.Topics; z > 0 && z >= len(m.States) {
		warn("%d topics for %d states: with fewer topics than states, states share what they have in common", z, len(m.States))
	}
	empty, passed := m.idle(hmm.Turns(data) <= placeTurns)
	if n := len(empty); n == 1 {
		warn("state %d is empty: fewer states would do", empty[0])
	} else if n > 1 {
		warn("%d of %d states are empty, state %d first: fewer states would do", n, len(m.States), empty[0])
	}
	if n := len(passed); n == 1 {
		warn("no turns are decoded to state %d: fewer states would do", passed[0])
	} else if n > 1 {
		warn("no turns are decoded to %d of %d states, state %d first: fewer states would do", n, len(m.States), passed[0])
	}
	if turns, k := hmm.Turns(data), len(m.States); turns < leastTurns*k || len(data) < k {
		warn("few data: conversations %d, turns %d, expected at least %d and %d where states are %d: what the states show may be chance", len(data), turns, k, leastTurns*k, k)
	}
}

// warnOfFewer tells of what there is less of than was asked for.
func (m *Model) warnOfFewer(warn func(format string, args ...any)) {
	e := m.Encoder
	if s := e.Space; s != nil && s.Width() < e.Options.Dims {
		warn("words are placed in %d dimensions, not %d: the texts have no more", s.Width(), e.Options.Dims)
	}
	if b := e.Codebook; b != nil && b.Len() < e.Options.Codes {
		warn("codes are %d, not %d: the texts have no more places that differ", b.Len(), e.Options.Codes)
	}
	if n := e.Options.PCA; e.Projection != nil && e.Width < n {
		warn("principal components are %d, not %d: the vectors have no more directions", e.Width, n)
	}
}

// withoutVector is the number of turns whose message had no vector, for a model that looks at it.
func (m *Model) withoutVector(data []hmm.Conversation[emission.Turn]) (n int) {
	if m.Encoder.InputWidth() == 0 {
		return 0
	}
	for i := range data {
		for t := range data[i].Obs {
			if data[i].Obs[t].Vector == nil {
				n++
			}
		}
	}
	return n
}

// leastTurns is the number of turns a state below which data are few; they also are with fewer conversations than
// states.
const leastTurns = 10
