package encode

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Stemmer reduces words to stems. It is needed while training only: the encoder keeps the stem of every
// word of the training data, so that a model decodes with nothing beside it. A word that is new then is
// its own stem.
type Stemmer interface {
	Name() string // of the method and the language, for the record
	Stem(word string) string
}

// Stems is what a stemmer made of the words of the training data.
type Stems struct {
	Stemmer string            `json:"stemmer"` // its name
	Of      map[string]string `json:"of"`      // word → stem, where that is another; not of words that are unknown either way
}

// check reports what is wrong with stems that were read from a file.
func (s *Stems) check() error {
	for word, stem := range s.Of {
		if word == "" || stem == "" {
			return fmt.Errorf("of: the stem of %q is %q, expected two words", word, stem)
		}
	}
	return nil
}

// lookUp sets word to its stem. It allocates nothing once word has room.
func (s *Stems) lookUp(word []byte) []byte {
	if stem, ok := s.Of[string(word)]; ok {
		return append(word[:0], stem...)
	}
	return word
}

// A stemming asks a stemmer once for each distinct word. It holds them all.
type stemming struct {
	stemmer Stemmer
	of      map[string]string
}

// stem sets word to its stem: to itself where what the stemmer leaves is no word.
func (s *stemming) stem(word []byte) []byte {
	stem, ok := s.of[string(word)]
	if !ok {
		if stem = s.stemmer.Stem(string(word)); stem == "" || strings.ContainsAny(stem, " "+firstMark+lastMark) || !utf8.ValidString(stem) {
			stem = string(word)
		}
		s.of[string(word)] = stem
	}
	return append(word[:0], stem...)
}

// stems is what a session needs to stem the words of the training data to the same terms: the words whose
// stem is known, and those that would be taken for known without theirs.
func (s *stemming) stems(known func(term string) bool) *Stems {
	out := &Stems{Stemmer: s.stemmer.Name(), Of: map[string]string{}}
	for word, stem := range s.of {
		if word != stem && (known(stem) || known(word)) {
			out.Of[word] = stem
		}
	}
	return out
}
