package encode

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/internal/lsa"
)

// DefaultDims is the number of dimensions that words are placed in unless told otherwise, as it is in clusters of
// documents: of 20, 30, 50 and 100 none served all labelled logs best, and 100 took twice the time for less.
const DefaultDims = 50

// search is how far directions are looked for: turns are short and their singular values fall slowly, so that the last
// of the directions take more passes than lsa.DefaultOptions has.
var search = lsa.Options{Oversample: 20, Passes: 8}

// newSpace fits a space to the bags of a corpus, of so many terms.
func newSpace(ctx context.Context, c *Corpus, terms int, o lsa.Options) (*Space, error) {
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
	fitted, err := m.Fit(ctx, o, 1)
	if err != nil {
		return nil, err
	}
	s := &Space{terms: *fitted}
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
func (e *Encoder) fitSpace(ctx context.Context, c *Corpus, watch em.Watch) (err error) {
	o := search
	o.Dims = e.Options.Dims
	instead(watch, Placing, func() { e.Space, err = newSpace(ctx, c, e.Terms.Len(), o) })
	if err != nil {
		return err
	}
	places := e.Space.placeAll(c)
	if e.Options.Observe == LSA {
		e.Width = e.Space.Width()
		return nil
	}
	instead(watch, CodeMaking, func() { e.Codebook, err = newCodebook(ctx, places, e.Space.Width(), e.Options.Codes) })
	if err != nil {
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

// instead has a stage take the place of Encoding for a while.
func instead(watch em.Watch, stage em.Stage, f func()) {
	watch.End(Encoding)
	defer watch.Begin(Encoding)
	watch.Begin(stage)
	defer watch.End(stage)
	f()
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
