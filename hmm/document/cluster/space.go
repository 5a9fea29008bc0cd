package cluster

import (
	"context"
	"fmt"
	"math"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/internal/lsa"
)

// A Space places documents by their words: weighted by inverse document frequency, projected on the leading
// directions of the training documents, and of length 1 (Deerwester et al. 1990).
type Space struct {
	Width      int       `json:"width"`
	Weights    []float32 `json:"weights"`    // of words
	Directions []float32 `json:"directions"` // words×Width, row-major
}

// newSpace fits a space to documents. It is an error if there is nothing in them, and so is the end of ctx.
func newSpace(ctx context.Context, documents []emission.Turn, e *encode.Encoder, dims int, seed uint64) (*Space, error) {
	m := lsa.NewMatrix(e.Terms.Len())
	for i := range documents {
		for _, c := range placed(&documents[i], e) {
			m.Add(c.Word, float64(c.N))
		}
		m.EndRow()
	}
	o := lsa.DefaultOptions()
	o.Dims = dims
	fitted, err := m.Fit(ctx, o, seed)
	if err != nil {
		return nil, err
	}
	if fitted.Width == 0 {
		return nil, fmt.Errorf("no document has a word to be placed by")
	}
	return &Space{fitted.Width, single(fitted.Weights), single(fitted.Directions)}, nil
}

func single(v []float64) []float32 {
	s := make([]float32, len(v))
	for i, x := range v {
		s[i] = float32(x)
	}
	return s
}

func double(v []float32) []float64 {
	d := make([]float64, len(v))
	for i, x := range v {
		d[i] = float64(x)
	}
	return d
}

// placed are the words that place a document: those that are known. Nobody knows where the unknown one is, which models
// that count it once place all the same.
func placed(d *emission.Turn, e *encode.Encoder) []emission.Count {
	if !e.Options.EveryUnknown {
		return d.Words
	}
	known := make([]emission.Count, 0, len(d.Words))
	for _, c := range d.Words {
		if c.Word != 0 {
			known = append(known, c)
		}
	}
	return known
}

// place sets the vectors of documents to where their words stand; those without have none.
func (s *Space) place(documents []emission.Turn, e *encode.Encoder) {
	fitted := lsa.Space{Weights: double(s.Weights), Width: s.Width, Directions: double(s.Directions)}
	var columns []int32
	var values []float64
	for i := range documents {
		d := &documents[i]
		words := placed(d, e)
		if len(words) == 0 {
			continue
		}
		columns, values = columns[:0], values[:0]
		for _, c := range words {
			columns, values = append(columns, c.Word), append(values, float64(c.N))
		}
		d.Vector = make([]float64, s.Width)
		fitted.Place(d.Vector, columns, values)
	}
}

// check reports what is wrong with a space that was read from a file.
func (s *Space) check(words int) error {
	if s.Width < 1 || len(s.Weights) != words || len(s.Directions) != words*s.Width {
		return fmt.Errorf("width %d, %d weights, %d values of directions: expected a weight and a direction for each of %d words",
			s.Width, len(s.Weights), len(s.Directions), words)
	}
	for _, list := range [...][]float32{s.Weights, s.Directions} {
		for i, x := range list {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return fmt.Errorf("value %d is %v, expected a finite number", i, x)
			}
		}
	}
	return nil
}
