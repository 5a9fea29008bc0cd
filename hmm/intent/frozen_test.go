package intent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/modelfile/frozentest"
	"intenthmm/internal/samples"
)

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

// TestFrozen: model files of earlier versions go on to open, and to decode to the same.
func TestFrozen(t *testing.T) {
	frozentest.Kind[*intent.Model]{
		Ending: ".hmm.json.gz", Said: ".decoded.jsonl", Least: 3, Open: intent.Open, Say: frozen, Write: freeze(),
	}.Run(t)
}

// frozen decodes the messages in the lines of the file beside a model to such lines.
func frozen(t *testing.T, m *intent.Model, known []byte) []byte {
	t.Helper()
	var messages []transcript.Message
	for line := range bytes.Lines(known) {
		var turn frozenTurn
		if err := json.Unmarshal(line, &turn); err != nil {
			t.Fatal(err)
		}
		messages = append(messages, transcript.Message{
			Conversation: turn.Conversation, Speaker: turn.Speaker, Text: turn.Text, Symbol: turn.Symbol, Vector: turn.Vector,
		})
	}
	conversations := group(t, messages)
	return lines(t, conversations, decode(t, m, conversations, intent.Viterbi, 1))
}

// lines are those of the file beside a model that decides so.
func lines(t *testing.T, conversations []transcript.Conversation, decisions [][]intent.Decision) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	for i, c := range conversations {
		for j, said := range c.Messages {
			d := decisions[i][j]
			confidence := json.RawMessage(fmt.Sprintf("%.9f", d.Confidence))
			if err := e.Encode(frozenTurn{said.Conversation, said.Speaker, said.Text, said.Symbol, said.Vector, d.State, d.Intent, confidence}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.Bytes()
}

// freeze is small models of every kind of observation as the present version trains them, to be asked for three
// conversations.
func freeze() map[string]func(t *testing.T) (*intent.Model, []byte) {
	writes := map[string]func(t *testing.T) (*intent.Model, []byte){}
	for name, set := range map[string]func(*intent.Options){
		"v2": func(o *intent.Options) {
			o.Encode.MinTurns, o.Encode.Phrases, o.Encode.Stemmer = 3, 0.4, firstLetters{}
			o.Encode.Text = encode.Text{Compose: true, Pairs: true, Addresses: true, Numbers: true}
		},
		"v2-grams": func(o *intent.Options) {
			o.Encode.Grams, o.Encode.LengthPower, o.Encode.Phrases, o.Encode.Stemmer = 3, 0.6, 0.4, firstLetters{}
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
		writes[name] = func(t *testing.T) (*intent.Model, []byte) {
			messages := samples.Read(t, samples.Helpdesk(t))[:450] // about 40 conversations
			for i := range messages {
				m := &messages[i]
				m.Symbol, m.Vector = m.Label, []float64{float64(len(m.Text)), float64(strings.Count(m.Text, " ")), float64(m.Turn)}
			}
			three := group(t, messages)[:3]
			o := quick(4)
			o.Encode = o.Encode.WithoutGrams()
			set(&o)
			undecided := make([][]intent.Decision, len(three))
			for i, c := range three {
				undecided[i] = make([]intent.Decision, len(c.Messages))
				for j := range c.Messages {
					m := &c.Messages[j]
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
				}
			}
			return train(t, messages, o), lines(t, three, undecided)
		}
	}
	return writes
}
