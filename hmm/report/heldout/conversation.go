package heldout

import (
	"fmt"
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// A Conversation is a conversation in the two forms that the figures need.
type Conversation struct {
	Seen hmm.Conversation[emission.Turn] // as the model observes it
	Said []emission.Turn                 // the same turns; words count once an occurrence and edges not at all
}

// Alphabets say what the numbers of an encoder stand for.
type Alphabets struct {
	// Edge reports whether a number of the vocabulary of words is a feature of a turn's edge and no
	// word; nil where no number is.
	Edge func(word int) bool
	// Words, Symbols and Speakers are U: the distinct values of the training data that number 0
	// stands for, and one for all others; 0 counts as 1.
	Words, Symbols, Speakers int
}

// folding is Σ log U over all that is unknown in a conversation: what its log-likelihood is lowered by
// for number 0 standing for U values.
func (a *Alphabets) folding(turns []emission.Turn) float64 {
	words, symbols, speakers := logU(a.Words), logU(a.Symbols), logU(a.Speakers)
	sum := 0.0
	for i := range turns {
		t := &turns[i]
		for _, w := range t.Words {
			if w.Word == 0 {
				sum += float64(float64(w.N) * words)
			}
		}
		if t.Symbol == 0 {
			sum += symbols
		}
		if t.Speaker == 0 {
			sum += speakers
		}
	}
	return sum
}

func logU(u int) float64 { return math.Log(float64(max(u, 1))) }

// proper is a model's emission family with its words restricted to words proper: the probabilities of
// edge features are 0, and the others of a distribution sum to 1.
func (a *Alphabets) proper(family emission.Family[emission.Turn]) (emission.Family[emission.Turn], error) {
	joint, ok := family.(*emission.Joint)
	if !ok || a.Edge == nil {
		return family, nil
	}
	var parts []emission.TurnPart
	for _, p := range joint.Parts() {
		if words, ok := p.Inner().(emission.Lexical); ok {
			w, err := a.properWords(words)
			if err != nil {
				return nil, err
			}
			p = emission.Part(p.Name(), w, emission.WordsField).Weighted(p.Weight())
		}
		parts = append(parts, p)
	}
	return emission.NewJoint(parts...)
}

func (a *Alphabets) properWords(words emission.Lexical) (*emission.Words, error) {
	rows := make([][]float64, words.Len())
	for e := range rows {
		row, sum := make([]float64, words.Vocabulary()), 0.0
		for w, p := range words.Probabilities(e) {
			if !a.Edge(w) {
				row[w] = p
				sum += p
			}
		}
		if sum == 0 {
			return nil, fmt.Errorf("heldout: distribution %d gives all its probability to edge features", e)
		}
		for w := range row {
			row[w] /= sum
		}
		rows[e] = row
	}
	return emission.NewWords(rows)
}

// spoken is the number of words in turns.
func spoken(turns []emission.Turn) float64 {
	n := 0.0
	for i := range turns {
		for _, w := range turns[i].Words {
			n += float64(w.N)
		}
	}
	return n
}
