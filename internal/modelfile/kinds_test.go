package modelfile

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

// TestPeek: the format of a file is told, compressed or not, and nothing of it is lost; what is no model has none.
func TestPeek(t *testing.T) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	io.WriteString(w, `{"format":"intenthmm topics","version":1}`)
	w.Close()
	for data, want := range map[string]string{
		`{"format":"intenthmm clusters","version":1,"x":[1]}`: "intenthmm clusters",
		z.String():                  "intenthmm topics",
		z.String()[:12]:             "",
		`{"format":"x`:              "",
		`{"format":7}`:              "",
		"hello":                     "",
		"":                          "",
		`{"format":"other"}` + "\n": "other",
	} {
		format, whole, err := Peek(strings.NewReader(data))
		if err != nil || format != want {
			t.Errorf("%q: format %q, %v", data, format, err)
		}
		if back, err := io.ReadAll(whole); err != nil || string(back) != data {
			t.Errorf("%q: %q comes after it, %v", data, back, err)
		}
	}
	for format := range kinds {
		if err := (Kind{Format: "another", Version: 1}).Read(strings.NewReader(`{"format":"`+format+`","version":1}`), nil); err == nil || !strings.Contains(err.Error(), kinds[format]) {
			t.Errorf("%s: %v", format, err)
		}
	}
}
