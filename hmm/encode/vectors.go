package encode

import (
	"context"
	"fmt"

	"gonum.org/v1/gonum/floats"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/transcript"
)

// vector is what is observed of a message's vector, or of the vector that its text makes; nil if it has
// none. It uses the room of dst unless the message's own is observed.
func (s *Session) vector(dst []float64, m *transcript.Message) ([]float64, error) {
	e := s.encoder
	if e.WordVectors != nil {
		s.tokens.each(m.Text, func(word []byte) {
			number, _ := e.WordVectors.Words.find(word)
			if e.Terms == nil { // else they were counted as words
				count(&s.met.Words, &s.met.UnknownWords, number)
			}
			s.average.add(number)
		})
		if dst = s.average.mean(dst); dst != nil {
			e.WordVectors.removeCommon(dst)
		}
	} else {
		count(&s.met.Vectors, &s.met.MissingVectors, int32(len(m.Vector)))
		switch len(m.Vector) {
		case 0:
			return nil, nil
		case e.InputWidth():
		default:
			return nil, fmt.Errorf("vector of %d values, the model has %d", len(m.Vector), e.InputWidth())
		}
		if e.Projection == nil {
			return m.Vector, nil
		}
		dst = append(dst[:0], m.Vector...)
	}
	if dst == nil || e.Projection == nil {
		return dst, nil
	}
	return s.project.apply(dst), nil
}

// fit fits what becomes of words or vectors to those of a corpus, and does it to them, in place.
func (e *Encoder) fit(ctx context.Context, c *Corpus, watch em.Watch) error {
	if e.Options.Observe.placed() {
		if e.Terms.Len() == 1 {
			return fmt.Errorf("no turn has a word to be placed by: none is in %d turns, and rarer ones count as unknown", e.Options.MinTurns)
		}
		return e.fitSpace(ctx, c, watch)
	}
	if !e.Options.HasVectors() {
		return nil
	}
	if w := e.WordVectors; w != nil {
		e.Width = w.Width
		if err := w.fitCommon(ctx, c); err != nil {
			return err
		}
	}
	if o := &e.Options; o.PCA > 0 || o.Whiten || o.Unit {
		p, err := fitProjection(ctx, c, e.Width, o)
		if err != nil {
			return err
		}
		e.Projection = p
		if p.Rows != nil {
			e.Width = len(p.Rows)
		}
		by := projector{Projection: p}
		c.vectors(func(v *[]float64) { *v = by.apply(*v) })
	}
	return nil
}

// vectors calls f with the vector of every turn that has one.
func (c *Corpus) vectors(f func(v *[]float64)) {
	for _, turns := range c.Turns {
		for t := range turns {
			if turns[t].Vector != nil {
				f(&turns[t].Vector)
			}
		}
	}
}

// fitCommon finds what the turns have in common, and takes it out of them: the direction in which the sum of
// their squares, about 0, is largest.
func (w *WordVectors) fitCommon(ctx context.Context, c *Corpus) error {
	moments, err := secondMoments(ctx, c, make([]float64, w.Width))
	if err != nil {
		return err
	}
	_, rows, err := principal(moments)
	if err != nil {
		return err
	}
	w.Common = rows[0]
	c.vectors(func(v *[]float64) { w.removeCommon(*v) })
	return nil
}

// removeCommon takes out of a text's vector what all of them have in common.
func (w *WordVectors) removeCommon(v []float64) {
	floats.AddScaled(v, -floats.Dot(v, w.Common), w.Common)
}

// checkVectors reports what is wrong with what becomes of vectors, as it was read from a file.
func (e *Encoder) checkVectors() error {
	if e.WordVectors != nil {
		if err := e.WordVectors.check(); err != nil {
			return fmt.Errorf("word_vectors: %w", err)
		}
	}
	in := e.Width
	if p := e.Projection; p != nil {
		if err := p.check(e.Width); err != nil {
			return fmt.Errorf("projection: %w", err)
		}
		if p.Mean != nil {
			in = len(p.Mean)
		}
	}
	if e.WordVectors != nil && e.WordVectors.Width != in {
		return fmt.Errorf("word_vectors: width is %d, expected %d", e.WordVectors.Width, in)
	}
	if e.Stems != nil {
		if err := e.Stems.check(); err != nil {
			return fmt.Errorf("stems: %w", err)
		}
	}
	return nil
}
