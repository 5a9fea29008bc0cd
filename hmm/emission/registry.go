package emission

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// A Registry tells how to read families from a model file: by kind, a function from the part's name
// and the family's JSON to a part. DefaultRegistry has ours; a caller adds their own to a copy.
type Registry map[string]func(name string, data json.RawMessage) (TurnPart, error)

// DefaultRegistry returns a new registry with the families of this package. The field that a part
// looks at follows from its name: "symbol", "speaker", "words", "vector".
func DefaultRegistry() Registry {
	return Registry{
		"categorical":          reader(symbols, func() *Categorical { return &Categorical{} }),
		"poisson":              reader(symbols, func() *Poisson { return &Poisson{} }),
		variationalCategorical: reader(symbols, func() *VariationalCategorical { return &VariationalCategorical{} }),
		variationalWords:       reader(words, func() *VariationalWords { return &VariationalWords{} }),
		variationalGaussian:    reader(vectors, func() *VariationalGaussian { return &VariationalGaussian{} }),
		"words":                reader(words, func() *Words { return &Words{} }),
		"topics":               reader(words, func() *Topics { return &Topics{} }),
		"gaussian":             reader(vectors, func() *Gaussian { return &Gaussian{} }),
		"vmf":                  reader(vectors, func() *VonMisesFisher { return &VonMisesFisher{} }),
	}
}

var (
	symbols = map[string]Field[int]{"symbol": SymbolField, "speaker": SpeakerField}
	words   = map[string]Field[[]Count]{"words": WordsField}
	vectors = map[string]Field[[]float64]{"vector": VectorField}
)

// reader reads families of one type into parts with one of the fields.
func reader[O any, F interface {
	Family[O]
	json.Unmarshaler
}](fields map[string]Field[O], empty func() F) func(string, json.RawMessage) (TurnPart, error) {
	return func(name string, data json.RawMessage) (TurnPart, error) {
		field, ok := fields[name]
		if !ok {
			return nil, fmt.Errorf("name %q, expected one of %q", name, slices.Sorted(maps.Keys(fields)))
		}
		family := empty()
		if err := family.UnmarshalJSON(data); err != nil {
			return nil, fmt.Errorf("params: %w", err)
		}
		return Part[O](name, family, field), nil
	}
}

// partJSON is one part of a joint family in a file.
type partJSON struct {
	Name     string          `json:"name"`
	Kind     string          `json:"kind"`
	Weight   *float64        `json:"weight,omitempty"` // nil: 1
	Unplaced bool            `json:"unplaced,omitempty"`
	Params   json.RawMessage `json:"params"`
}

// MarshalJSON writes the parts with their names and kinds.
func (j *Joint) MarshalJSON() ([]byte, error) {
	var parts []partJSON
	for _, p := range j.parts {
		family, ok := p.Inner().(interface {
			Kind
			json.Marshaler
		})
		if !ok {
			return nil, fmt.Errorf("joint: part %q: its family has no Kind, so it cannot be saved", p.Name())
		}
		data, err := family.MarshalJSON() // json.Marshal would go over it once more
		if err != nil {
			return nil, fmt.Errorf("joint: part %q: %w", p.Name(), err)
		}
		raw := partJSON{Name: p.Name(), Kind: family.Kind(), Unplaced: !p.Placed(), Params: data}
		if w := p.Weight(); w != 1 {
			raw.Weight = &w
		}
		parts = append(parts, raw)
	}
	return json.Marshal(parts)
}

// Joint reads a joint family as its MarshalJSON writes it.
func (r Registry) Joint(data []byte) (*Joint, error) {
	var raw []partJSON
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("joint: %w", err)
	}
	var parts []TurnPart
	for _, p := range raw {
		read, ok := r[p.Kind]
		if !ok {
			return nil, fmt.Errorf("joint: part %q: kind %q, expected one of %q", p.Name, p.Kind, slices.Sorted(maps.Keys(r)))
		}
		part, err := read(p.Name, p.Params)
		if err != nil {
			return nil, fmt.Errorf("joint: part %q: %w", p.Name, err)
		}
		if p.Weight != nil {
			if err := checkWeight(*p.Weight); err != nil {
				return nil, fmt.Errorf("joint: part %q: %w", p.Name, err)
			}
			part = part.Weighted(*p.Weight)
		}
		if p.Unplaced {
			part = part.Unplaced()
		}
		parts = append(parts, part)
	}
	return NewJoint(parts...)
}
