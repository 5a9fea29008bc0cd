package mixture

import (
	"fmt"
	"math"
	"slices"
)

// Points are N vectors of D dimensions.
type Points struct {
	Width   int       // D
	Values  []float64 // N×D, row-major
	Weights []float64 // how often each counts; nil: once
}

// Len is N.
func (p Points) Len() int { return len(p.Values) / p.Width }

// mostValue is how far from zero a value may be: sums of squares stay finite.
const mostValue = 1e140

func outOfRange(v float64) bool { return !(math.Abs(v) <= mostValue) }

// Check says what is wrong with the points, if anything: an error that names the point.
func (p Points) Check() error {
	switch {
	case p.Width < 1 || len(p.Values) == 0 || len(p.Values)%p.Width != 0:
		return fmt.Errorf("mixture: %d values of points with %d dimensions, expected some for each of at least one point", len(p.Values), p.Width)
	case p.Weights != nil && len(p.Weights) != p.Len():
		return fmt.Errorf("mixture: %d weights of %d points", len(p.Weights), p.Len())
	}
	if i := slices.IndexFunc(p.Values, outOfRange); i >= 0 {
		return fmt.Errorf("mixture: point %d, dimension %d: %v, expected a number within ±%g", i/p.Width, i%p.Width, p.Values[i], mostValue)
	}
	total := 0.0
	for i, w := range p.Weights {
		if !(w >= 0) || w > math.MaxFloat32 {
			return fmt.Errorf("mixture: point %d: weight %v, expected at least 0 and at most %g", i, w, math.MaxFloat32)
		}
		total += w
	}
	if p.Weights != nil && total == 0 {
		return fmt.Errorf("mixture: all %d points have weight 0", p.Len())
	}
	return nil
}

// unit is a copy with every point at unit length, as far as it has any.
func (p Points) unit() Points {
	p.Values = slices.Clone(p.Values)
	for x := range slices.Chunk(p.Values, p.Width) {
		scaleToUnit(x)
	}
	return p
}

// total is what all points count.
func (p Points) total() float64 {
	if p.Weights == nil {
		return float64(p.Len())
	}
	return sum(p.Weights)
}

// weight is what point i counts.
func (p Points) weight(i int) float64 {
	if p.Weights == nil {
		return 1
	}
	return p.Weights[i]
}

// row is point i.
func (p Points) row(i int) []float64 { return p.Values[i*p.Width : (i+1)*p.Width] }
