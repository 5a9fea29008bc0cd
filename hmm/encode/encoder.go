// Package encode turns messages into observations: words, symbols or vectors, and who speaks.
//
// A [Builder] reads a corpus once and holds word numbers, not text; its Finish decides the
// vocabulary and returns an [Encoder] with the corpus encoded by it. The encoder travels in the
// model file and encodes new messages to the same observations.
package encode

import "fmt"

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
}

// DefaultOptions are words in at least three turns, first and last words, weights n^-0.4, and the
// speaker.
func DefaultOptions() Options {
	return Options{Observe: Words, Speaker: true, MinTurns: 3, Edges: true, LengthPower: 0.4}
}

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case o.Observe != Words && o.Observe != Symbols && o.Observe != Vectors:
		return fmt.Errorf("observe %q, expected %q, %q or %q", o.Observe, Words, Symbols, Vectors)
	case o.MinTurns < 1:
		return fmt.Errorf("words in at least %d turns, expected 1 or more", o.MinTurns)
	case !(o.LengthPower >= 0 && o.LengthPower <= 1):
		return fmt.Errorf("length power %v, expected 0 to 1", o.LengthPower)
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
	Width    int         `json:"width,omitempty"`    // of vectors
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
	case e.Options.Observe == Symbols && e.Symbols == nil:
		return fmt.Errorf("symbols is missing")
	case e.Width < 0 || e.Options.Observe == Vectors && e.Width < 1:
		return fmt.Errorf("width is %d, expected the length of the vectors", e.Width)
	}
	return nil
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
