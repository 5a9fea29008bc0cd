package emission

import (
	"math/rand/v2"
	"slices"
)

// Sample draws a vector.
func (g *Gaussian) Sample(e int, rng *rand.Rand) []float64 {
	z := make([]float64, g.width)
	for i := range z {
		z[i] = rng.NormFloat64()
	}
	x := slices.Clone(g.Mean(e))
	g.shape.form().spread(x, g.Cov(e), z)
	return x
}

// Split puts to a tenth of a standard deviation beside from.
func (g *Gaussian) Split(from, to int, rng *rand.Rand) {
	if g.shape != Tied {
		copy(g.Cov(to), g.Cov(from))
	}
	x := g.Sample(from, rng)
	for i, m := range g.Mean(from) {
		g.Mean(to)[i] = m + float64(0.1*(x[i]-m))
	}
}

// Permute reorders the distributions.
func (g *Gaussian) Permute(order []int) {
	old := g.Clone().(*Gaussian)
	for e, from := range order {
		copy(g.Mean(e), old.Mean(from))
		if g.shape != Tied {
			copy(g.Cov(e), old.Cov(from))
		}
	}
}
