package emission

import (
	"math"
	"math/rand/v2"
)

// Sample draws a direction: first how far along μ, by rejection from an envelope that fits every κ and D, then where
// about it.
//
// Source: Wood 1994, Simulation of the von Mises-Fisher distribution.
func (v *VonMisesFisher) Sample(e int, rng *rand.Rand) []float64 {
	x, mu := make([]float64, v.width), v.Direction(e)
	along := v.along(v.Concentration(e), x, rng)
	for ok := false; !ok; ok = directed(x) {
		gaussians(x, rng)
		cosine := 0.0
		for i, m := range mu {
			cosine += float64(m * x[i])
		}
		for i, m := range mu {
			x[i] -= float64(cosine * m)
		}
	}
	across := math.Sqrt(max(0, (1-along)*(1+along))) / length(x)
	for i, m := range mu {
		x[i] = float64(along*m) + float64(across*x[i])
	}
	unit(x)
	return x
}

// along draws μᵀx. A Beta((D-1)/2, (D-1)/2) variate is (1+u)/2, u a coordinate of a direction that is uniform on the
// sphere.
func (v *VonMisesFisher) along(kappa float64, scratch []float64, rng *rand.Rand) float64 {
	d := float64(v.width - 1)
	b := d / (2*kappa + math.Hypot(2*kappa, d))
	x := (1 - b) / (1 + b)
	c := float64(kappa*x) + float64(d*math.Log((1-x)*(1+x)))
	for {
		gaussians(scratch, rng)
		z := (1 + scratch[0]/length(scratch)) / 2
		w := (1 - float64((1+b)*z)) / (1 - float64((1-b)*z))
		if float64(kappa*w)+float64(d*math.Log(1-float64(x*w)))-c >= math.Log(1-rng.Float64()) {
			return w
		}
	}
}

// gaussians fills x with standard normal variates, not all 0.
func gaussians(x []float64, rng *rand.Rand) {
	for {
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		if directed(x) {
			return
		}
	}
}

// Split puts to a tenth of the way from from to a direction that from would draw.
func (v *VonMisesFisher) Split(from, to int, rng *rand.Rand) {
	if !v.shared() {
		v.concentrations[to] = v.concentrations[from]
	}
	x := v.Sample(from, rng)
	for i, m := range v.Direction(from) {
		v.Direction(to)[i] = m + float64(0.1*(x[i]-m))
	}
	unit(v.Direction(to))
}
