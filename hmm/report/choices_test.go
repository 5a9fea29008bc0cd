package report

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
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
	{"grams", "words", func(e *encode.Encoder) {
		e.Options.Grams, e.Options.LengthPower = 3, 0.6
		e.Terms = vocabulary(`{"folded":17,"terms":["hello","^<he$","parcel","^hello","^el>$","refund","hello$","^cel$"]}`)
	}},
	{"grams and hashing", "words", func(e *encode.Encoder) { e.Options.Grams, e.Options.HashBits = 3, 9 }},
	{"word vectors", "vectors", func(e *encode.Encoder) {
		e.WordVectors = &encode.WordVectors{Source: "glove.txt", Checksum: "0123abcd", Width: 300, Sought: 2600, LeftOut: 31, Words: vocabulary(`{"terms":["a","b"]}`)}
		e.Projection, e.Options.Whiten = &encode.Projection{Mean: make([]float64, 300), Unit: true}, true
		e.Stems = &encode.Stems{Stemmer: "snowball german"}
	}},
	{"vectors of a command", "vectors", func(e *encode.Encoder) {
		e.Options.Embedder = &encode.Embedder{Name: "python3 embed.py"}
		e.Projection = &encode.Projection{Mean: make([]float64, 384)}
	}},
	{"places", "vectors", func(e *encode.Encoder) { place(e, encode.LSA) }},
	{"codes of places", "symbols", func(e *encode.Encoder) {
		place(e, encode.Codes)
		e.Symbols, e.Codebook = nil, new(encode.Codebook)
		if err := e.Codebook.UnmarshalJSON([]byte(`{"centres":[[1,0],[0,1],[0.8,0.6]]}`)); err != nil {
			panic(err)
		}
	}},
	{"words and vectors", "beside", func(e *encode.Encoder) {}},
	{"vectors of length 1", "vectors", func(e *encode.Encoder) { e.Projection = &encode.Projection{Unit: true} }},
}

// place has an encoder place words in two dimensions: hello and refund in the first, parcel between, and bye in the
// second.
func place(e *encode.Encoder, observe encode.Observe) {
	e.Options.Observe, e.Options.Dims, e.Options.LengthPower = observe, 2, 0.4
	e.Terms = vocabulary(`{"folded":17,"terms":["hello","parcel","refund","bye","^hello"]}`)
	var directions []byte
	for _, x := range []float32{0, 0, 0.8, 0, 0.3, 0.3, 0.4, 0.1, 0, 0.9, 0.9, 0} {
		directions = binary.LittleEndian.AppendUint32(directions, math.Float32bits(x))
	}
	data, err := json.Marshal(map[string]any{"width": 2, "weights": []float64{1, 2, 3, 4, 5, 6}, "directions": directions})
	if err != nil {
		panic(err)
	}
	e.Space = new(encode.Space)
	if err := e.Space.UnmarshalJSON(data); err != nil {
		panic(err)
	}
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

// TestStopWordsAreTold: the trace and both JSONs name the stop words, as people read them, and no phrase of theirs.
func TestStopWordsAreTold(t *testing.T) {
	m := traced(t, "words")
	m.Encoder.Stems = &encode.Stems{Of: map[string]string{"was": "wa"}, Forms: map[string]string{"wa": "was"}}
	m.Encoder.Phrases = []string{"of parcel", "parcel number"}
	m.Encoder.Terms = vocabulary(`{"terms":["of parcel","parcel number","wa","b","c","d","e"]}`)
	m.StopWords = []string{"a", "of", "wa"}
	for i := range 40 {
		m.StopWords = append(m.StopWords, fmt.Sprintf("word%02d", i))
	}
	trace := render(t, NewTrace(m).Write)
	if !strings.Contains(trace, "stop words, not shown: 43\n  a, of, was, word00, ") || !strings.Contains(trace, " word39\n") || strings.Contains(trace, "of parcel") || !strings.Contains(trace, "most often “parcel number”") {
		t.Errorf("the trace:\n%s", trace)
	}
	for line := range strings.SplitSeq(trace[strings.Index(trace, "stop words"):strings.Index(trace, "\nWHAT CHANGED")], "\n") {
		if len(line) > listWidth {
			t.Errorf("a line of %d bytes: %s", len(line), line)
		}
	}
	var programs struct {
		StopWords []string `json:"stop_words"`
	}
	for what, text := range map[string]string{
		"the trace": asJSON(t, m),
		"the map":   render(t, func(w io.Writer) error { return JSON(w, m) }),
	} {
		programs.StopWords = nil
		if err := json.Unmarshal([]byte(text), &programs); err != nil || len(programs.StopWords) != 43 || programs.StopWords[2] != "was" {
			t.Errorf("%s: %q, %v", what, programs.StopWords, err)
		}
	}
}

// TestCountedWords: words that were counted stand in the map, and the trace says what they are.
func TestCountedWords(t *testing.T) {
	m := traced(t, "vectors")
	const said = "words that are shown were counted"
	if trace := render(t, NewTrace(m).Write); strings.Contains(trace, said) {
		t.Errorf("nothing was counted:\n%s", trace)
	}
	m.States[0].Terms = []intent.Term{{Text: "hello", Probability: 0.25, Lift: 12}}
	if trace := render(t, NewTrace(m).Write); !strings.Contains(trace, said) {
		t.Errorf("the trace:\n%s", trace)
	}
	if table := render(t, func(w io.Writer) error { return States(w, m, 140) }); !strings.Contains(table, "hello 12×") {
		t.Errorf("the map:\n%s", table)
	}
	if text := render(t, func(w io.Writer) error { return JSON(w, m) }); !strings.Contains(text, `"word": "hello"`) {
		t.Errorf("the map for programs:\n%s", text)
	}
}
