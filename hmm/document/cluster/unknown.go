package cluster

import (
	"math"

	"intenthmm/hmm/emission"
)

// unknown is how many of a document's words, each once, the model does not know, and how many it has. Files of models
// that count the unknown word once whatever it stands for say no more than that.
func (m *Model) unknown(d *emission.Turn) (unknown, words float64) {
	for _, c := range d.Words {
		if words += float64(c.N); c.Word == 0 {
			unknown = float64(c.N)
		}
	}
	return unknown, words
}

// unknownShare is the share of a document's words that the model does not know, 0 if it has none.
func (m *Model) unknownShare(d *emission.Turn) float64 {
	unknown, words := m.unknown(d)
	return unknown / max(words, 1)
}

// silent says that nothing of a document is known.
func (m *Model) silent(d *emission.Turn) bool {
	unknown, words := m.unknown(d)
	if m.Encoder.Options.EveryUnknown && unknown == words {
		words = 0
	}
	return words == 0 && d.Symbol < 0 && d.Vector == nil
}

// spread is what a document's unknown words cost besides the unknown word's probability: each is one of all words that
// were folded into that, or another, and these are equally probable. It is in nats, and 0 where words are placed.
func (m *Model) spread(d *emission.Turn) float64 {
	if m.Space != nil || !m.Encoder.Options.EveryUnknown || len(d.Words) == 0 {
		return 0
	}
	unknown, _ := m.unknown(d)
	return unknown * math.Log(float64(m.Encoder.Terms.Folded()+1))
}

// size is what a document's log-likelihood is divided by.
func (m *Model) size(d *emission.Turn) float64 {
	if m.Space != nil || len(d.Words) == 0 {
		return 1
	}
	_, words := m.unknown(d)
	return words
}
