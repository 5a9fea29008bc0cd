package encode

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lsa"
)

// DefaultDims is the number of dimensions that words are placed in unless told otherwise: a trial of 20 to 200 on
// labelled logs found little between 30 and 100, and time grows with it.
const DefaultDims = 50

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

// search is how far directions are looked for: turns are short and their singular values fall slowly, so that the last
// of the directions take more passes than lsa.DefaultOptions has.
var search = lsa.Options{Oversample: 20, Passes: 8}

// newSpace fits a space to the bags of a corpus, of so many terms.
func newSpace(c *Corpus, terms int, o lsa.Options) (*Space, error) {
	if size := 4 * terms * o.Dims; size > mostVectorBytes {
		return nil, fmt.Errorf("%d dimensions of %d words take %d MiB, expected at most %d: fewer dimensions or hash bits would do",
			o.Dims, terms, size>>20, mostVectorBytes>>20)
	}
	m := lsa.NewMatrix(terms)
	for _, turns := range c.Turns {
		for t := range turns {
			for _, w := range turns[t].Words {
				if w.Word != 0 {
					m.Add(w.Word, 1)
				}
			}
			m.EndRow()
		}
	}
	s := &Space{terms: *m.Fit(o, 1)}
	if s.Width() == 0 {
		return nil, fmt.Errorf("no turn has a word to be placed by: all of them are unknown words")
	}
	for i, x := range s.terms.Directions {
		s.terms.Directions[i] = float64(float32(x))
	}
	return s, nil
}

// fitSpace fits the space, and the codebook if there is to be one, to the words of a corpus, and puts what is observed of
// them in their place.
func (e *Encoder) fitSpace(c *Corpus) (err error) {
	o := search
	o.Dims = e.Options.Dims
	if e.Space, err = newSpace(c, e.Terms.Len(), o); err != nil {
		return err
	}
	places := e.Space.placeAll(c)
	if e.Options.Observe == LSA {
		e.Width = e.Space.Width()
		return nil
	}
	if e.Codebook, err = newCodebook(places, e.Space.Width(), e.Options.Codes); err != nil {
		return err
	}
	p := newPlacer(e)
	for _, turns := range c.Turns {
		for t := range turns {
			if turn := &turns[t]; turn.Vector != nil {
				turn.Symbol, turn.Vector = p.code(turn.Vector), nil
			}
		}
	}
	return nil
}

// placeAll puts the places of turns where their words were, and returns all of them, row-major.
func (s *Space) placeAll(c *Corpus) []float64 {
	all := make([]float64, 0, s.Width()*c.spoken())
	p := placer{space: s}
	for _, turns := range c.Turns {
		for t := range turns {
			turn := &turns[t]
			if at := len(all); placeable(turn.Words) {
				all = all[:at+s.Width()]
				turn.Vector = p.place(all[at:at:at+s.Width()], turn.Words)
			}
			turn.Words = nil
		}
	}
	return all
}

// spoken is the number of turns that have a place.
func (c *Corpus) spoken() (n int) {
	for _, turns := range c.Turns {
		for t := range turns {
			if placeable(turns[t].Words) {
				n++
			}
		}
	}
	return n
}

// placeable reports whether a bag has a word that is known.
func placeable(bag []emission.Count) bool {
	return slices.ContainsFunc(bag, func(c emission.Count) bool { return c.Word != 0 })
}

// A placer places bags, with the scratch of one goroutine.
type placer struct {
	space    *Space
	codebook *Codebook
	words    []int32
	values   []float64
	at       []float64 // of a turn whose code is sought
	score    []float64 // of codes
}

func newPlacer(e *Encoder) placer { return placer{space: e.Space, codebook: e.Codebook} }

// place is where a bag stands, in the room of dst; nil if it has no word that is known.
func (p *placer) place(dst []float64, bag []emission.Count) []float64 {
	p.words, p.values = p.words[:0], p.values[:0]
	for _, c := range bag {
		if c.Word != 0 {
			p.words, p.values = append(p.words, c.Word), append(p.values, 1)
		}
	}
	if len(p.words) == 0 {
		return nil
	}
	dst = slices.Grow(dst[:0], p.space.Width())[:p.space.Width()]
	p.space.terms.Place(dst, p.words, p.values)
	return dst
}

// observe sets what of a bag is observed: its place, in the room of dst, or that place's code.
func (p *placer) observe(turn *emission.Turn, dst []float64, bag []emission.Count) {
	if p.codebook == nil {
		turn.Vector = p.place(dst, bag)
		return
	}
	if at := p.place(p.at, bag); at != nil {
		p.at, turn.Symbol = at, p.code(at)
	}
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
