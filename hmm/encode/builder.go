package encode

import (
	"fmt"

	"intenthmm/hmm/transcript"
)

// A Builder gathers a corpus, message by message. Conversations may be interleaved. It holds 4 bytes
// for each distinct word of a turn, and no text.
type Builder struct {
	options Options
	tokens  tokenizer

	terms    interner
	symbols  interner
	speakers interner

	conversations []conversation
	index         transcript.Index

	width int // of vectors, 0 before the first
}

type conversation struct {
	id    string
	turns []turn
}

// turn is a message before the vocabulary is known: numbers of the interners.
type turn struct {
	features []int32 // distinct words, in order of appearance
	first    int32   // interned edge features, -1: none
	last     int32
	symbol   int32 // -1: none
	speaker  int32 // -1: none
	vector   []float64
}

// NewBuilder returns an empty builder.
func NewBuilder(o Options) (*Builder, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	return &Builder{options: o}, nil
}

// Add takes a message as the next turn of its conversation, and returns which that is, and which
// turn of it: numbers as Finish's Corpus has them. A vector of another length than the first one
// is an error, and the message is left out.
func (b *Builder) Add(m *transcript.Message) (conversationIndex, turnIndex int, err error) {
	t := turn{first: -1, last: -1, symbol: -1, speaker: -1}
	switch b.options.Observe {
	case Words:
		b.words(&t, m.Text)
	case Symbols:
		if m.Symbol != "" {
			t.symbol, _ = b.symbols.add([]byte(symbol(m.Symbol)))
		}
	case Vectors:
		if err := b.vector(&t, m.Vector); err != nil {
			return 0, 0, err
		}
	}
	if name := role(m.Speaker); name != "" {
		t.speaker, _ = b.speakers.add([]byte(name))
	}
	b.terms.now++
	b.symbols.now++
	at, first := b.index.Of(m)
	if first {
		b.conversations = append(b.conversations, conversation{id: m.Conversation})
	}
	c := &b.conversations[at]
	c.turns = append(c.turns, t)
	return at, len(c.turns) - 1, nil
}

// words interns the words of a text and its edges.
func (b *Builder) words(t *turn, text string) {
	first, last := b.tokens.each(text, func(word []byte) {
		if n, fresh := b.terms.add(word); fresh {
			t.features = append(t.features, n)
		}
	})
	if first != nil && b.options.Edges {
		t.first, _ = b.terms.add(first)
		t.last, _ = b.terms.add(last)
	}
}

// vector takes a vector, which must be as long as those before. An empty one is none.
func (b *Builder) vector(t *turn, v []float64) error {
	if len(v) == 0 {
		return nil
	}
	if b.width == 0 {
		b.width = len(v)
	}
	if len(v) != b.width {
		return fmt.Errorf("vector of %d values, those before have %d", len(v), b.width)
	}
	t.vector = v
	return nil
}
