package topic

import (
	"encoding/json"
	"fmt"
)

type modelJSON struct {
	Alpha  []float64   `json:"alpha"`
	Eta    float64     `json:"eta"`
	Topics [][]float64 `json:"topics"` // parameters: a row a topic
	Record *Record     `json:"record,omitempty"`
}

// MarshalJSON writes priors, topics and record; numbers come back exactly.
func (m *Model) MarshalJSON() ([]byte, error) {
	j := modelJSON{Alpha: m.alpha, Eta: m.eta, Record: m.record}
	for k := range m.alpha {
		j.Topics = append(j.Topics, m.Parameters(k))
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (m *Model) UnmarshalJSON(data []byte) error {
	var j modelJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	read, err := New(j.Alpha, j.Eta, j.Topics)
	if err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	read.record = j.Record
	*m = *read
	return nil
}
