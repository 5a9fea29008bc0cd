package mixture

import (
	"encoding/json"
	"fmt"

	"intenthmm/hmm/emission"
)

// kindJSON is something that has a kind, in a file.
type kindJSON struct {
	Kind   string          `json:"kind"`
	Params json.RawMessage `json:"params"`
}

// modelJSON is a model in a file.
type modelJSON struct {
	Mixing   kindJSON `json:"mixing"`
	Emission kindJSON `json:"emission"`
}

// MarshalJSON writes weights and family with their kinds, every number exactly. The error is of a family
// that has no emission.Kind.
func (m *Model[O]) MarshalJSON() ([]byte, error) {
	kind, ok := m.Emission.(emission.Kind)
	if !ok {
		return nil, fmt.Errorf("mixture: %T has no Kind, so it cannot be saved", m.Emission)
	}
	mixing, err := json.Marshal(m.Mixing)
	if err != nil {
		return nil, err
	}
	family, err := json.Marshal(m.Emission)
	if err != nil {
		return nil, err
	}
	return json.Marshal(modelJSON{kindJSON{m.Mixing.Kind(), mixing}, kindJSON{kind.Kind(), family}})
}

// Decode reads what MarshalJSON wrote. family reads the parameters of a family of a kind. The error names
// the field.
func Decode[O any](data []byte, family func(kind string, params json.RawMessage) (emission.Family[O], error)) (*Model[O], error) {
	var j modelJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return nil, fmt.Errorf("mixture: %w", err)
	}
	mixing, err := readMixing(j.Mixing)
	if err != nil {
		return nil, fmt.Errorf("mixture: mixing: %w", err)
	}
	f, err := family(j.Emission.Kind, j.Emission.Params)
	if err != nil {
		return nil, fmt.Errorf("mixture: emission: %w", err)
	}
	return New(mixing, f)
}

// DecodeTurns is Decode for a joint family over turns, with the families of a registry.
func DecodeTurns(data []byte, families emission.Registry) (*Model[emission.Turn], error) {
	return Decode(data, func(kind string, params json.RawMessage) (emission.Family[emission.Turn], error) {
		if want := (*emission.Joint)(nil).Kind(); kind != want {
			return nil, fmt.Errorf("kind %q, expected %q", kind, want)
		}
		return families.Joint(params)
	})
}

// mixingJSON is a Mixing in a file: of each kind its own fields.
type mixingJSON struct {
	Prior         *float64  `json:"prior,omitempty"`
	Concentration *float64  `json:"concentration,omitempty"`
	Weights       []float64 `json:"weights,omitempty"`
	Counts        []float64 `json:"counts,omitempty"`
	Broken        []float64 `json:"broken,omitempty"` // a
	Left          []float64 `json:"left,omitempty"`   // b
}

// MarshalJSON writes prior and weights.
func (p *Proportions) MarshalJSON() ([]byte, error) {
	return json.Marshal(mixingJSON{Prior: &p.prior, Weights: p.weights})
}

// MarshalJSON writes concentration and α.
func (d *Dirichlet) MarshalJSON() ([]byte, error) {
	return json.Marshal(mixingJSON{Concentration: &d.concentration, Counts: d.alpha})
}

// MarshalJSON writes concentration, a and b.
func (s *Sticks) MarshalJSON() ([]byte, error) {
	return json.Marshal(mixingJSON{Concentration: &s.concentration, Broken: s.a, Left: s.b})
}

// readMixing reads and checks a Mixing.
func readMixing(k kindJSON) (Mixing, error) {
	var j mixingJSON
	if err := json.Unmarshal(k.Params, &j); err != nil {
		return nil, fmt.Errorf("params: %w", err)
	}
	switch k.Kind {
	case (*Proportions)(nil).Kind():
		if j.Prior == nil {
			return nil, fmt.Errorf("prior is missing")
		}
		return NewProportions(j.Weights, *j.Prior)
	case (*Dirichlet)(nil).Kind(), (*Sticks)(nil).Kind():
		if j.Concentration == nil {
			return nil, fmt.Errorf("concentration is missing")
		}
		return readPosterior(k.Kind, j)
	}
	return nil, fmt.Errorf("kind %q, expected \"proportions\", \"dirichlet\" or \"sticks\"", k.Kind)
}

// readPosterior reads a variational Mixing.
func readPosterior(kind string, j mixingJSON) (Mixing, error) {
	if kind == (*Dirichlet)(nil).Kind() {
		if len(j.Counts) == 0 {
			return nil, fmt.Errorf("counts is missing")
		}
		d, err := NewDirichlet(len(j.Counts), *j.Concentration)
		if err != nil {
			return nil, err
		}
		if err := d.SetParams(j.Counts); err != nil {
			return nil, fmt.Errorf("counts: %w", err)
		}
		return d, nil
	}
	if len(j.Broken) == 0 || len(j.Left) != len(j.Broken) {
		return nil, fmt.Errorf("broken and left have %d and %d values, expected one a component", len(j.Broken), len(j.Left))
	}
	s, err := NewSticks(len(j.Broken), *j.Concentration)
	if err != nil {
		return nil, err
	}
	if err := s.SetParams(append(j.Broken[:len(j.Broken):len(j.Broken)], j.Left...)); err != nil {
		return nil, fmt.Errorf("broken and left: %w", err)
	}
	return s, nil
}
