// Package encode turns messages into observations: words, symbols or vectors, and who speaks.
//
// A [Builder] reads a corpus once and holds word numbers, not text; its Finish decides the
// vocabulary and returns an [Encoder] with the corpus encoded by it. The encoder travels in the
// model file and encodes new messages to the same observations.
package encode

import (
	"fmt"
	"math"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
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

// Check reports what is wrong with an encoder that was read from a file.
func (e *Encoder) Check() error {
	if err := e.Options.Check(); err != nil {
		return err
	}
	switch {
	case e.Options.Observe == Words && e.Terms == nil:
		return fmt.Errorf("words is missing")
	case e.Options.Observe == Symbols && e.Symbols == nil:
		return fmt.Errorf("symbols is missing")
	case e.Options.Observe == Vectors && e.Width < 1:
		return fmt.Errorf("width is %d, expected the length of the vectors", e.Width)
	}
	return nil
}

// Plain reports whether a term is a word, not a first- or last-word feature.
func Plain(term string) bool {
	return term != "" && term[0] != firstMark[0] && term[len(term)-1] != lastMark[0]
}

// A Session encodes messages with the scratch of one goroutine.
type Session struct {
	encoder *Encoder
	tokens  tokenizer
	seen    map[int32]bool
	first   []byte
	last    []byte
}

// NewSession returns a session of the encoder.
func (e *Encoder) NewSession() *Session {
	return &Session{encoder: e, seen: map[int32]bool{}}
}

// Encode sets turn to the observation of a message. It reuses the room of turn.Words and copies
// m.Vector by reference. A vector of another length than the model's is an error.
func (s *Session) Encode(turn *emission.Turn, m *transcript.Message) error {
	bag := turn.Words[:0]
	*turn = emission.Missing
	e := s.encoder
	switch e.Options.Observe {
	case Words:
		turn.Words = s.bag(bag, m.Text)
	case Symbols:
		if m.Symbol != "" {
			turn.Symbol = e.Symbols.Number(m.Symbol)
		}
	case Vectors:
		if m.Vector != nil && len(m.Vector) != e.Width {
			return fmt.Errorf("vector of %d values, the model has %d", len(m.Vector), e.Width)
		}
		turn.Vector = m.Vector
	}
	if e.Speakers != nil && m.Speaker != "" {
		turn.Speaker = e.Speakers.Number(role(m.Speaker))
	}
	return nil
}

// bag appends the words of the text, each once, then its edges, all weighted by how many there are.
func (s *Session) bag(bag []emission.Count, text string) []emission.Count {
	clear(s.seen)
	terms := s.encoder.Terms
	s.first, s.last = s.first[:0], s.last[:0]
	s.tokens.each(text, func(word []byte) {
		if number := terms.number[string(word)]; !s.seen[number] {
			s.seen[number] = true
			bag = append(bag, emission.Count{Word: number, N: 1})
		}
		if len(s.first) == 0 {
			s.first = append(append(s.first, firstMark...), word...)
		}
		s.last = append(s.last[:0], word...)
	})
	if s.encoder.Options.Edges && len(s.first) > 0 {
		s.last = append(s.last, lastMark...)
		for _, edge := range [][]byte{s.first, s.last} {
			if number, ok := terms.number[string(edge)]; ok {
				bag = append(bag, emission.Count{Word: number, N: 1})
			}
		}
	}
	weigh(bag, s.encoder.Options.LengthPower)
	return bag
}

// weigh gives each feature of a bag of n the weight n^-power.
func weigh(bag []emission.Count, power float64) {
	if power == 0 {
		return
	}
	weight := float32(math.Pow(float64(len(bag)), -power))
	for i := range bag {
		bag[i].N = weight
	}
}
