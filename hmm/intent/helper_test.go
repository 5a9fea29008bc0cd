package intent_test

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"sync"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// stream is messages as a reader gives them.
func stream(messages []transcript.Message) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func group(t testing.TB, messages []transcript.Message) []transcript.Conversation {
	t.Helper()
	c, err := transcript.Group(stream(messages))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// quick are options for small data.
func quick(states int) intent.Options {
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations, o.Encode.MinTurns = states, 2, 20, 1
	return o
}

func train(t testing.TB, messages []transcript.Message, o intent.Options) *intent.Model {
	t.Helper()
	m, err := intent.Train(context.Background(), stream(messages), o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// file is what Write writes.
func file(t testing.TB, m *intent.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (*intent.Model, error) {
	return intent.Read(bytes.NewReader(data), emission.DefaultRegistry())
}

// reread is the model after a round trip through its file.
func reread(t testing.TB, m *intent.Model) *intent.Model {
	t.Helper()
	back, err := read(file(t, m))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// decode decodes conversations, all of which can be.
func decode(t testing.TB, m *intent.Model, c []transcript.Conversation, method intent.Method, workers int) [][]intent.Decision {
	t.Helper()
	all, err := m.DecodeAll(context.Background(), c, method, workers)
	if err != nil {
		t.Fatal(err)
	}
	for i, err := range all.Failed {
		if err != nil {
			t.Fatalf("conversation %d: %v", i, err)
		}
	}
	return all.Decisions
}

// helpdesk is the help-desk sample, and a model of it that no test may change.
var helpdesk = sync.OnceValues(func() ([]transcript.Message, *intent.Model) {
	messages := samples.Read(here, samples.Helpdesk(here))
	o := intent.DefaultOptions()
	o.States = 12
	return messages, train(here, messages, o)
})

// here is the test that asks for what is made once.
var here testing.TB

func helpdeskModel(t testing.TB) ([]transcript.Message, *intent.Model) {
	t.Helper()
	here = t
	return helpdesk()
}

// small are models of every kind, each with the messages that it was trained on. No test may change
// them.
func small(t testing.TB) map[string]trained {
	t.Helper()
	here = t
	return everyKind()
}

var everyKind = sync.OnceValue(func() map[string]trained {
	messages := samples.Read(here, samples.Helpdesk(here))[:200]
	for i := range messages {
		m := &messages[i]
		m.Symbol = m.Label
		m.Vector = []float64{float64(len(m.Text)) / 50, float64(len(m.Label)) / 10, float64(m.Turn)}
	}
	models := map[string]trained{}
	for name, set := range map[string]func(*intent.Options){
		"words":              func(o *intent.Options) {},
		"words, no speakers": func(o *intent.Options) { o.Encode.Speaker = false },
		"words, ongoing":     func(o *intent.Options) { o.Whole = false },
		"symbols":            func(o *intent.Options) { o.Encode.Observe = encode.Symbols },
		"vectors":            func(o *intent.Options) { o.Encode.Observe = encode.Vectors },
		"full vectors":       func(o *intent.Options) { o.Encode.Observe, o.Covariance = encode.Vectors, emission.Full },
		"tied vectors":       func(o *intent.Options) { o.Encode.Observe, o.Covariance = encode.Vectors, emission.Tied },
		"words, directions": func(o *intent.Options) {
			o.Encode.Vectors, o.VectorFamily, o.VectorWeight = true, intent.VonMisesFisher, 0.5
		},
		"directions": func(o *intent.Options) {
			o.Encode.Observe, o.VectorFamily = encode.Vectors, intent.VonMisesFisher
		},
		"lsa":                func(o *intent.Options) { o.Encode.Observe, o.Encode.Dims = encode.LSA, 8 },
		"codes":              func(o *intent.Options) { o.Encode.Observe, o.Encode.Codes = encode.Codes, 20 },
		"codes, no speakers": func(o *intent.Options) { o.Encode.Observe, o.Encode.Speaker = encode.Codes, false },
		"one state":          func(o *intent.Options) { o.States = 1 },
		"no examples":        func(o *intent.Options) { o.Examples = 0 },
	} {
		o := quick(4)
		set(&o)
		models[name] = trained{train(here, messages, o), messages}
	}
	return models
})

type trained struct {
	*intent.Model
	messages []transcript.Message
}

// tree is a file's JSON, to be edited.
func tree(t testing.TB, data []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func untree(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
