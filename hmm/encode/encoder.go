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

// Observe is what of a message is observed, besides its speaker.
type Observe string

const (
	Words   Observe = "words"   // the words of its text
	Symbols Observe = "symbols" // its field symbol: a class that the log already knows
	Vectors Observe = "vectors" // its field vector
)

// Options of an encoder.
type Options struct {
	Observe Observe `json:"observe"`
	// Speaker makes the speaker a further part of the observation, where the log has one.
	Speaker bool `json:"speaker"`
	// MinTurns is the number of turns that a word must occur in; rarer words are unknown words.
	MinTurns int `json:"min_turns"`
	// Edges makes the first and the last word of a turn features of their own besides.
	Edges bool `json:"edges"`
	// LengthPower p gives each feature of a turn with n features the weight n^-p: the words of a
	// turn are not independent, and a long turn should not outvote a short one. 0 weights all
	// alike.
	LengthPower float64 `json:"length_power"`
	// Text is rules of how text is cut into words.
	Text Text `json:"text,omitzero"`
	// Phrases is the normalised pointwise mutual information from which two neighbouring words become
	// one; 0: none do.
	Phrases float64 `json:"phrases,omitempty"`
	// HashBits b numbers words by a hash of b bits instead of a list of them; 0: there is a list.
	HashBits int `json:"hash_bits,omitempty"`
	// PCA, Whiten and Unit are steps that vectors go through, in this order, fitted to the training data:
	// the PCA principal components (0: all), each of variance 1, scaled to length 1.
	PCA    int  `json:"pca,omitempty"`
	Whiten bool `json:"whiten,omitempty"`
	Unit   bool `json:"unit,omitempty"`
	// Embedder says where the field vector comes from, if a program made it of the text.
	Embedder *Embedder `json:"embedder,omitempty"`

	// Stemmer, and WordVectors that become the vector of a text, are needed while training only.
	Stemmer     Stemmer      `json:"-"`
	WordVectors VectorSource `json:"-"`
}

// An Embedder is a program, not part of the model, that makes vectors of texts.
type Embedder struct {
	Name  string    `json:"name"`
	Probe []float64 `json:"probe"` // what it made of a text that is always the same
}

// DefaultOptions are words in at least three turns, first and last words, weights n^-0.4, and the
// speaker; text in composed form.
func DefaultOptions() Options {
	return Options{
		Observe: Words, Speaker: true, MinTurns: 3, Edges: true, LengthPower: 0.4,
		Text: Text{Compose: true},
	}
}

// text reports whether the text of messages is looked at.
func (o *Options) text() bool { return o.Observe == Words || o.WordVectors != nil }

// ordered reports whether the words of a turn are needed as they follow one another.
func (o *Options) ordered() bool { return o.Observe == Words && o.Phrases > 0 || o.WordVectors != nil }

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case o.Observe != Words && o.Observe != Symbols && o.Observe != Vectors:
		return fmt.Errorf("observe %q, expected %q, %q or %q", o.Observe, Words, Symbols, Vectors)
	case o.MinTurns < 1:
		return fmt.Errorf("words in at least %d turns, expected 1 or more", o.MinTurns)
	case !(o.LengthPower >= 0 && o.LengthPower <= 1):
		return fmt.Errorf("length power %v, expected 0 to 1", o.LengthPower)
	case !(o.Phrases >= 0 && o.Phrases <= 1):
		return fmt.Errorf("phrases %v, expected 0 to 1", o.Phrases)
	case o.HashBits != 0 && (o.HashBits < leastHashBits || o.HashBits > mostHashBits):
		return fmt.Errorf("%d hash bits, expected %d to %d", o.HashBits, leastHashBits, mostHashBits)
	case o.PCA < 0:
		return fmt.Errorf("%d principal components, expected 1 or more", o.PCA)
	}
	return o.checkFit()
}

// checkFit names the first option that has nothing to work on.
func (o *Options) checkFit() error {
	switch {
	case o.Observe != Words && o.Phrases > 0:
		return fmt.Errorf("phrases, but words are not observed")
	case o.Observe != Words && o.HashBits > 0:
		return fmt.Errorf("hash bits, but words are not observed")
	case o.Observe != Words && o.Stemmer != nil:
		return fmt.Errorf("a stemmer, but words are not observed")
	case o.Observe != Vectors && (o.PCA > 0 || o.Whiten || o.Unit):
		return fmt.Errorf("PCA, whitening or unit length, but vectors are not observed")
	case o.Observe != Vectors && (o.WordVectors != nil || o.Embedder != nil):
		return fmt.Errorf("vectors of words or texts, but vectors are not observed")
	case o.WordVectors != nil && o.Embedder != nil:
		return fmt.Errorf("vectors both of words and of texts, expected one of them")
	}
	return nil
}

// The marks of edge features in the vocabulary; no word holds them.
const (
	firstMark = "^"
	lastMark  = "$"
)

// An Encoder turns messages into observations. It is read-only; [Encoder.NewSession] gives a
// goroutine what it needs to encode with it.
type Encoder struct {
	Options  Options     `json:"options"`
	Terms    *Vocabulary `json:"words,omitempty"`    // of words and edge features
	Symbols  *Vocabulary `json:"symbols,omitempty"`  // of the field symbol
	Speakers *Vocabulary `json:"speakers,omitempty"` // nil: the speaker is not observed
	Width    int         `json:"width,omitempty"`    // of vectors, as they are observed
	Stems    *Stems      `json:"stems,omitempty"`    // nil: words are not stemmed
	Phrases  []string    `json:"phrases,omitempty"`  // two words with a space between, which are one
	// WordVectors make the vector of a text; nil: it is a field of the message.
	WordVectors *WordVectors `json:"word_vectors,omitempty"`
	Projection  *Projection  `json:"projection,omitempty"` // nil: vectors are observed as they come
}

// InputWidth is the length that the field vector of messages must have, 0 if it is not looked at.
func (e *Encoder) InputWidth() int {
	switch {
	case e.Options.Observe != Vectors || e.WordVectors != nil:
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

// knows reports of a word whether it is a term, or a part of a phrase.
func (e *Encoder) knows() func(word string) bool {
	part := map[string]bool{}
	for _, p := range e.Phrases {
		a, b, _ := strings.Cut(p, " ")
		part[a], part[b] = true, true
	}
	return func(word string) bool {
		_, ok := e.Terms.find([]byte(word))
		return ok || part[word]
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
	case e.Options.Observe == Words && e.Terms == nil:
		return fmt.Errorf("words is missing")
	case e.Terms != nil && e.Terms.bits != e.Options.HashBits:
		return fmt.Errorf("words: hash_bits is %d, that of the options %d", e.Terms.bits, e.Options.HashBits)
	case e.Options.Observe == Symbols && e.Symbols == nil:
		return fmt.Errorf("symbols is missing")
	case e.Width < 0 || e.Options.Observe == Vectors && e.Width < 1:
		return fmt.Errorf("width is %d, expected the length of the vectors", e.Width)
	}
	return e.checkVectors()
}

// Plain reports whether a term is a word, not a first- or last-word feature.
func Plain(term string) bool {
	return term != "" && term[0] != firstMark[0] && term[len(term)-1] != lastMark[0]
}

// First is the word that a first-word feature stands for, "" if the term is none.
func First(term string) string {
	if term != "" && term[0] == firstMark[0] {
		return term[1:]
	}
	return ""
}

// Last is the word that a last-word feature stands for, "" if the term is none.
func Last(term string) string {
	if term != "" && term[len(term)-1] == lastMark[0] {
		return term[:len(term)-1]
	}
	return ""
}
