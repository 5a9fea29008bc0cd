package intent

import (
	"encoding/json"
	"fmt"
	"io"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/internal/modelfile"
)

// file is what Save writes. Open reads every earlier version, for ever: testdata/models holds a frozen file of each.
var file = modelfile.Kind{Format: "intenthmm model", Version: 2}

// fileJSON is the model file. Version 2 has more options of the encoder, which version 1 would pass over.
type fileJSON struct {
	Format   string          `json:"format"`
	Version  int             `json:"version"`
	Encoder  *encode.Encoder `json:"encoder"`
	Chain    *chain.Chain    `json:"chain"`
	Emission json.RawMessage `json:"emission"`
	States   []State         `json:"states"`
	Record   *Record         `json:"record"`
	Stop     []string        `json:"stop_words,omitempty"`
}

// Write writes the model file's JSON.
func (m *Model) Write(w io.Writer) error {
	data, err := json.Marshal(m.HMM.Emission)
	if err != nil {
		return err
	}
	return modelfile.Write(w, fileJSON{file.Format, file.Version, m.Encoder, m.HMM.Chain, data, m.States, &m.Record, m.StopWords})
}

// Save writes the model file, compressed if the name ends in .gz. The file is complete or not there:
// if anything fails, what was at path is as it was.
func (m *Model) Save(path string) error { return modelfile.Save(path, m.Write) }

// Open reads a model file with the emission families of this project.
func Open(path string) (*Model, error) { return OpenWith(path, emission.DefaultRegistry()) }

// OpenWith reads a model file with the families of a registry.
func OpenWith(path string, families emission.Registry) (*Model, error) {
	return modelfile.Open(path, func(r io.Reader) (*Model, error) { return Read(r, families) })
}

// Read reads a model, compressed or not. Whatever is wrong with it is an error that names the field,
// and nothing is half loaded.
func Read(r io.Reader, families emission.Registry) (*Model, error) {
	var j fileJSON
	if err := file.Read(r, &j); err != nil {
		return nil, err
	}
	switch {
	case j.Encoder == nil:
		return nil, fmt.Errorf("model file: encoder is missing")
	case j.Chain == nil:
		return nil, fmt.Errorf("model file: chain is missing")
	case j.Emission == nil:
		return nil, fmt.Errorf("model file: emission is missing")
	case j.Record == nil:
		return nil, fmt.Errorf("model file: record is missing")
	}
	joint, err := families.Joint(j.Emission)
	if err != nil {
		return nil, fmt.Errorf("model file: emission: %w", err)
	}
	m := &Model{Encoder: j.Encoder, HMM: &hmm.Model[emission.Turn]{Chain: j.Chain, Emission: joint}, States: j.States, Record: *j.Record, StopWords: j.Stop}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("model file: %w", err)
	}
	return m, nil
}
