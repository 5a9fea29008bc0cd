package encode

import (
	"context"
	"fmt"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A Corpus is conversations as observations.
type Corpus struct {
	IDs   []string
	Turns [][]emission.Turn // all in one array, their bags in blocks of some thousand turns
	Words int               // that were said, known or not; 0 where words are not observed
}

// The stages of Finish. Encoding makes room for the two others.
const (
	Encoding   em.Stage = "encoding"
	Placing    em.Stage = "svd"      // directions that words are placed along
	CodeMaking em.Stage = "codebook" // centres of such places
)

// Finish decides the vocabularies and encodes everything that was added; the builder is used up by it.
// It is an error if nothing was added, or if no turn holds what is to be observed. Where words are placed, or vectors
// projected, that may take long: watch is told of its stages, and the end of ctx is heard, and is an error.
//
// A turn takes 56 bytes, and 8 for each of its features; what the builder holds of it is let go of on
// the way, so that the two hardly add up. Where words are placed, a turn takes 8 bytes a dimension besides, and the space
// some 50 for each term and dimension while it is looked for.
func (b *Builder) Finish(ctx context.Context, watch em.Watch) (*Encoder, *Corpus, error) {
	watch.Begin(Encoding)
	defer watch.End(Encoding)
	if len(b.conversations) == 0 {
		return nil, nil, fmt.Errorf("no messages")
	}
	e := &Encoder{Options: b.options, Width: b.width}
	e.Options.Stemmer, e.Options.WordVectors = nil, nil
	if b.options.joins() {
		e.Phrases = b.joinPhrases()
	}
	number, err := b.vocabulary(e)
	if err != nil {
		return nil, nil, err
	}
	inVectors, err := b.vectorSource(e)
	if err != nil {
		return nil, nil, err
	}
	if b.stems != nil {
		e.Stems = b.stems.stems(e.knows(), e.cutsKnown())
		b.stems = nil
	}
	b.terms, b.grams, b.index = interner{}, gramTable{}, transcript.Index{}
	c := b.encode(e, number)
	b.averages(e, c, inVectors)
	c.Words = b.spoken
	if err := e.fit(ctx, c, watch); err != nil {
		return nil, nil, err
	}
	if b.options.Speaker {
		b.nameSpeakers(e, c)
	}
	return e, c, nil
}

// vocabulary sets the encoder's vocabulary of words or symbols, and returns each interned term's
// number in it.
func (b *Builder) vocabulary(e *Encoder) (number []int32, err error) {
	switch {
	case b.options.text() && b.terms.len() == 0:
		return nil, fmt.Errorf("no message has any words: is the text in another field?")
	case b.options.Observe == Symbols && b.terms.len() == 0:
		return nil, fmt.Errorf("no message has a symbol, expected a field \"symbol\" or a mapping to it")
	case b.options.Observe.OfText() && b.options.HashBits > 0:
		e.Terms, number = b.terms.hashed(b.options.HashBits)
	case b.options.Observe.OfText():
		e.Terms, number = b.terms.vocabulary(b.options.MinTurns, b.options.MostTurns(b.turns))
	case b.options.Observe == Symbols:
		e.Symbols, number = b.terms.vocabulary(1, b.turns)
	}
	return number, nil
}

// encode drains the log into a corpus, whose speakers are still the interned ones.
func (b *Builder) encode(e *Encoder, number []int32) *Corpus {
	turns := make([]emission.Turn, b.turns)
	c := &Corpus{IDs: make([]string, len(b.conversations)), Turns: make([][]emission.Turn, len(b.conversations))}
	next := make([]int, len(b.conversations)) // where the next turn of each conversation goes
	end, at := 0, 0
	for i, of := range b.conversations {
		next[i] = end
		end += of.turns
		c.IDs[i], c.Turns[i] = of.id, turns[next[i]:end:end]
	}
	w := weights{power: e.Options.LengthPower}
	bags := bagger{encoder: e, number: number}
	b.log.drain(func(conversation, speaker int32, features []int32) {
		t := &turns[next[conversation]]
		next[conversation]++
		*t = emission.Missing
		t.Speaker = speaker
		if b.vectored != nil && b.vectored[at] {
			t.Vector = b.nextVector()
		}
		at++
		switch {
		case len(features) == 0:
		case e.Terms != nil:
			t.Words = bags.bag(features)
			w.weigh(t.Words)
		default:
			t.Symbol = number[features[0]]
		}
	})
	return c
}

// nextVector takes the next vector out of the log's.
func (b *Builder) nextVector() []float64 {
	block := &b.vectors.list[0]
	if len(*block) == 0 {
		b.vectors.list = b.vectors.list[1:]
		return b.nextVector()
	}
	v := (*block)[:b.width:b.width]
	*block = (*block)[b.width:]
	return v
}

// nameSpeakers decides which speakers are told apart, and renumbers all of them by that.
func (b *Builder) nameSpeakers(e *Encoder, c *Corpus) {
	vocabulary, number := b.roles(c.Turns)
	e.Speakers = vocabulary
	for _, turns := range c.Turns {
		for t := range turns {
			switch speaker := &turns[t].Speaker; {
			case vocabulary == nil:
				*speaker = noSpeaker
			case *speaker != noSpeaker:
				*speaker = number[*speaker]
			}
		}
	}
}
