package intent_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

var update = flag.Bool("update", false, "write the frozen model files of the present version anew")

// A frozenTurn is a line of the file beside a frozen model: what was said, and what the model made
// of it.
type frozenTurn struct {
	Conversation string          `json:"conversation_id"`
	Speaker      string          `json:"speaker"`
	Text         string          `json:"text"`
	Symbol       string          `json:"symbol,omitempty"`
	Vector       []float64       `json:"vector,omitempty"`
	State        int             `json:"state"`
	Intent       string          `json:"intent"`
	Confidence   json.RawMessage `json:"confidence"` // to nine digits, which no change of kernels moves
}

// TestFrozen opens the model files that earlier versions wrote. They must go on to open, and to
// decode to the same: a file of a version that was released is never written anew.
func TestFrozen(t *testing.T) {
	dir := filepath.Join(samples.Root(t), "testdata", "models")
	if *update {
		freeze(t, dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.hmm.json.gz"))
	if err != nil || len(files) < 3 {
		t.Fatalf("frozen models: %v, %v", files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			m, err := intent.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			golden, err := os.ReadFile(decoded(path))
			if err != nil {
				t.Fatal(err)
			}
			var messages []transcript.Message
			for line := range bytes.Lines(golden) {
				var turn frozenTurn
				if err := json.Unmarshal(line, &turn); err != nil {
					t.Fatal(err)
				}
				messages = append(messages, transcript.Message{
					Conversation: turn.Conversation, Speaker: turn.Speaker, Text: turn.Text, Symbol: turn.Symbol, Vector: turn.Vector,
				})
			}
			got := bytes.Lines(frozen(t, m, messages))
			want := bytes.SplitAfter(golden, []byte("\n"))
			for line := range got {
				if !bytes.Equal(line, want[0]) {
					t.Errorf("got  %swant %s", line, want[0])
				}
				want = want[1:]
			}
		})
	}
}

func decoded(path string) string { return strings.TrimSuffix(path, ".hmm.json.gz") + ".decoded.jsonl" }

// frozen decodes messages to the lines of the file beside a model.
func frozen(t *testing.T, m *intent.Model, messages []transcript.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	conversations := group(t, messages)
	for i, decisions := range decode(t, m, conversations, intent.Viterbi, 1) {
		for j, d := range decisions {
			said := conversations[i].Messages[j]
			confidence := json.RawMessage(fmt.Sprintf("%.9f", d.Confidence))
			if err := e.Encode(frozenTurn{said.Conversation, said.Speaker, said.Text, said.Symbol, said.Vector, d.State, d.Intent, confidence}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.Bytes()
}

// freeze writes small models of every kind of observation as the present version does, and what
// they make of three conversations.
func freeze(t *testing.T, dir string) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	messages := samples.Read(t, samples.Helpdesk(t))[:450] // about 40 conversations
	for i := range messages {
		m := &messages[i]
		m.Symbol, m.Vector = m.Label, []float64{float64(len(m.Text)), float64(strings.Count(m.Text, " ")), float64(m.Turn)}
	}
	three := group(t, messages)[:3]
	for name, set := range map[string]func(*intent.Options){
		"v2": func(o *intent.Options) {
			o.Encode.MinTurns, o.Encode.Phrases, o.Encode.Stemmer = 3, 0.4, firstLetters{}
			o.Encode.Text = encode.Text{Compose: true, Pairs: true, Addresses: true, Numbers: true}
		},
		"v2-hashed":  func(o *intent.Options) { o.Encode.HashBits = 8 },
		"v2-symbols": func(o *intent.Options) { o.Encode.Observe = encode.Symbols },
		"v2-vectors": func(o *intent.Options) {
			o.Encode.Observe, o.Encode.PCA, o.Encode.Whiten, o.Encode.Unit = encode.Vectors, 2, true, true
		},
		"v2-lsa":          func(o *intent.Options) { o.Encode.Observe, o.Encode.Dims = encode.LSA, 6 },
		"v2-codes":        func(o *intent.Options) { o.Encode.Observe, o.Encode.Dims, o.Encode.Codes = encode.Codes, 6, 12 },
		"v2-word-vectors": func(o *intent.Options) { o.Encode.Observe, o.Encode.WordVectors = encode.Vectors, letters{} },
	} {
		o := quick(4)
		set(&o)
		m := train(t, messages, o)
		path := filepath.Join(dir, name+".hmm.json.gz")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		var say []transcript.Message
		for _, c := range three {
			for _, m := range c.Messages {
				switch m.Label = ""; o.Encode.Observe { // only what the model looks at
				case encode.Words, encode.LSA, encode.Codes:
					m.Symbol, m.Vector = "", nil
				case encode.Symbols:
					m.Text, m.Vector = "", nil
				case encode.Vectors:
					if m.Symbol = ""; o.Encode.WordVectors == nil {
						m.Text = ""
					} else {
						m.Vector = nil
					}
				}
				say = append(say, m)
			}
		}
		if err := os.WriteFile(decoded(path), frozen(t, m, say), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
