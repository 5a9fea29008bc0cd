package encode

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"reflect"

	"intenthmm/internal/lsa"
)

// A Space places turns by their words (latent semantic analysis). With 1 for each term w that a turn has, its place is
//
//	y = Σ_w idf(w) d_w,  scaled to length 1     idf(w) = log((1 + N) / (1 + N_w)) + 1
//
// N being the turns of the training data and N_w those with the term, and d_w the term's row in the leading right
// singular directions of the training data's turns, weighted likewise and each of length 1. Unknown words have no
// place, nor has a turn of nothing else. Edge features are terms like words.
//
// It depends on the training data and the options of the encoder, and on no seed.
//
// Source: Deerwester et al. 1990; Halko, Martinsson and Tropp 2011.
type Space struct {
	terms lsa.Space // by their numbers; directions are float32 numbers, as the file has them
}

// Width is the number of dimensions: those asked for, or as many as the training data have.
func (s *Space) Width() int { return s.terms.Width }

// SamePlaces reports whether two encoders place the same words alike, and have the same codes for that.
func (e *Encoder) SamePlaces(o *Encoder) bool {
	return reflect.DeepEqual(e.Terms, o.Terms) && reflect.DeepEqual(e.Space, o.Space) && reflect.DeepEqual(e.Codebook, o.Codebook)
}

// Weight is a term's inverse document frequency, by its number in Encoder.Terms.
func (s *Space) Weight(term int) float64 { return s.terms.Weights[term] }

// Direction is a term's row of the directions, by its number. It is the space's own slice, only to be read.
func (s *Space) Direction(term int) []float64 {
	return s.terms.Directions[term*s.Width() : (term+1)*s.Width()]
}

type spaceJSON struct {
	Width      int       `json:"width"`
	Weights    []float64 `json:"weights"`    // of terms, the unknown one first: inverse document frequencies
	Directions []byte    `json:"directions"` // of terms, likewise: rows of width little-endian float32
}

// MarshalJSON writes the weights and directions.
func (s *Space) MarshalJSON() ([]byte, error) {
	j := spaceJSON{Width: s.Width(), Weights: s.terms.Weights}
	for _, x := range s.terms.Directions {
		j.Directions = binary.LittleEndian.AppendUint32(j.Directions, math.Float32bits(float32(x)))
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes; an Encoder's Check says whether it makes sense.
func (s *Space) UnmarshalJSON(data []byte) error {
	var j spaceJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if len(j.Directions)%4 != 0 {
		return fmt.Errorf("space: directions: %d bytes, expected 4 for each number", len(j.Directions))
	}
	s.terms = lsa.Space{Width: j.Width, Weights: j.Weights, Directions: make([]float64, len(j.Directions)/4)}
	for i := range s.terms.Directions {
		s.terms.Directions[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(j.Directions[4*i:])))
	}
	return nil
}

// check reports what is wrong with a space of so many terms that was read from a file.
func (s *Space) check(terms int) error {
	if s.Width() < 1 || len(s.terms.Weights) != terms || len(s.terms.Directions) != terms*s.Width() {
		return fmt.Errorf("width %d, %d weights, %d numbers of directions: expected a weight and a direction for each of %d words, the unknown one included",
			s.Width(), len(s.terms.Weights), len(s.terms.Directions), terms)
	}
	for i, x := range s.terms.Weights {
		if !(x >= 0 && x <= mostWeight) {
			return fmt.Errorf("weights: number %d is %v, expected 0 to %v", i, x, float64(mostWeight))
		}
	}
	for i, x := range s.terms.Directions {
		if !(math.Abs(x) <= 1+1e-6) {
			return fmt.Errorf("directions: that of word %d has %v in it, expected -1 to 1", i/s.Width(), x)
		}
	}
	return nil
}

// mostWeight is more than the logarithm of any number of turns.
const mostWeight = 100
