// Package modelfile is what all model files have in common: one JSON document that begins with its format and version,
// compressed or not.
package modelfile

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"intenthmm/internal/atomicfile"
)

// A Kind is a kind of model file.
type Kind struct {
	Format  string // the first field of the document
	Version int    // that is written; every earlier one is read, for ever
}

// Save has write fill the file at path, compressed if the name ends in .gz. The file is complete or not there: if
// anything fails, what was at path is as it was.
func Save(path string, write func(w io.Writer) error) error {
	return atomicfile.Write(path, func(w io.Writer) error {
		if !strings.HasSuffix(path, ".gz") {
			return write(w)
		}
		z := gzip.NewWriter(w)
		return errors.Join(write(z), z.Close())
	})
}

// Write writes a document: JSON in which texts stand as they are.
func Write(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(document)
}

// Open has read read the file at path. Its error names the file.
func Open[M any](path string, read func(io.Reader) (M, error)) (m M, err error) {
	f, err := os.Open(path)
	if err != nil {
		return m, err
	}
	defer f.Close()
	if m, err = read(f); err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// Read reads a document of this kind into dst, compressed or not. The error says what is wrong with it: that it is of
// another kind, or of a newer version, or where it is broken.
func (k Kind) Read(r io.Reader, dst any) error {
	data, err := io.ReadAll(r)
	if err == nil && bytes.HasPrefix(data, []byte(compressed)) {
		data, err = unzip(data)
	}
	if err != nil {
		return fmt.Errorf("reading a model: %w", err)
	}
	if err := k.check(data); err != nil {
		return err
	}
	if err := json.Unmarshal(data, dst); err != nil {
		return fmt.Errorf("model file: %w", position(data, err))
	}
	return nil
}

// compressed is how a compressed file begins.
const compressed = "\x1f\x8b"

func unzip(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// shownBytes bounds the beginning of a file that is no model's.
const shownBytes = 24

// check tells a model file from anything else, and its version.
func (k Kind) check(data []byte) error {
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
	case errors.As(err, &syntax) && k.begun(data):
		return fmt.Errorf("not a complete model file: %w", position(data, err))
	case errors.As(err, &syntax):
		return fmt.Errorf("not a model file: it begins %#q, expected %#q", data[:min(shownBytes, len(data))], `{"format":"`+k.Format+`"`)
	case err != nil:
		return fmt.Errorf("not a model file: %w", err)
	case kinds[h.Format] != "" && h.Format != k.Format:
		return fmt.Errorf("another kind of model file: format is %q, expected %q: %s", h.Format, k.Format, kinds[h.Format])
	case h.Format != k.Format:
		return fmt.Errorf("not a model file: format is %q, expected %q", h.Format, k.Format)
	case h.Version > k.Version:
		return fmt.Errorf("model file of version %d, this program reads up to %d: use a newer one", h.Version, k.Version)
	case h.Version < 1:
		return fmt.Errorf("model file: version is %d, expected 1 to %d", h.Version, k.Version)
	}
	return nil
}

// begun reports whether JSON that is not whole begins as a model file does.
func (k Kind) begun(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	for _, want := range []json.Token{json.Delim('{'), "format", k.Format} {
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
