package encode

import (
	"slices"

	"gonum.org/v1/gonum/floats"

	"intenthmm/hmm/emission"
)

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

// code is a place's code: of ½ ‖x - c‖² = ½ ‖x‖² + ½ ‖c‖² - x·c the least.
func (p *placer) code(at []float64) int32 {
	k := p.codebook.Len()
	p.score = append(p.score[:0], p.codebook.half...)
	for i, x := range at {
		floats.AddScaled(p.score, -x, p.codebook.columns[i*k:(i+1)*k])
	}
	return int32(floats.MinIdx(p.score))
}
