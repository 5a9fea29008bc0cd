package encode

import (
	"fmt"

	"intenthmm/hmm/emission"
)

// A Corpus is conversations as observations.
type Corpus struct {
	IDs   []string
	Turns [][]emission.Turn
}

// Finish decides the vocabularies and encodes everything that was added. It is an error if nothing
// was added, or if no turn holds what is to be observed.
func (b *Builder) Finish() (*Encoder, *Corpus, error) {
	e := &Encoder{Options: b.options, Width: b.width}
	if len(b.conversations) == 0 {
		return nil, nil, fmt.Errorf("no messages")
	}
	var to numbers
	switch b.options.Observe {
	case Words:
		if len(b.terms.terms) == 0 {
			return nil, nil, fmt.Errorf("no message has any words: is the text in another field?")
		}
		e.Terms, to.term = b.terms.vocabulary(b.options.MinTurns)
	case Symbols:
		if len(b.symbols.terms) == 0 {
			return nil, nil, fmt.Errorf("no message has a symbol, expected a field \"symbol\" or a mapping to it")
		}
		e.Symbols, to.symbol = b.symbols.vocabulary(1)
	case Vectors:
		if b.width == 0 {
			return nil, nil, fmt.Errorf("no message has a vector, expected a field \"vector\" or a mapping to it")
		}
	}
	if b.options.Speaker {
		e.Speakers, to.speaker = b.roles()
	}
	corpus := &Corpus{}
	for i := range b.conversations {
		c := &b.conversations[i]
		corpus.IDs = append(corpus.IDs, c.id)
		corpus.Turns = append(corpus.Turns, e.finish(c.turns, to))
		c.turns = nil // as it goes, so that raw and encoded turns are not held both
	}
	return e, corpus, nil
}

// numbers are what the interned terms became in the vocabularies.
type numbers struct{ term, symbol, speaker []int32 }

// finish encodes one conversation; its bags share one array.
func (e *Encoder) finish(raw []turn, to numbers) []emission.Turn {
	size := 0
	for i := range raw {
		size += len(raw[i].features) + 2
	}
	arena := make([]emission.Count, 0, size)
	out := make([]emission.Turn, len(raw))
	for i := range raw {
		t := &raw[i]
		out[i] = emission.Missing
		out[i].Vector = t.vector
		if t.symbol >= 0 {
			out[i].Symbol = int(to.symbol[t.symbol])
		}
		if e.Speakers != nil && t.speaker >= 0 {
			out[i].Speaker = int(to.speaker[t.speaker])
		}
		begin := len(arena)
		arena = appendBag(arena, t, to.term)
		if len(arena) > begin {
			out[i].Words = arena[begin:len(arena):len(arena)]
			weigh(out[i].Words, e.Options.LengthPower)
		}
	}
	return out
}

// appendBag appends the features of a turn that the vocabulary has: the unknown word once, however
// many there are.
func appendBag(bag []emission.Count, t *turn, number []int32) []emission.Count {
	unknown := false
	for _, f := range t.features {
		n := number[f]
		if n == 0 && unknown {
			continue
		}
		unknown = unknown || n == 0
		bag = append(bag, emission.Count{Word: n, N: 1})
	}
	for _, edge := range []int32{t.first, t.last} {
		if edge >= 0 && number[edge] > 0 {
			bag = append(bag, emission.Count{Word: number[edge], N: 1})
		}
	}
	return bag
}
