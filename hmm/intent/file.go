package intent

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/internal/atomicfile"
)

const (
	fileFormat = "intenthmm model"
	// fileVersion is the version that Save writes. Open reads it and every earlier one, for ever:
	// testdata/models holds a frozen file of each.
	fileVersion = 2
)

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
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(fileJSON{fileFormat, fileVersion, m.Encoder, m.HMM.Chain, data, m.States, &m.Record, m.StopWords})
}

// Save writes the model file, compressed if the name ends in .gz. The file is complete or not there:
// if anything fails, what was at path is as it was.
func (m *Model) Save(path string) error {
	return atomicfile.Write(path, func(w io.Writer) error {
		if !strings.HasSuffix(path, ".gz") {
			return m.Write(w)
		}
		z := gzip.NewWriter(w)
		return errors.Join(m.Write(z), z.Close())
	})
}

// Open reads a model file with the emission families of this project.
func Open(path string) (*Model, error) { return OpenWith(path, emission.DefaultRegistry()) }

// OpenWith reads a model file with the families of a registry.
func OpenWith(path string, families emission.Registry) (*Model, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, err := Read(f, families)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Read reads a model, compressed or not. Whatever is wrong with it is an error that names the field,
// and nothing is half loaded.
func Read(r io.Reader, families emission.Registry) (*Model, error) {
	data, err := io.ReadAll(r)
	if err == nil && bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		data, err = unzip(data)
	}
	if err != nil {
		return nil, fmt.Errorf("reading a model: %w", err)
	}
	if err := checkHeader(data); err != nil {
		return nil, err
	}
	var j fileJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return nil, fmt.Errorf("model file: %w", position(data, err))
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

func unzip(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// checkHeader tells a model file from anything else, and its version.
func checkHeader(data []byte) error {
	var h struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if len(data) == 0 {
		return errors.New("not a model file: it is empty")
	}
	err := json.Unmarshal(data, &h)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax) && begun(data):
		return fmt.Errorf("not a complete model file: %w", position(data, err))
	case errors.As(err, &syntax):
		return fmt.Errorf("not a model file: it begins %#q, expected %#q", data[:min(shownBytes, len(data))], `{"format":"`+fileFormat+`"`)
	case err != nil:
		return fmt.Errorf("not a model file: %w", err)
	case h.Format != fileFormat:
		return fmt.Errorf("not a model file: format is %q, expected %q", h.Format, fileFormat)
	case h.Version > fileVersion:
		return fmt.Errorf("model file of version %d, this program reads up to %d: use a newer one", h.Version, fileVersion)
	case h.Version < 1:
		return fmt.Errorf("model file: version is %d, expected 1 to %d", h.Version, fileVersion)
	}
	return nil
}

// shownBytes bounds the beginning of a file that is no model's.
const shownBytes = 24

// begun reports whether JSON that is not whole begins as a model file does.
func begun(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	for _, want := range []json.Token{json.Delim('{'), "format", fileFormat} {
		if got, err := d.Token(); err != nil || got != want {
			return false
		}
	}
	return true
}

// position adds where in the file a syntax error is.
func position(data []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("byte %d of %d: %w", syntax.Offset, len(data), err)
	}
	return err
}
