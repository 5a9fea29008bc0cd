package information

import (
	"context"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"intenthmm/baumwelch"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// differences moves a copy of a model about and looks at its score.
type differences[O any] struct {
	ctx    context.Context
	model  *hmm.Model[O]
	data   []hmm.Conversation[O]
	o      Options
	pieces []piece
	n      int // coordinates
	params int
	steps  int // E-steps done
}

func newDifferences[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], o Options) (*differences[O], error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if !(o.Step > 0) {
		return nil, fmt.Errorf("information: step %v, expected a positive number", o.Step)
	}
	d := &differences[O]{ctx: ctx, model: m.Clone(), data: data, o: o}
	c := d.model.Chain
	n := forwardbackward.CountsLen(c)
	d.add("chain", newChain(c, o.Prior), n, n, func(dst []float64) {
		p := forwardbackward.CountsIn(dst, c)
		copy(p.Start, c.Start)
		copy(p.Stop, c.Stop)
		for class, m := range c.Next {
			copy(p.Next[class], m)
		}
	})
	d.addFamily()
	d.hold()
	for i := range d.pieces {
		if p := &d.pieces[i]; p.coordinates != nil {
			p.at = d.n
			d.n += p.coordinates.Len()
		}
	}
	return d, nil
}

// move goes to delta, nil for the origin.
func (d *differences[O]) move(delta []float64) error {
	if delta == nil {
		delta = make([]float64, d.n)
	}
	for _, p := range d.pieces {
		if p.coordinates == nil {
			continue
		}
		if err := p.coordinates.Move(delta[p.at : p.at+p.coordinates.Len()]); err != nil {
			return fmt.Errorf("information: %s: %w", p.name, err)
		}
	}
	return nil
}

// score is the gradient of the objective at delta: one E-step.
func (d *differences[O]) score(delta []float64) ([]float64, error) {
	if err := d.move(delta); err != nil {
		return nil, err
	}
	e, err := baumwelch.Expect(d.ctx, d.model, d.data, d.o.Gate)
	if err != nil {
		return nil, err
	}
	if d.steps++; d.o.OnStep != nil {
		d.o.OnStep(d.steps, 2*d.n+1)
	}
	score := make([]float64, d.n)
	for _, p := range d.pieces {
		if p.coordinates != nil {
			p.coordinates.Score(score[p.at:p.at+p.coordinates.Len()], e.Stats[p.stats:p.stats+p.statsLen])
		}
	}
	return score, nil
}

// around evaluates f at a step to either side of the origin along coordinate j, and returns the central
// difference.
func (d *differences[O]) around(j int, f func(delta []float64) ([]float64, error)) ([]float64, error) {
	delta := make([]float64, d.n)
	delta[j] = d.o.Step
	up, err := f(delta)
	if err != nil {
		return nil, err
	}
	delta[j] = -d.o.Step
	down, err := f(delta)
	if err != nil {
		return nil, err
	}
	for i := range up {
		up[i] = (up[i] - down[i]) / (2 * d.o.Step)
	}
	return up, nil
}

// information is minus the derivative of the score, made symmetric.
func (d *differences[O]) information() (*mat.SymDense, error) {
	if d.n == 0 {
		return nil, nil
	}
	observed := mat.NewSymDense(d.n, nil)
	for j := range d.n {
		column, err := d.around(j, d.score)
		if err != nil {
			return nil, err
		}
		for i, v := range column {
			share := -v / 2
			if i == j {
				share = -v
			}
			observed.SetSym(i, j, observed.At(i, j)+share)
		}
	}
	return observed, nil
}

// read is the parameters at delta, those that are held left out.
func (d *differences[O]) read(delta []float64) ([]float64, error) {
	if err := d.move(delta); err != nil {
		return nil, err
	}
	params := make([]float64, 0, d.params)
	for _, p := range d.pieces {
		if p.coordinates != nil {
			params = params[:len(params)+p.paramLen]
			p.read(params[len(params)-p.paramLen:])
		}
	}
	return params, nil
}

// jacobian is how the parameters that read gives, a row each, change with the coordinates.
func (d *differences[O]) jacobian() (*mat.Dense, error) {
	rows := 0
	for _, p := range d.pieces {
		if p.coordinates != nil {
			rows += p.paramLen
		}
	}
	j := mat.NewDense(rows, d.n, nil)
	for k := range d.n {
		column, err := d.around(k, d.read)
		if err != nil {
			return nil, err
		}
		j.SetCol(k, column)
	}
	return j, nil
}

// describe fills in all of e but the errors.
func (d *differences[O]) describe(e *Errors) error {
	if err := d.move(nil); err != nil {
		return err
	}
	e.Params = make([]float64, d.params)
	e.StandardErrors, e.Status = slices.Repeat([]float64{math.NaN()}, d.params), make([]Status, d.params)
	for _, p := range d.pieces {
		p.read(e.Params[p.params : p.params+p.paramLen])
		if p.coordinates == nil {
			e.Held = append(e.Held, p.name)
			e.Scales = append(e.Scales, make([]emission.Scale, p.paramLen)...)
			for i := range p.paramLen {
				e.Status[p.params+i] = Held
			}
			continue
		}
		for i, scale := range p.coordinates.Scales() {
			if e.Scales = append(e.Scales, scale); scale == emission.Boundary {
				e.Status[p.params+i] = AtBoundary
			}
		}
	}
	return nil
}
