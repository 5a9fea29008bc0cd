package encode

import (
	"encoding/json"
	"fmt"
)

// A Vocabulary numbers terms. Number 0 is the unknown term: whatever is not in the vocabulary.
type Vocabulary struct {
	terms  []string // terms[0] is ""
	number map[string]int32
	folded int // distinct terms of the training data that became the unknown one
}

// newVocabulary numbers the terms from 1 on.
func newVocabulary(terms []string, folded int) *Vocabulary {
	v := &Vocabulary{terms: append([]string{""}, terms...), number: make(map[string]int32, len(terms)), folded: folded}
	for i, term := range v.terms[1:] {
		v.number[term] = int32(i + 1)
	}
	return v
}

// Len is the number of terms, the unknown one included.
func (v *Vocabulary) Len() int { return len(v.terms) }

// Term is the term with that number, "" for the unknown one.
func (v *Vocabulary) Term(number int) string { return v.terms[number] }

// Number is a term's number, 0 if it is unknown.
func (v *Vocabulary) Number(term string) int { return int(v.number[term]) }

// Folded is the number of distinct terms of the training data that were folded into the unknown
// one. Held-out figures divide the probability of the unknown term by Folded + 1, so that models
// with different vocabularies from the same data compare.
func (v *Vocabulary) Folded() int { return v.folded }

type vocabularyJSON struct {
	Folded int      `json:"folded"`
	Terms  []string `json:"terms"` // without the unknown one
}

// MarshalJSON writes the terms in order.
func (v *Vocabulary) MarshalJSON() ([]byte, error) {
	return json.Marshal(vocabularyJSON{v.folded, v.terms[1:]})
}

// UnmarshalJSON reads what MarshalJSON writes; an Encoder's Check says whether it makes sense.
func (v *Vocabulary) UnmarshalJSON(data []byte) error {
	var j vocabularyJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*v = *newVocabulary(j.Terms, j.Folded)
	return nil
}

// check reports what is wrong with a vocabulary that was read from a file.
func (v *Vocabulary) check() error {
	if v.folded < 0 {
		return fmt.Errorf("folded is %d, expected a count", v.folded)
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
