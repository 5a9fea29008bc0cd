package encode

import (
	"encoding/json"
	"fmt"
	"sync"
)

// A Vocabulary numbers terms. Number 0 is the unknown term: whatever is not in the vocabulary. A hashed
// vocabulary numbers every term there can be, and knows of each number the most frequent one.
type Vocabulary struct {
	terms  []string // terms[0] is ""
	number map[string]int32
	folded int // distinct terms of the training data that became the unknown one
	bits   int // of a hashed vocabulary; 0 of any other

	cutting sync.Once
	cut     gramTable // as the method grams makes it
}

// newVocabulary numbers the terms from 1 on.
func newVocabulary(terms []string, folded int) *Vocabulary {
	v := &Vocabulary{folded: folded}
	v.list(terms)
	return v
}

// list makes the terms, from 1 on, those of the vocabulary.
func (v *Vocabulary) list(terms []string) {
	v.terms, v.number = append([]string{""}, terms...), make(map[string]int32, len(terms))
	for i, term := range terms {
		v.number[term] = int32(i + 1)
	}
}

// Len is the number of terms, the unknown one included.
func (v *Vocabulary) Len() int { return len(v.terms) }

// Term is the term with that number, "" for the unknown one and for a number that no term has.
func (v *Vocabulary) Term(number int) string { return v.terms[number] }

// Number is a term's number, 0 if it is unknown.
func (v *Vocabulary) Number(term string) int {
	number, _ := v.find([]byte(term))
	return int(number)
}

// find is a term's number, and whether it is known.
func (v *Vocabulary) find(term []byte) (number int32, ok bool) {
	if v.bits > 0 {
		return bucket(term, v.bits), true
	}
	number, ok = v.number[string(term)]
	return number, ok
}

// Folded is the number of distinct terms of the training data that were folded into the unknown
// one. Held-out figures divide the probability of the unknown term by Folded + 1, so that models
// with different vocabularies from the same data compare.
func (v *Vocabulary) Folded() int { return v.folded }

type vocabularyJSON struct {
	Folded   int      `json:"folded"`
	HashBits int      `json:"hash_bits,omitempty"`
	Terms    []string `json:"terms"` // without the unknown one
}

// MarshalJSON writes the terms in order.
func (v *Vocabulary) MarshalJSON() ([]byte, error) {
	return json.Marshal(vocabularyJSON{v.folded, v.bits, v.terms[1:]})
}

// UnmarshalJSON reads what MarshalJSON writes; an Encoder's Check says whether it makes sense.
func (v *Vocabulary) UnmarshalJSON(data []byte) error {
	var j vocabularyJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	v.folded, v.bits = j.Folded, j.HashBits
	if v.list(j.Terms); v.bits != 0 {
		v.number = nil // a hash has that
	}
	return nil
}

// check reports what is wrong with a vocabulary that was read from a file.
func (v *Vocabulary) check() error {
	if v.folded < 0 {
		return fmt.Errorf("folded is %d, expected a count", v.folded)
	}
	if v.bits != 0 {
		return v.checkHashed()
	}
	for i, term := range v.terms[1:] {
		switch {
		case term == "":
			return fmt.Errorf("terms: number %d is empty", i)
		case int(v.number[term]) != i+1:
			return fmt.Errorf("terms: %q stands in it twice", term)
		}
	}
	return nil
}

// plain is the number of terms that are words, not features of an edge or grams.
func (v *Vocabulary) plain() int {
	n := 0
	for _, term := range v.terms[1:] {
		if Plain(term) {
			n++
		}
	}
	return n
}
