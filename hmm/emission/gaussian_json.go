package emission

import (
	"encoding/json"
	"fmt"
	"slices"
)

type gaussianJSON struct {
	Covariance  Covariance  `json:"covariance"`
	PriorWeight float64     `json:"prior_weight"`
	PriorScale  []float64   `json:"prior_scale"`
	Floor       []float64   `json:"floor"`
	Means       [][]float64 `json:"means"`
	Covariances [][]float64 `json:"covariances"`
	Origin      []float64   `json:"origin,omitempty"` // of tied distributions; else, and in older files, none
}

// Kind is "gaussian".
func (g *Gaussian) Kind() string { return "gaussian" }

// MarshalJSON writes shape, prior, floor, means and covariances.
func (g *Gaussian) MarshalJSON() ([]byte, error) {
	var origin []float64
	if g.shape == Tied {
		origin = g.origin
	}
	return json.Marshal(gaussianJSON{
		g.shape, g.prior.weight, g.prior.scale, g.prior.floor,
		slices.Collect(slices.Chunk(g.means, g.width)),
		slices.Collect(slices.Chunk(g.cov, g.covLen())), origin,
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (g *Gaussian) UnmarshalJSON(data []byte) error {
	var j gaussianJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("gaussian: %w", err)
	}
	n, err := NewGaussian(j.Covariance, j.Means, j.Covariances)
	if err != nil {
		return err
	}
	if !(j.PriorWeight >= 0) {
		return fmt.Errorf("gaussian: prior_weight is %v, expected a number of at least 0", j.PriorWeight)
	}
	if err := n.checkPrior("prior_scale", j.PriorScale); err != nil {
		return err
	}
	if err := n.checkPrior("floor", j.Floor); err != nil {
		return err
	}
	if j.Origin != nil {
		if err := n.Check(j.Origin); err != nil {
			return fmt.Errorf("gaussian: origin: %w", err)
		}
		copy(n.origin, j.Origin)
	}
	n.SetPrior(j.PriorWeight, j.PriorScale, j.Floor)
	*g = *n
	return nil
}

// checkPrior reports what is wrong with one row of variances of the prior.
func (g *Gaussian) checkPrior(name string, v []float64) error {
	if len(v) != g.width {
		return fmt.Errorf("gaussian: %s has %d values, expected %d", name, len(v), g.width)
	}
	for i, x := range v {
		if !(x >= 0) {
			return fmt.Errorf("gaussian: %s: value %d is %v, expected a number of at least 0", name, i, x)
		}
	}
	return nil
}
