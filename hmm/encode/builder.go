package encode

import (
	"fmt"
	"math"

	"intenthmm/hmm/transcript"
)

// A Builder gathers a corpus, message by message. Conversations may be interleaved. It holds 12 bytes a
// turn, 4 for each of its distinct words and grams, and no text but that of every word and gram once; for phrases and for word
// vectors 4 for each of its words; where the field vector is observed it holds that.
type Builder struct {
	options Options
	tokens  tokenizer
	stems   *stemming // nil: words are not stemmed

	terms    interner // words, edge features and grams, or symbols
	grams    gramTable
	cutter   gramCutter
	speakers interner

	conversations []conversation
	index         transcript.Index
	turns         int
	spoken        int // words, however often each was said
	log           turnLog
	said          turnLog         // every word of a turn, as often as it was said; only for word vectors
	vectors       blocks[float64] // in the order of the log; only where the field vector is observed
	vectored      []bool          // of the log's turns those that have a vector; likewise
	width         int             // of vectors, 0 before the first

	features []int32 // of the turn under way
	sequence []int32 // its words as they follow one another; only for word vectors
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
	b := &Builder{options: o, tokens: tokenizer{rules: o.Text}, cutter: gramCutter{n: o.Grams}}
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
	b.features, b.sequence = b.features[:0], b.sequence[:0]
	o := &b.options
	if o.field() {
		if err := b.vector(m.Vector); err != nil {
			return 0, 0, err
		}
	}
	switch {
	case o.joins():
		b.pieces(m.Text)
	case o.text():
		b.words(m.Text)
	case o.Observe == Symbols:
		if m.Symbol != "" {
			number, _ := b.terms.add([]byte(symbol(m.Symbol)))
			b.features = append(b.features, number)
		}
	}
	b.terms.now++
	at, first := b.index.Of(m)
	if first {
		b.conversations = append(b.conversations, conversation{id: m.Conversation})
	}
	b.keep(int32(at), b.speaker(m.Speaker))
	c := &b.conversations[at]
	c.turns++
	b.turns++
	return at, c.turns - 1, nil
}

// Words is the number of words that were said so far, 0 where text is not looked at.
func (b *Builder) Words() int { return b.spoken }

// keep logs the turn under way.
func (b *Builder) keep(conversation, speaker int32) {
	b.log.add(conversation, speaker, b.features)
	if b.options.WordVectors != nil {
		b.said.add(conversation, speaker, b.sequence)
	}
}

// words takes the words of a text, each once with its grams, and then, if it has any, its edges.
func (b *Builder) words(text string) {
	b.edges(b.tokens.each(text, b.hear))
}

// hear takes a word and its grams, once a turn.
func (b *Builder) hear(word []byte) {
	b.spoken++
	known := b.terms.len()
	n, fresh := b.terms.add(word)
	if int(n) == known && b.options.Grams > 0 {
		b.cut(n, word)
	}
	if fresh && b.options.Observe.OfText() {
		b.features = append(b.features, n)
		for _, g := range b.grams.of(n) {
			if b.terms.meet(g) {
				b.features = append(b.features, g)
			}
		}
	}
	if b.options.WordVectors != nil {
		b.sequence = append(b.sequence, n)
	}
}

// cut notes the grams of a word that is new.
func (b *Builder) cut(n int32, word []byte) {
	begin := len(b.grams.numbers)
	b.cutter.each(word, func(gram []byte) { b.grams.numbers = append(b.grams.numbers, b.terms.number(gram)) })
	b.grams.put(n, begin)
}

// edges takes the edges of a turn, if it has any.
func (b *Builder) edges(first, last []byte) {
	if first != nil && b.options.Edges && b.options.Observe.OfText() {
		f, _ := b.terms.add(first)
		l, _ := b.terms.add(last)
		b.features = append(b.features, f, l)
	}
}

// pieces takes the words of a text as they follow one another, of which phrases are to be made.
func (b *Builder) pieces(text string) {
	b.tokens.each(text, func(word []byte) {
		b.spoken++
		n, _ := b.terms.add(word)
		b.features = append(b.features, n)
	})
}

// vector takes the turn's vector, which must be as long as those before. An empty one is none.
func (b *Builder) vector(v []float64) error {
	if len(v) == 0 {
		b.vectored = append(b.vectored, false)
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
	b.vectored = append(b.vectored, true)
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
