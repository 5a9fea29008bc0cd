package intent

import (
	"slices"

	"intenthmm/hmm/encode"
)

// keptTerms is how many terms of each state are kept of words that were counted.
const keptTerms = 30

// A tally counts the words of the turns that each state took.
type tally struct {
	*encode.Wording
	counts [][]float64 // K×V, each turn's words weighted as they would be observed
}

// newTally begins to count for k states; nil if there is nothing to count.
func newTally(w *encode.Wording, k int) *tally {
	if w == nil || w.Turns == nil {
		return nil
	}
	t := &tally{Wording: w, counts: make([][]float64, k)}
	for i := range t.counts {
		t.counts[i] = make([]float64, w.Vocabulary.Len())
	}
	return t
}

// add counts a conversation's words with its path.
func (t *tally) add(conversation int, path []int) {
	if t == nil {
		return
	}
	for n, state := range path {
		for _, c := range t.Turns[conversation][n].Words {
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
	shown := m.Encoder.Showing(t.Vocabulary, m.StopWords)
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
