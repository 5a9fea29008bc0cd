package encode

import (
	"cmp"
	"fmt"
	"maps"
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
	// Forms is the word that was said most often of those with a stem, where that is another than the stem:
	// people read it in its place. Older files have none.
	Forms map[string]string `json:"forms,omitempty"`
}

// check reports what is wrong with stems that were read from a file.
func (s *Stems) check() error {
	for word, stem := range s.Of {
		if word == "" || stem == "" {
			return fmt.Errorf("of: the stem of %q is %q, expected two words", word, stem)
		}
	}
	for stem, word := range s.Forms {
		if s.Of[word] != stem {
			return fmt.Errorf("forms: %q stands for %q, whose stem is %q", word, stem, s.Of[word])
		}
	}
	return nil
}

// Shown is a term as people read it: of each of its words that is a stem, the word that was said most often
// of those with that stem. Edge features and terms that are no stems stay as they are.
func (e *Encoder) Shown(term string) string {
	if e.Stems == nil || len(e.Stems.Forms) == 0 {
		return term
	}
	words := strings.Split(term, " ")
	for i, word := range words {
		if form, ok := e.Stems.Forms[word]; ok {
			words[i] = form
		}
	}
	return strings.Join(words, " ")
}

// lookUp sets word to its stem. It allocates nothing once word has room.
func (s *Stems) lookUp(word []byte) []byte {
	if stem, ok := s.Of[string(word)]; ok {
		return append(word[:0], stem...)
	}
	return word
}

// A stemming asks a stemmer once for each distinct word, and counts how often that is said. It holds them all.
type stemming struct {
	stemmer Stemmer
	of      map[string]*stemmed
}

// stemmed is what became of a word.
type stemmed struct {
	stem string
	said int
}

// stem sets word to its stem: to itself where what the stemmer leaves is no word.
func (s *stemming) stem(word []byte) []byte {
	known, ok := s.of[string(word)]
	if !ok {
		stem := s.stemmer.Stem(string(word))
		if stem == "" || strings.ContainsAny(stem, " "+firstMark+lastMark) || !utf8.ValidString(stem) {
			stem = string(word)
		}
		known = &stemmed{stem: stem}
		s.of[string(word)] = known
	}
	known.said++
	return append(word[:0], known.stem...)
}

// stems is what a session needs to stem the words of the training data to the same terms: the words whose
// stem is known, and those that would be taken for known without theirs; likewise where only grams of them are.
func (s *stemming) stems(known, cutsKnown func(term string) bool) *Stems {
	out := &Stems{Stemmer: s.stemmer.Name(), Of: map[string]string{}}
	for word, of := range s.of {
		if word != of.stem && (known(of.stem) || known(word) || cutsKnown(of.stem) || cutsKnown(word)) {
			out.Of[word] = of.stem
		}
	}
	out.Forms = s.forms(known)
	return out
}

// forms is the word that was said most often of those with a known stem, of equal ones the first in the
// alphabet, where that is not the stem itself; nil if there are none.
func (s *stemming) forms(known func(term string) bool) map[string]string {
	best := map[string]string{} // stem → word
	for word, of := range s.of {
		if other, ok := best[of.stem]; known(of.stem) && (!ok || s.before(word, other)) {
			best[of.stem] = word
		}
	}
	maps.DeleteFunc(best, func(stem, word string) bool { return stem == word })
	if len(best) == 0 {
		return nil
	}
	return best
}

// before reports whether the first of two words was said more often.
func (s *stemming) before(a, b string) bool {
	return cmp.Or(cmp.Compare(s.of[b].said, s.of[a].said), cmp.Compare(a, b)) < 0
}
