package encode

import (
	"cmp"
	"fmt"
	"slices"

	"intenthmm/hmm/emission"
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
	byID          map[key]int

	width int // of vectors, 0 before the first
}

// key tells conversations apart: two files may use the same name.
type key struct{ file, id string }

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

// interner numbers terms as they come and counts the turns they occur in.
type interner struct {
	number map[string]int32
	terms  []string
	turns  []int
	seenIn []int // the last turn, counted over the whole corpus, that each was seen in
	now    int
}

// add numbers a term, and reports whether it is new in this turn.
func (n *interner) add(term []byte) (number int32, fresh bool) {
	number, ok := n.number[string(term)]
	if !ok {
		if n.number == nil {
			n.number = map[string]int32{}
		}
		number = int32(len(n.terms))
		n.terms = append(n.terms, string(term))
		n.number[n.terms[number]] = number
		n.turns, n.seenIn = append(n.turns, 0), append(n.seenIn, -1)
	}
	if n.seenIn[number] == n.now {
		return number, false
	}
	n.seenIn[number] = n.now
	n.turns[number]++
	return number, true
}

// NewBuilder returns an empty builder.
func NewBuilder(o Options) (*Builder, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	return &Builder{options: o, byID: map[key]int{}}, nil
}

// Add takes a message as the next turn of its conversation, and returns which that is, and which
// turn of it: numbers as Finish's Corpus has them. A vector of another length than the first one
// is an error.
func (b *Builder) Add(m *transcript.Message) (conversationIndex, turnIndex int, err error) {
	id := key{m.File, m.Conversation}
	at, ok := b.byID[id]
	if !ok {
		at = len(b.conversations)
		b.byID[id] = at
		b.conversations = append(b.conversations, conversation{id: m.Conversation})
	}
	t := turn{first: -1, last: -1, symbol: -1, speaker: -1}
	switch b.options.Observe {
	case Words:
		b.words(&t, m.Text)
	case Symbols:
		if m.Symbol != "" {
			t.symbol, _ = b.symbols.add([]byte(m.Symbol))
		}
	case Vectors:
		if m.Vector != nil && b.width == 0 {
			b.width = len(m.Vector)
		}
		if m.Vector != nil && len(m.Vector) != b.width {
			return 0, 0, fmt.Errorf("vector of %d values, those before have %d", len(m.Vector), b.width)
		}
		t.vector = m.Vector
	}
	if name := role(m.Speaker); name != "" {
		t.speaker, _ = b.speakers.add([]byte(name))
	}
	b.terms.now++
	b.symbols.now++
	c := &b.conversations[at]
	c.turns = append(c.turns, t)
	return at, len(c.turns) - 1, nil
}

// words interns the words of a text and its edges.
func (b *Builder) words(t *turn, text string) {
	var first, last []byte
	b.tokens.each(text, func(word []byte) {
		if first == nil {
			first = append(first, firstMark...)
			first = append(first, word...)
		}
		last = append(last[:0], word...)
		if n, fresh := b.terms.add(word); fresh {
			t.features = append(t.features, n)
		}
	})
	if first != nil && b.options.Edges {
		t.first, _ = b.terms.add(first)
		t.last, _ = b.terms.add(append(last, lastMark...))
	}
}

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

// vocabulary keeps the terms that occur in at least least turns, the most frequent first, and
// returns each interned term's number in it. Edge features that are rarer are dropped (-1).
func (n *interner) vocabulary(least int) (*Vocabulary, []int32) {
	var kept []int32
	folded := 0
	number := make([]int32, len(n.terms))
	for i, turns := range n.turns {
		switch {
		case turns >= least:
			kept = append(kept, int32(i))
		case Plain(n.terms[i]):
			folded++
		default:
			number[i] = -1
		}
	}
	slices.SortFunc(kept, func(a, b int32) int {
		return cmp.Or(cmp.Compare(n.turns[b], n.turns[a]), cmp.Compare(n.terms[a], n.terms[b]))
	})
	terms := make([]string, len(kept))
	for i, t := range kept {
		terms[i] = n.terms[t]
		number[t] = int32(i + 1)
	}
	return newVocabulary(terms, folded), number
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
