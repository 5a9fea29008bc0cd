package emission

import (
	"math"

	"intenthmm/internal/simplex"
)

// A Charted family has unconstrained coordinates for its parameters: what derivatives are taken in,
// for standard errors.
type Charted interface {
	// Coordinates have their origin at the present parameters.
	Coordinates() Coordinates
}

// Coordinates of the parameters of one family about where these were. While they are in use nothing
// else changes the parameters.
type Coordinates interface {
	// Len is the number of coordinates.
	Len() int
	// Move sets the family's parameters to those at delta; zeros are the origin. The error is of
	// parameters that are none, so far away.
	Move(delta []float64) error
	// Score writes the gradient, with regard to the coordinates and at the present parameters, of
	// the expected log density of the observations plus the log prior. stats were collected at the
	// present parameters.
	Score(dst, stats []float64)
	// Scales says of every parameter, in the order of Params, what kind of number it is.
	Scales() []Scale
}

// Scale is what kind of number a parameter is: which function of it is closest to normally
// distributed, and whether it can move at all.
type Scale int

const (
	Boundary    Scale = iota // 0, or as good as that, or 1: it has no coordinate
	Probability              // its logit
	Positive                 // its logarithm
	Real                     // itself
)

// tableCoordinates are a softmax a row.
type tableCoordinates struct {
	*table
	rows []*simplex.Softmax
	n    int
}

func (t *table) coordinates() Coordinates {
	c := &tableCoordinates{table: t}
	for e := range t.dists {
		row := simplex.NewSoftmax(t.row(e))
		c.rows, c.n = append(c.rows, row), c.n+row.Len()
	}
	return c
}

// Coordinates are those of a softmax in each row. Probabilities below 1e-6 are on the boundary.
func (c *Categorical) Coordinates() Coordinates { return c.coordinates() }

// Coordinates are those of a softmax in each row. Probabilities below 1e-6 are on the boundary.
func (w *Words) Coordinates() Coordinates { return w.coordinates() }

func (c *tableCoordinates) Len() int { return c.n }

func (c *tableCoordinates) Move(delta []float64) error {
	for e, row := range c.rows {
		row.Move(c.row(e), delta[:row.Len()])
		delta = delta[row.Len():]
	}
	c.changed()
	return nil
}

func (c *tableCoordinates) Score(dst, stats []float64) {
	counts := make([]float64, c.symbols)
	for e, row := range c.rows {
		for v := range counts {
			counts[v] = stats[v*c.dists+e] + c.prior
		}
		row.Score(dst[:row.Len()], counts, c.row(e))
		dst = dst[row.Len():]
	}
}

func (c *tableCoordinates) Scales() []Scale {
	scales := make([]Scale, len(c.p))
	for i := range scales {
		if c.rows[i/c.symbols].Free(i % c.symbols) {
			scales[i] = Probability
		}
	}
	return scales
}

// poissonCoordinates are the logarithms of the rates that are not 0.
type poissonCoordinates struct {
	*Poisson
	base []float64
	free []int
}

// Coordinates are the logarithms of the rates. Rates below 1e-6 are on the boundary.
func (p *Poisson) Coordinates() Coordinates {
	c := &poissonCoordinates{Poisson: p, base: append([]float64{}, p.rates...)}
	for e, r := range p.rates {
		if r > simplex.Edge {
			c.free = append(c.free, e)
		}
	}
	return c
}

func (c *poissonCoordinates) Len() int { return len(c.free) }

func (c *poissonCoordinates) Move(delta []float64) error {
	for i, e := range c.free {
		c.rates[e] = c.base[e] * math.Exp(delta[i])
	}
	return checkRates(c.rates)
}

func (c *poissonCoordinates) Score(dst, stats []float64) {
	for i, e := range c.free {
		dst[i] = stats[2*e+1] + c.shape - float64((stats[2*e]+c.rate)*c.rates[e])
	}
}

func (c *poissonCoordinates) Scales() []Scale {
	scales := make([]Scale, len(c.rates))
	for _, e := range c.free {
		scales[e] = Positive
	}
	return scales
}

// Coordinates are the inner family's, nil where it has none.
func (p *part[O]) Coordinates() Coordinates {
	if c, ok := p.family.(Charted); ok {
		return c.Coordinates()
	}
	return nil
}
