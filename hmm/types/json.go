package types

import (
	"encoding/json"
	"fmt"

	"intenthmm/hmm/chain"
)

// modelJSON is how a model stands in a file.
type modelJSON struct {
	Weights   []float64         `json:"weights"`
	Chains    []*chain.Chain    `json:"chains"`
	Emissions []json.RawMessage `json:"emissions"`
}

// MarshalJSON writes weights, chains and emissions; numbers survive exactly.
func (m *Model[O]) MarshalJSON() ([]byte, error) {
	j := modelJSON{Weights: m.Weights, Chains: m.Chains}
	for _, f := range m.Families {
		data, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		j.Emissions = append(j.Emissions, data)
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads a model into m, whose first family says what is expected:
//
//	m := types.Model[int]{Families: []emission.Family[int]{new(emission.Categorical)}}
//	err := json.Unmarshal(data, &m)
//
// Its error names the field, and leaves m as it was.
func (m *Model[O]) UnmarshalJSON(data []byte) error {
	var j modelJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("types: %w", err)
	}
	if len(m.Families) == 0 {
		return fmt.Errorf("types: set Families to an empty family of the expected type before reading a model")
	}
	n := &Model[O]{Weights: j.Weights, Chains: j.Chains}
	for i, raw := range j.Emissions {
		family := m.Families[0].Clone()
		target, ok := family.(json.Unmarshaler)
		if !ok {
			return fmt.Errorf("types: the emission family cannot be read from JSON")
		}
		if err := target.UnmarshalJSON(raw); err != nil {
			return fmt.Errorf("types: emissions[%d]: %w", i, err)
		}
		n.Families = append(n.Families, family)
	}
	if err := n.Check(); err != nil {
		return err
	}
	*m = *n
	return nil
}
