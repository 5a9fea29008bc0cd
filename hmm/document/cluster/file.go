package cluster

import (
	"encoding/json"
	"fmt"
	"io"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
	"intenthmm/internal/modelfile"
)

// file is what Save writes. Open reads every earlier version, for ever.
var file = modelfile.Kind{Format: "intenthmm clusters", Version: 1}

type fileJSON struct {
	Format   string          `json:"format"`
	Version  int             `json:"version"`
	Encoder  *encode.Encoder `json:"encoder"`
	Space    *Space          `json:"space,omitempty"`
	Mixture  json.RawMessage `json:"mixture"`
	Clusters []Cluster       `json:"clusters"`
	Record   *Record         `json:"record"`
	Stop     []string        `json:"stop_words,omitempty"`
}

// Write writes the model file's JSON.
func (m *Model) Write(w io.Writer) error {
	data, err := json.Marshal(m.Mixture)
	if err != nil {
		return err
	}
	return modelfile.Write(w, fileJSON{file.Format, file.Version, m.Encoder, m.Space, data, m.Clusters, &m.Record, m.StopWords})
}

// Save writes the model file, compressed if the name ends in .gz. The file is complete or not there: if anything
// fails, what was at path is as it was.
func (m *Model) Save(path string) error { return modelfile.Save(path, m.Write) }

// Open reads a model file.
func Open(path string) (*Model, error) { return modelfile.Open(path, Read) }

// Read reads a model, compressed or not. Whatever is wrong with it is an error that names the field, and nothing is
// half loaded.
func Read(r io.Reader) (*Model, error) {
	var j fileJSON
	if err := file.Read(r, &j); err != nil {
		return nil, err
	}
	switch {
	case j.Encoder == nil:
		return nil, fmt.Errorf("model file: encoder is missing")
	case j.Mixture == nil:
		return nil, fmt.Errorf("model file: mixture is missing")
	case j.Record == nil:
		return nil, fmt.Errorf("model file: record is missing")
	}
	mix, err := mixture.DecodeTurns(j.Mixture, emission.DefaultRegistry())
	if err != nil {
		return nil, fmt.Errorf("model file: %w", err)
	}
	m := &Model{Encoder: j.Encoder, Space: j.Space, Mixture: mix, Clusters: j.Clusters, StopWords: j.Stop, Record: *j.Record}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("model file: %w", err)
	}
	return m, nil
}

// check reports what does not fit together in a model that was read from a file, naming the field.
func (m *Model) check() error {
	if err := m.Encoder.Check(); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if m.Space != nil {
		if m.Encoder.Terms == nil {
			return fmt.Errorf("space: the encoder has no words to place")
		}
		if err := m.Space.check(m.Encoder.Terms.Len()); err != nil {
			return fmt.Errorf("space: %w", err)
		}
	}
	if n, k := len(m.Clusters), m.Mixture.Components(); n < 1 || n > k {
		return fmt.Errorf("clusters: %d entries, the mixture has %d components", n, k)
	}
	for i, c := range m.Clusters {
		if !(c.Documents >= 0) {
			return fmt.Errorf("clusters: documents of cluster %d is %v, expected 0 or more", i, c.Documents)
		}
	}
	if err := m.Record.check(m.Mixture.Components()); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return m.checkParts()
}

// checkParts reports a part whose alphabet is not the encoder's.
func (m *Model) checkParts() error {
	parts := m.Mixture.Emission.(*emission.Joint).Parts()
	if len(parts) != 1 {
		return fmt.Errorf("mixture: emission: %d parts, expected one", len(parts))
	}
	have, want := 0, 0
	switch family := parts[0].Inner().(type) {
	case interface{ Vocabulary() int }:
		have, want = family.Vocabulary(), size(m.Encoder.Terms)
	case interface{ Symbols() int }:
		have, want = family.Symbols(), size(m.Encoder.Symbols)
	case interface{ Dims() int }:
		if have, want = family.Dims(), m.Encoder.Width; m.Space != nil {
			want = m.Space.Width
		}
	}
	if have == 0 || have != want {
		return fmt.Errorf("mixture: emission: part %q is over %d values, the encoder has %d", parts[0].Name(), have, want)
	}
	return nil
}

func size(v *encode.Vocabulary) int {
	if v == nil {
		return 0
	}
	return v.Len()
}
