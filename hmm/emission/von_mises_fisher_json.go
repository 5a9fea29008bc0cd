package emission

import (
	"encoding/json"
	"fmt"
	"slices"
)

type vonMisesFisherJSON struct {
	PriorWeight    float64     `json:"prior_weight"`
	PriorMean      []float64   `json:"prior_mean"`
	Directions     [][]float64 `json:"directions"`
	Concentrations []float64   `json:"concentrations"`
}

// Kind is "vmf".
func (v *VonMisesFisher) Kind() string { return "vmf" }

// MarshalJSON writes prior, directions and concentrations.
func (v *VonMisesFisher) MarshalJSON() ([]byte, error) {
	return json.Marshal(vonMisesFisherJSON{
		v.prior.weight, v.prior.mean, slices.Collect(slices.Chunk(v.directions, v.width)), v.concentrations,
	})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (v *VonMisesFisher) UnmarshalJSON(data []byte) error {
	var j vonMisesFisherJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("vmf: %w", err)
	}
	n, err := NewVonMisesFisher(j.Directions, j.Concentrations)
	if err != nil {
		return err
	}
	switch {
	case !(j.PriorWeight >= 0):
		return fmt.Errorf("vmf: prior_weight is %v, expected a number of at least 0", j.PriorWeight)
	case len(j.PriorMean) != n.width:
		return fmt.Errorf("vmf: prior_mean has %d values, expected %d", len(j.PriorMean), n.width)
	case !(length(j.PriorMean) <= 1+unitTolerance):
		return fmt.Errorf("vmf: prior_mean is of length %v, expected 1 or less", length(j.PriorMean))
	}
	n.SetPrior(j.PriorWeight, j.PriorMean)
	*v = *n
	return nil
}
