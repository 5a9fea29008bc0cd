package topic

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"

	"intenthmm/hmm/emission"
)

// A Document is a bag of words.
type Document struct {
	// Words are numbers in a vocabulary and how often they occur; a word may stand there more than once.
	// Unknown is passed over.
	Words []emission.Count
	// Weight is how much the document counts in training; 0 counts as 1.
	Weight float64
}

// Unknown is the number of every word that a vocabulary does not have.
const Unknown = -1

// An Error says which document of a set is wrong, and why.
type Error struct {
	Index int // in the set
	Err   error
}

func (e *Error) Error() string { return fmt.Sprintf("document %d: %v", e.Index, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// check refuses words outside the vocabulary, and counts and weights that are none.
func (d *Document) check(words int) error {
	if !(d.Weight >= 0) || math.IsInf(d.Weight, 1) {
		return fmt.Errorf("weight %v, expected a finite number of at least 0", d.Weight)
	}
	for _, c := range d.Words {
		if c.Word < Unknown || int(c.Word) >= words {
			return fmt.Errorf("word %d, expected 0 to %d, or %d for an unknown one", c.Word, words-1, Unknown)
		}
		if !(c.N >= 0) || math.IsInf(float64(c.N), 1) {
			return fmt.Errorf("word %d: count %v, expected a finite number of at least 0", c.Word, c.N)
		}
	}
	return nil
}

func check(docs []Document, words int) error {
	for i := range docs {
		if err := docs[i].check(words); err != nil {
			return &Error{i, err}
		}
	}
	return nil
}

func (d *Document) weight() float64 {
	if d.Weight == 0 {
		return 1
	}
	return d.Weight
}

// known is the words of a document that count: its own slice where all do.
func (d *Document) known() []emission.Count {
	for i, c := range d.Words {
		if c.Word < 0 || c.N == 0 {
			known := append([]emission.Count(nil), d.Words[:i]...)
			for _, c := range d.Words[i:] {
				if c.Word >= 0 && c.N > 0 {
					known = append(known, c)
				}
			}
			return known
		}
	}
	return d.Words
}

// length is the number of tokens of a bag.
func length(words []emission.Count) float64 {
	n := 0.0
	for _, c := range words {
		n += float64(c.N)
	}
	return n
}

// fingerprint is the SHA-256 of all words and weights, in order.
func fingerprint(docs []Document) string {
	h := sha256.New()
	var b []byte
	for i := range docs {
		b = binary.LittleEndian.AppendUint64(b[:0], math.Float64bits(docs[i].Weight))
		b = binary.LittleEndian.AppendUint64(b, uint64(len(docs[i].Words)))
		for _, c := range docs[i].Words {
			b = binary.LittleEndian.AppendUint32(b, uint32(c.Word))
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(c.N))
		}
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil))
}
