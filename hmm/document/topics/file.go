package topics

import (
	"fmt"
	"io"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/topic"
	"intenthmm/internal/modelfile"
)

// file is what Save writes. Open reads every earlier version, for ever.
var file = modelfile.Kind{Format: "intenthmm topics", Version: 1}

type fileJSON struct {
	Format  string          `json:"format"`
	Version int             `json:"version"`
	Encoder *encode.Encoder `json:"encoder"`
	LDA     *topic.Model    `json:"lda"`
	Topics  []Topic         `json:"topics"`
	Record  *Record         `json:"record"`
	Stop    []string        `json:"stop_words,omitempty"`
}

// Write writes the model file's JSON.
func (m *Model) Write(w io.Writer) error {
	return modelfile.Write(w, fileJSON{file.Format, file.Version, m.Encoder, m.LDA, m.Topics, &m.Record, m.StopWords})
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
	for _, field := range [...]struct {
		name    string
		missing bool
	}{{"encoder", j.Encoder == nil}, {"lda", j.LDA == nil}, {"record", j.Record == nil}} {
		if field.missing {
			return nil, fmt.Errorf("model file: %s is missing", field.name)
		}
	}
	m := &Model{Encoder: j.Encoder, LDA: j.LDA, Topics: j.Topics, StopWords: j.Stop, Record: *j.Record}
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
	switch {
	case m.Encoder.Terms == nil:
		return fmt.Errorf("encoder: terms are missing")
	case m.Encoder.Terms.Len()-1 != m.LDA.Words():
		return fmt.Errorf("lda: topics are over %d words, the encoder has %d", m.LDA.Words(), m.Encoder.Terms.Len()-1)
	case len(m.Topics) != m.LDA.Topics():
		return fmt.Errorf("topics: %d entries of %d topics", len(m.Topics), m.LDA.Topics())
	}
	return m.Record.check(m.LDA.Record())
}
