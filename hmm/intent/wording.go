package intent

import (
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// keptTerms is how many terms of each state are kept of words that were counted.
const keptTerms = 30

// A wording is what was said in turns of which something else is observed: each turn's words as a model of
// words would observe them, without its first and last word.
type wording struct {
	builder    *encode.Builder
	vocabulary *encode.Vocabulary
	turns      [][]emission.Turn // as those of the corpus; nil: there are no words
}

// newWording prepares to note the words of turns whose vectors are observed; nil where words need not be
// noted.
func newWording(o encode.Options) (*wording, error) {
	if o.Observe != encode.Vectors {
		return nil, nil
	}
	builder, err := encode.NewBuilder(encode.Options{Observe: encode.Words, MinTurns: o.MinTurns, LengthPower: o.LengthPower, Text: o.Text})
	return &wording{builder: builder}, err
}

// add notes the words of a message.
func (w *wording) add(m *transcript.Message) error {
	if w == nil {
		return nil
	}
	_, _, err := w.builder.Add(m)
	return err
}

// finish decides the vocabulary.
func (w *wording) finish() error {
	if w == nil || w.builder.Words() == 0 {
		return nil
	}
	e, corpus, err := w.builder.Finish()
	if err != nil {
		return err
	}
	w.builder, w.vocabulary, w.turns = nil, e.Terms, corpus.Turns
	return nil
}

// A tally counts the words of the turns that each state took.
type tally struct {
	*wording
	counts [][]float64 // K×V, each turn's words weighted as they would be observed
}

// newTally begins to count for k states; nil if there is nothing to count.
func newTally(w *wording, k int) *tally {
	if w == nil || w.turns == nil {
		return nil
	}
	t := &tally{wording: w, counts: make([][]float64, k)}
	for i := range t.counts {
		t.counts[i] = make([]float64, w.vocabulary.Len())
	}
	return t
}

// add counts a conversation's words with its path.
func (t *tally) add(conversation int, path []int) {
	if t == nil {
		return
	}
	for n, state := range path {
		for _, c := range t.turns[conversation][n].Words {
			t.counts[state][c.Word] += float64(c.N)
		}
	}
}

// keepTerms keeps the terms of what was counted, with the pseudo-count of each word that a model of words
// would have. A state whose turns said nothing has none.
func (m *Model) keepTerms(t *tally, prior float64) {
	if t == nil {
		return
	}
	said := make([]bool, len(t.counts))
	for i, row := range t.counts {
		total := 0.0
		for _, n := range row {
			total += n
		}
		said[i] = total > 0
		for v := range row {
			row[v] = (row[v] + prior) / (total + prior*float64(len(row)))
		}
	}
	for i := range m.States {
		if said[i] {
			terms := m.telling(t.counts, t.vocabulary, i)
			m.States[i].Terms = slices.Clone(terms[:min(keptTerms, len(terms))])
		}
	}
}
