// Package encode turns messages into observations: words, symbols or vectors, and who speaks.
//
// A [Builder] reads a corpus once and holds word numbers, not text; its Finish decides the
// vocabulary and returns an [Encoder] with the corpus encoded by it. The encoder travels in the
// model file and encodes new messages to the same observations.
package encode

import (
	"fmt"
	"strings"
)

// An Encoder turns messages into observations. It is read-only; [Encoder.NewSession] gives a
// goroutine what it needs to encode with it.
type Encoder struct {
	Options  Options     `json:"options"`
	Terms    *Vocabulary `json:"words,omitempty"`    // of words, edge features and grams
	Symbols  *Vocabulary `json:"symbols,omitempty"`  // of the field symbol
	Speakers *Vocabulary `json:"speakers,omitempty"` // nil: the speaker is not observed
	Width    int         `json:"width,omitempty"`    // of vectors, as they are observed
	Stems    *Stems      `json:"stems,omitempty"`    // nil: words are not stemmed
	Phrases  []string    `json:"phrases,omitempty"`  // two words with a space between, which are one
	// WordVectors make the vector of a text; nil: it is a field of the message.
	WordVectors *WordVectors `json:"word_vectors,omitempty"`
	Projection  *Projection  `json:"projection,omitempty"` // nil: vectors are observed as they come
	Space       *Space       `json:"space,omitempty"`      // places the words; nil: words have no place
	Codebook    *Codebook    `json:"codebook,omitempty"`   // codes of places; nil: places are observed as they are
}

// Input is what of a message Encode looks at, besides its speaker: its words where their vectors, places or codes are
// observed. Beside words it may look at the vector, too: where there is an InputWidth.
func (e *Encoder) Input() Observe {
	if e.WordVectors != nil || e.Options.Observe.placed() {
		return Words
	}
	return e.Options.Observe
}

// InputWidth is the length that the field vector of messages must have, 0 if it is not looked at.
func (e *Encoder) InputWidth() int {
	switch {
	case e.WordVectors != nil || !e.Options.HasVectors():
		return 0
	case e.Projection != nil && e.Projection.Mean != nil:
		return len(e.Projection.Mean)
	}
	return e.Width
}

// tokenizer cuts text as the encoder's words were cut.
func (e *Encoder) tokenizer() tokenizer {
	k := tokenizer{rules: e.Options.Text, phrases: phraseSet(e.Phrases)}
	if e.Stems != nil {
		k.stem = e.Stems.lookUp
	}
	return k
}

// Words is the words that the encoder cuts a text into, known or not.
func (e *Encoder) Words(text string) []string {
	k := e.tokenizer()
	var words []string
	k.each(text, func(word []byte) { words = append(words, string(word)) })
	return words
}

// knows reports of a word whether it is a term, or a part of a phrase, or has a vector.
func (e *Encoder) knows() func(word string) bool {
	part := map[string]bool{}
	for _, p := range e.Phrases {
		a, b, _ := strings.Cut(p, " ")
		part[a], part[b] = true, true
	}
	return func(word string) bool {
		_, ok := e.Terms.find([]byte(word))
		if w := e.WordVectors; w != nil && !ok {
			_, ok = w.Words.find([]byte(word))
		}
		return ok || part[word]
	}
}

// cutsKnown reports of a word whether it has a gram that is a term.
func (e *Encoder) cutsKnown() func(word string) bool {
	cutter := gramCutter{n: e.Options.Grams}
	return func(word string) (known bool) {
		if cutter.n > 0 {
			cutter.each([]byte(word), func(gram []byte) {
				_, ok := e.Terms.find(gram)
				known = known || ok
			})
		}
		return known
	}
}

// Check reports what is wrong with an encoder that was read from a file, naming the field.
func (e *Encoder) Check() error {
	if err := e.Options.Check(); err != nil {
		return fmt.Errorf("options: %w", err)
	}
	for _, v := range []struct {
		name string
		*Vocabulary
	}{{"words", e.Terms}, {"symbols", e.Symbols}, {"speakers", e.Speakers}} {
		if v.Vocabulary == nil {
			continue
		}
		if err := v.check(); err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
	}
	switch {
	case e.Options.Observe.OfText() && e.Terms == nil:
		return fmt.Errorf("words is missing")
	case e.Terms != nil && e.Terms.bits != e.Options.HashBits:
		return fmt.Errorf("words: hash_bits is %d, that of the options %d", e.Terms.bits, e.Options.HashBits)
	case e.Options.Observe == Symbols && e.Symbols == nil:
		return fmt.Errorf("symbols is missing")
	case e.Width < 0 || e.Options.HasVectors() && e.Width < 1:
		return fmt.Errorf("width is %d, expected the length of the vectors", e.Width)
	}
	if err := e.checkPlaces(); err != nil {
		return err
	}
	return e.checkVectors()
}

// checkPlaces reports what is wrong with how words are placed, as it was read from a file.
func (e *Encoder) checkPlaces() error {
	placed := e.Options.Observe.placed()
	switch {
	case placed != (e.Space != nil):
		return fmt.Errorf("space is there: %v, and %s", e.Space != nil, e.Options.Observe.Clause())
	case (e.Options.Observe == Codes) != (e.Codebook != nil):
		return fmt.Errorf("codebook is there: %v, and %s", e.Codebook != nil, e.Options.Observe.Clause())
	case !placed:
		return nil
	case e.Options.Observe == LSA && e.Width != e.Space.Width():
		return fmt.Errorf("width is %d, that of the space %d", e.Width, e.Space.Width())
	}
	if err := e.Space.check(e.Terms.Len()); err != nil {
		return fmt.Errorf("space: %w", err)
	}
	if e.Codebook == nil {
		return nil
	}
	if err := e.Codebook.check(e.Space.Width()); err != nil {
		return fmt.Errorf("codebook: %w", err)
	}
	return nil
}
