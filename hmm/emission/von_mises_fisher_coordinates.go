package emission

import (
	"math"
	"slices"
)

// directionCoordinates are the natural parameters κ_e μ_e about those at the origin, in units of one over the
// standard deviation across μ_e.
type directionCoordinates struct {
	*VonMisesFisher
	natural []float64 // n×D, at the origin
	ahead   []float64 // n×D, the directions there
	units   []float64 // n
}

// Coordinates are the natural parameters κ_e μ_e, whose only bounds are those of numbers; nil where the distributions
// share their concentration.
func (v *VonMisesFisher) Coordinates() Coordinates {
	if v.shared() {
		return nil
	}
	c := &directionCoordinates{VonMisesFisher: v, ahead: slices.Clone(v.directions)}
	for e, kappa := range v.concentrations {
		for _, m := range v.Direction(e) {
			c.natural = append(c.natural, kappa*m)
		}
		variance := 1 / float64(v.width) // A(κ)/κ as κ vanishes
		if kappa > 0 {
			variance = meanResultant(v.width, kappa) / kappa
		}
		c.units = append(c.units, 1/math.Sqrt(variance))
	}
	return c
}

func (c *directionCoordinates) Len() int { return len(c.natural) }

func (c *directionCoordinates) Move(delta []float64) error {
	params := make([]float64, c.ParamLen())
	copy(params, c.ahead)
	eta := make([]float64, c.width)
	for e := range c.n {
		for i := range eta {
			at := e*c.width + i
			eta[i] = c.natural[at] + float64(c.units[e]*delta[at])
		}
		params[len(c.directions)+e] = length(eta)
		if directed(eta) {
			copy(params[e*c.width:], eta)
		}
	}
	return c.SetParams(params)
}

func (c *directionCoordinates) Score(dst, stats []float64) {
	for e, kappa := range c.concentrations {
		score := dst[e*c.width:][:c.width]
		pull := c.of(stats, e, score) * meanResultant(c.width, kappa)
		for i, m := range c.Direction(e) {
			score[i] = c.units[e] * (score[i] - float64(pull*m))
		}
	}
}

func (c *directionCoordinates) Scales() []Scale {
	scales := slices.Repeat([]Scale{Real}, c.ParamLen())
	for e := range c.n {
		scales[len(c.directions)+e] = Positive
	}
	return scales
}
