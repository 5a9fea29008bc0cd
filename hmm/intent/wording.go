package intent

import (
	"context"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// keptTerms is how many terms of each state are kept of words that were counted.
const keptTerms = 30

// A wording is what was said in turns of which something else is observed, vectors, places or codes: each turn's words
// as a model of words would observe them, without its first and last word.
type wording struct {
	builder    *encode.Builder
	vocabulary *encode.Vocabulary
	turns      [][]emission.Turn // as those of the corpus; nil: there are no words
}

// newWording prepares to note the words of turns whose vectors, places or codes are observed; nil where words need not
// be noted.
func newWording(o encode.Options) (*wording, error) {
	if o.Observe == encode.Words || o.Observe == encode.Symbols {
		return nil, nil
	}
	builder, err := encode.NewBuilder(encode.Options{
		Observe: encode.Words, MinTurns: o.MinTurns, LengthPower: o.LengthPower,
		Text: o.Text, Phrases: o.Phrases, Stemmer: o.Stemmer,
	})
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
func (w *wording) finish(ctx context.Context, watch em.Watch) error {
	if w == nil || w.builder.Words() == 0 {
		return nil
	}
	e, corpus, err := w.builder.Finish(ctx, watch)
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

// probabilities are those of each word in each state, with a pseudo-count of each word.
func (t *tally) probabilities(prior float64) [][]float64 {
	rows := make([][]float64, len(t.counts))
	for i, counts := range t.counts {
		total := prior * float64(len(counts))
		for _, n := range counts {
			total += n
		}
		for _, n := range counts {
			rows[i] = append(rows[i], (n+prior)/total)
		}
	}
	return rows
}

// keepTerms keeps the terms of what was counted, with the pseudo-count that a model of words would have. Words
// that no turn of a state said are none of its terms: nothing but the pseudo-count would speak for them.
func (m *Model) keepTerms(t *tally, prior float64) {
	if t == nil {
		return
	}
	rows := t.probabilities(prior)
	shown := m.Encoder.Showing(t.vocabulary, m.StopWords)
	for i := range m.States {
		terms := encode.Telling(rows, m.Shares(), i, func(number int) string {
			if t.counts[i][number] == 0 {
				return ""
			}
			return shown(number)
		})
		if len(terms) > 0 {
			m.States[i].Terms = slices.Clone(terms[:min(keptTerms, len(terms))])
		}
	}
}
