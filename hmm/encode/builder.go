package encode

import (
	"fmt"
	"math"

	"intenthmm/hmm/transcript"
)

// A Builder gathers a corpus, message by message. Conversations may be interleaved. It holds 12 bytes a
// turn, 4 for each of its distinct words, and no text but that of every word once; for phrases and for word
// vectors 4 for each of its words.
type Builder struct {
	options Options
	tokens  tokenizer
	stems   *stemming // nil: words are not stemmed

	terms    interner // words and edge features, or symbols
	speakers interner

	conversations []conversation
	index         transcript.Index
	turns         int
	spoken        int // words, however often each was said
	log           turnLog
	vectors       blocks[float64] // in the order of the log; only where vectors are observed
	width         int             // of vectors, 0 before the first

	features []int32 // of the turn under way
}

type conversation struct {
	id    string
	turns int
}

// noSpeaker stands in the log where nobody is named.
const noSpeaker = -1

// NewBuilder returns an empty builder.
func NewBuilder(o Options) (*Builder, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	o.settle()
	b := &Builder{options: o, tokens: tokenizer{rules: o.Text}}
	if o.Stemmer != nil {
		b.stems = &stemming{stemmer: o.Stemmer, of: map[string]*stemmed{}}
		b.tokens.stem = b.stems.stem
	}
	return b, nil
}

// Add takes a message as the next turn of its conversation, and returns which that is, and which
// turn of it: numbers as Finish's Corpus has them. It keeps nothing of the message. A vector of another
// length than the first one is an error, and the message is left out.
func (b *Builder) Add(m *transcript.Message) (conversationIndex, turnIndex int, err error) {
	if b.turns == math.MaxInt32 {
		return 0, 0, fmt.Errorf("more than %d messages", b.turns)
	}
	b.features = b.features[:0]
	switch o := &b.options; {
	case o.ordered():
		b.sequence(m.Text)
	case o.Observe.OfText():
		b.words(m.Text)
	case o.Observe == Symbols:
		if m.Symbol != "" {
			number, _ := b.terms.add([]byte(symbol(m.Symbol)))
			b.features = append(b.features, number)
		}
	case o.Observe == Vectors:
		if err := b.vector(m.Vector); err != nil {
			return 0, 0, err
		}
	}
	b.terms.now++
	at, first := b.index.Of(m)
	if first {
		b.conversations = append(b.conversations, conversation{id: m.Conversation})
	}
	b.log.add(int32(at), b.speaker(m.Speaker), b.features)
	c := &b.conversations[at]
	c.turns++
	b.turns++
	return at, c.turns - 1, nil
}

// Words is the number of words that were said so far, 0 where text is not looked at.
func (b *Builder) Words() int { return b.spoken }

// words takes the words of a text, each once, and then, if it has any, its edges.
func (b *Builder) words(text string) {
	b.edges(b.tokens.each(text, b.hear))
}

// hear takes a word, once a turn.
func (b *Builder) hear(word []byte) {
	b.spoken++
	if n, fresh := b.terms.add(word); fresh {
		b.features = append(b.features, n)
	}
}

// edges takes the edges of a turn, if it has any.
func (b *Builder) edges(first, last []byte) {
	if first != nil && b.options.Edges {
		f, _ := b.terms.add(first)
		l, _ := b.terms.add(last)
		b.features = append(b.features, f, l)
	}
}

// sequence takes the words of a text as they follow one another.
func (b *Builder) sequence(text string) {
	b.tokens.each(text, func(word []byte) {
		b.spoken++
		n, _ := b.terms.add(word)
		b.features = append(b.features, n)
	})
}

// vector takes a vector, which must be as long as those before. An empty one is none. The turn's one
// feature says that it has one.
func (b *Builder) vector(v []float64) error {
	if len(v) == 0 {
		return nil
	}
	if b.width == 0 {
		if err := b.options.checkWidth(len(v)); err != nil {
			return err
		}
		b.width = len(v)
	}
	if len(v) != b.width {
		return fmt.Errorf("vector of %d values, those before have %d", len(v), b.width)
	}
	block := b.vectors.room(b.width)
	*block = append(*block, v...)
	b.features = append(b.features, 0)
	return nil
}

// speaker is the number of a speaker.
func (b *Builder) speaker(name string) int32 {
	if !b.options.Speaker {
		return noSpeaker
	}
	if name = role(name); name == "" {
		return noSpeaker
	}
	number, _ := b.speakers.add([]byte(name))
	return number
}
