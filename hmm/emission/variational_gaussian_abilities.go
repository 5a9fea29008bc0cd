package emission

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Embed is Gaussian's.
func (v *VariationalGaussian) Embed(batches [][][]float64, seed uint64) ([]float64, int) {
	return v.point.Embed(batches, seed)
}

// Check refuses vectors of another length and values that are not finite.
func (v *VariationalGaussian) Check(obs []float64) error { return v.point.Check(obs) }

// Sample draws a vector from the Gaussian with mean m_e and covariance C_e.
func (v *VariationalGaussian) Sample(e int, rng *rand.Rand) []float64 { return v.point.Sample(e, rng) }

// Split puts to a tenth of a standard deviation beside from.
func (v *VariationalGaussian) Split(from, to int, rng *rand.Rand) {
	v.point.Split(from, to, rng)
	v.turns[to] = v.turns[from]
	if len(v.freedom) > 1 {
		v.freedom[to] = v.freedom[from]
	}
}

// Permute reorders the distributions.
func (v *VariationalGaussian) Permute(order []int) {
	old := v.clone()
	v.point.Permute(order)
	for e, from := range order {
		v.turns[e] = old.turns[from]
		if len(v.freedom) > 1 {
			v.freedom[e] = old.freedom[from]
		}
	}
}

// FreeParams is that of the Gaussian that it is a posterior of.
func (v *VariationalGaussian) FreeParams() int { return v.point.FreeParams() }

// Affinity compares the Gaussians with means m and covariances C.
func (v *VariationalGaussian) Affinity(e int, other Family[[]float64], f int) float64 {
	if o, ok := other.(*VariationalGaussian); ok {
		return v.point.Affinity(e, o.point, f)
	}
	return 0
}

const variationalGaussian = "variational gaussian"

// Kind is "variational gaussian".
func (v *VariationalGaussian) Kind() string { return variationalGaussian }

type variationalGaussianJSON struct {
	Covariance  Covariance           `json:"covariance"`
	Prior       variationalPriorJSON `json:"prior"`
	Means       [][]float64          `json:"means"`
	Covariances [][]float64          `json:"covariances"`
	Turns       []float64            `json:"turns"`
	Freedom     []float64            `json:"freedom"`
}

// variationalPriorJSON is a VariationalPrior in a file.
type variationalPriorJSON struct {
	Mean      []float64 `json:"mean"`
	Turns     float64   `json:"turns"`
	Freedom   float64   `json:"freedom"`
	Variances []float64 `json:"variances"`
}

// MarshalJSON writes shape, prior and posterior.
func (v *VariationalGaussian) MarshalJSON() ([]byte, error) {
	g := v.point
	return json.Marshal(variationalGaussianJSON{
		g.shape, variationalPriorJSON(v.prior), slices.Collect(slices.Chunk(g.means, g.width)),
		slices.Collect(slices.Chunk(g.cov, g.covLen())), v.turns, v.freedom,
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (v *VariationalGaussian) UnmarshalJSON(data []byte) error {
	var j variationalGaussianJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("variational gaussian: %w", err)
	}
	g, err := NewGaussian(j.Covariance, j.Means, j.Covariances)
	if err != nil {
		return fmt.Errorf("variational %w", err)
	}
	n := &VariationalGaussian{point: g, turns: make([]float64, g.n), freedom: make([]float64, g.matrices())}
	if len(j.Turns) != len(n.turns) || len(j.Freedom) != len(n.freedom) {
		return fmt.Errorf("variational gaussian: %d turns and %d freedom, expected %d and %d", len(j.Turns), len(j.Freedom), len(n.turns), len(n.freedom))
	}
	if err := n.checkPrior(VariationalPrior(j.Prior)); err != nil {
		return err
	}
	if err := n.checkCounts(slices.Concat(j.Turns, j.Freedom)); err != nil {
		return err
	}
	means, cov := slices.Clone(g.means), slices.Clone(g.cov)
	n.setPrior(VariationalPrior(j.Prior))
	copy(g.means, means)
	copy(g.cov, cov)
	copy(n.turns, j.Turns)
	copy(n.freedom, j.Freedom)
	*v = *n
	return nil
}
