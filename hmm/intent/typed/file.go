package typed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/types"
	"intenthmm/internal/modelfile"
)

// file is what Save writes. Open reads every earlier version, for ever.
var file = modelfile.Kind{Format: "intenthmm types", Version: 1}

// fileJSON is the file: the whole model of the intents, whose emissions the types share, and the types.
type fileJSON struct {
	Format  string          `json:"format"`
	Version int             `json:"version"`
	Intents json.RawMessage `json:"intents"`
	Weights []float64       `json:"weights"`
	Chains  []*chain.Chain  `json:"chains"`
	Types   []Type          `json:"types"`
	Record  *Record         `json:"record"`
}

// Write writes the file's JSON.
func (m *Model) Write(w io.Writer) error {
	var intents bytes.Buffer
	if err := m.Intents.Write(&intents); err != nil {
		return err
	}
	return modelfile.Write(w, fileJSON{file.Format, file.Version, intents.Bytes(), m.Mixture.Weights, m.Mixture.Chains, m.Types, &m.Record})
}

// Save writes the file, compressed if the name ends in .gz. The file is complete or not there: if anything
// fails, what was at path is as it was.
func (m *Model) Save(path string) error { return modelfile.Save(path, m.Write) }

// Open reads a file with the emission families of this project.
func Open(path string) (*Model, error) {
	return modelfile.Open(path, func(r io.Reader) (*Model, error) { return Read(r, emission.DefaultRegistry()) })
}

// Read reads types, compressed or not. Whatever is wrong is an error that names the field, and nothing is
// half loaded.
func Read(r io.Reader, families emission.Registry) (*Model, error) {
	var j fileJSON
	if err := file.Read(r, &j); err != nil {
		return nil, err
	}
	if j.Intents == nil {
		return nil, fmt.Errorf("model file: intents are missing")
	}
	if j.Record == nil {
		return nil, fmt.Errorf("model file: record is missing")
	}
	intents, err := intent.Read(bytes.NewReader(j.Intents), families)
	if err != nil {
		return nil, fmt.Errorf("intents: %w", err)
	}
	mixture := &types.Model[emission.Turn]{Weights: j.Weights, Chains: j.Chains, Families: []emission.Family[emission.Turn]{intents.HMM.Emission}}
	m := &Model{Intents: intents, Mixture: mixture, Types: j.Types, Record: *j.Record}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("model file: %w", err)
	}
	return m, nil
}

// check reports what does not fit together, naming the field.
func (m *Model) check() error {
	if err := m.Mixture.Check(); err != nil {
		return err
	}
	if own, all := m.Mixture.Chains[0], m.Intents.HMM.Chain; (own.Stop == nil) != (all.Stop == nil) || len(own.Next) != len(all.Next) || own.States() != all.States() {
		return fmt.Errorf("chains: they have other states, classes or stops than the intents' chain")
	}
	if len(m.Types) != m.Mixture.Types() {
		return fmt.Errorf("types: %d entries, there are %d weights", len(m.Types), m.Mixture.Types())
	}
	for c := range m.Types {
		if err := m.Types[c].check(m.Mixture.States()); err != nil {
			return fmt.Errorf("types: type %d: %w", c, err)
		}
	}
	if err := m.Record.check(); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

func (t *Type) check(states int) error {
	switch {
	case !(t.Conversations >= 0) || !(t.Turns >= 0):
		return fmt.Errorf("%v conversations, %v turns, expected 0 or more", t.Conversations, t.Turns)
	case len(t.Visits) != states:
		return fmt.Errorf("visits has %d values, expected one for each of %d states", len(t.Visits), states)
	}
	for i, p := range t.Visits {
		if !(p >= 0 && p <= 1+1e-9) {
			return fmt.Errorf("visits[%d] is %v, expected a probability", i, p)
		}
	}
	for _, e := range t.Examples {
		for _, i := range e.Flow {
			if i < 0 || i >= states {
				return fmt.Errorf("typical conversation %q: state %d of %d", e.Conversation, i, states)
			}
		}
	}
	return nil
}
