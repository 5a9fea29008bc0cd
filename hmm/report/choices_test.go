package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// encodings are models that differ in what the encoder does.
var encodings = []struct {
	name, kind string
	change     func(e *encode.Encoder)
}{
	{"stems, phrases and rules of text", "words", func(e *encode.Encoder) {
		e.Stems = &encode.Stems{Stemmer: "snowball english", Of: map[string]string{"parcels": "parcel", "refunds": "refund"}}
		e.Phrases = []string{"account number", "parcel number"}
		e.Terms = vocabulary(`{"folded":17,"terms":["hello","parcel number","refund","parcel number$","account number","退款","👍"]}`)
		e.Options.Text = encode.Text{Compose: true, Addresses: true, Numbers: true, Pairs: true}
	}},
	{"hashing", "words", func(e *encode.Encoder) {
		e.Phrases, e.Options.HashBits = []string{"account number"}, 9
	}},
	{"word vectors", "vectors", func(e *encode.Encoder) {
		e.WordVectors = &encode.WordVectors{Source: "glove.txt", Checksum: "0123abcd", Width: 300, Sought: 2600, LeftOut: 31, Words: vocabulary(`{"terms":["a","b"]}`)}
		e.Projection, e.Options.Whiten = &encode.Projection{Mean: make([]float64, 300), Unit: true}, true
		e.Stems = &encode.Stems{Stemmer: "snowball german"}
	}},
	{"vectors of a command", "vectors", func(e *encode.Encoder) {
		e.Options.Embedder = &encode.Embedder{Name: "python3 embed.py"}
		e.Projection = &encode.Projection{Mean: make([]float64, 384)}
	}},
	{"vectors of length 1", "vectors", func(e *encode.Encoder) { e.Projection = &encode.Projection{Unit: true} }},
}

func vocabulary(text string) *encode.Vocabulary {
	v := new(encode.Vocabulary)
	if err := json.Unmarshal([]byte(text), v); err != nil {
		panic(err)
	}
	return v
}

// TestChoicesGolden holds what the head of the map, the trace and its JSON say of each encoder.
func TestChoicesGolden(t *testing.T) {
	var b strings.Builder
	for _, c := range encodings {
		m := traced(t, c.kind)
		c.change(m.Encoder)
		head := strings.SplitN(render(t, func(w io.Writer) error { return Training(w, m) }), "\n", 3)[1]
		trace := render(t, NewTrace(m).Write)
		from, to := strings.Index(trace, "kept without"), strings.Index(trace, "\nWHAT CHANGED")
		fmt.Fprintf(&b, "== %s\n%s\n\n%s\n%s\n", c.name, head, trace[from:to], asJSON(t, m))
	}
	golden(t, "choices.txt", b.String())
}

// asJSON is an encoder's choices in the trace for programs.
func asJSON(t *testing.T, m *intent.Model) string {
	t.Helper()
	var trace struct{ Encoder json.RawMessage }
	if err := json.Unmarshal([]byte(render(t, NewTrace(m).JSON)), &trace); err != nil {
		t.Fatal(err)
	}
	return string(trace.Encoder)
}
