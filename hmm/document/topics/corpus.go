package topics

import (
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// A Corpus is documents by the numbers of their words, which are those of Model.LDA.
type Corpus struct {
	Documents []topic.Document
	Sequences [][]int32       // topic.Unknown for words that the model does not know
	Coverage  encode.Coverage // how many of them that are
}

// Encode cuts documents into words. O(words).
func (m *Model) Encode(documents []transcript.Message) *Corpus {
	session := m.Encoder.NewSession()
	c := &Corpus{Documents: make([]topic.Document, len(documents)), Sequences: make([][]int32, len(documents))}
	var sorted []int32
	for i := range documents {
		words := session.Sequence(nil, documents[i].Text)
		for j := range words {
			words[j]-- // the unknown term is number 0 of the encoder
		}
		sorted = append(sorted[:0], words...)
		c.Sequences[i], c.Documents[i].Words = words, bag(sorted)
	}
	c.Coverage = session.Coverage()
	return c
}

// bag counts words, which it sorts.
func bag(words []int32) (bag []emission.Count) {
	slices.Sort(words)
	for i, w := range words {
		if i == 0 || w != words[i-1] {
			bag = append(bag, emission.Count{Word: w})
		}
		bag[len(bag)-1].N++
	}
	return bag
}

// known is the number of a document's words that the model knows.
func known(d *topic.Document) (n int) {
	for _, c := range d.Words {
		if c.Word != topic.Unknown {
			n += int(c.N)
		}
	}
	return n
}
