package intent_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// at goes to the value at a path like "chain.next.0" and returns what holds it, and its key there.
func at(t *testing.T, v any, path string) (holder any, key string) {
	t.Helper()
	keys := strings.Split(path, ".")
	for _, key := range keys[:len(keys)-1] {
		switch h := v.(type) {
		case map[string]any:
			v = h[key]
		case []any:
			v = h[number(t, key)]
		}
	}
	return v, keys[len(keys)-1]
}

func number(t *testing.T, key string) int {
	t.Helper()
	var i int
	if _, err := fmt.Sscan(key, &i); err != nil {
		t.Fatal(err)
	}
	return i
}

// removed stands for a field that is not there.
type removed struct{}

// edit sets the value at a path and returns what was there.
func edit(t *testing.T, v any, path string, value any) (old any) {
	t.Helper()
	switch h, key := at(t, v, path); h := h.(type) {
	case map[string]any:
		old, ok := h[key]
		if !ok {
			old = removed{}
		}
		if value == (removed{}) {
			delete(h, key)
		} else {
			h[key] = value
		}
		return old
	case []any:
		i := number(t, key)
		old = h[i]
		h[i] = value
		return old
	default:
		t.Fatalf("nothing at %s", path)
		return nil
	}
}

// TestEdited edits a model file: whatever is wrong is an error that names the field.
func TestEdited(t *testing.T) {
	words := tree(t, file(t, small(t)["words"].Model))
	vectors := tree(t, file(t, small(t)["vectors"].Model))
	symbols := tree(t, file(t, small(t)["symbols"].Model))
	codes := tree(t, file(t, small(t)["codes"].Model))
	raw := func(s string) any { return json.RawMessage(s) }
	for _, c := range []struct {
		file  map[string]any
		path  string
		value any
		want  string
	}{
		{words, "format", removed{}, "format"},
		{words, "format", "other", "format"},
		{words, "format", 1, "format"},
		{words, "version", removed{}, "version is 0"},
		{words, "version", 0, "version is 0"},
		{words, "version", -1, "version is -1"},
		{words, "version", 3, "version 3, this program reads up to 2"},
		{words, "version", 1.5, "version"},
		{words, "version", "1", "version"},

		{words, "encoder", removed{}, "encoder is missing"},
		{words, "encoder", nil, "encoder is missing"},
		{words, "encoder", "x", "encoder"},
		{words, "encoder", raw("{}"), "encoder: options: observe"},
		{words, "encoder.words", removed{}, "encoder: words is missing"},
		{words, "encoder.words.terms", raw(`["a"]`), `part "words": it is over`},
		{words, "encoder.words.terms", raw(`["a","a"]`), "encoder: words: terms"},
		{words, "encoder.words.terms", 5, "encoder.words.terms"},
		{words, "encoder.words.folded", -5, "encoder: words: folded"},
		{words, "encoder.speakers", removed{}, `part "speaker": the encoder has no vocabulary`},
		{words, "encoder.options.min_turns", -5, "encoder: options"},
		{words, "encoder.options.observe", "symbols", "encoder: symbols is missing"},
		{vectors, "encoder.width", 2, `part "vector": it is over 3 values, the encoder has 2`},
		{vectors, "encoder.width", 1 << 40, `part "vector": it is over 3 values`},
		{symbols, "encoder.symbols.terms.1", "", "encoder: symbols: terms: number 1 is empty"},

		{codes, "encoder.codebook.centres.1", removed{}, "encoder.codebook.centres"},
		{codes, "encoder.codebook", raw(`{"centres":[[1]]}`), "encoder: codebook: centre 0 has 1 dimensions, the space"},
		{codes, "encoder.codebook", removed{}, "encoder: codebook is there: false"},
		{codes, "encoder.space", removed{}, "encoder: space is there: false"},
		{codes, "encoder.space.directions", "AAAA", "space: directions: 3 bytes"},
		{codes, "encoder.words", removed{}, "encoder: words is missing"},
		{codes, "encoder.options.observe", "words", "encoder: options: "},

		{words, "chain", removed{}, "chain is missing"},
		{words, "chain", 3, "chain"},
		{words, "chain", raw("{}"), "chain: start is empty"},
		{words, "chain.start", removed{}, "chain: start"},
		{words, "chain.start", raw("[1]"), "chain: "},
		{words, "chain.start", raw("[0.5,0.5,0.5,0.5]"), "chain: start: sums to 2"},
		{words, "chain.start", raw("[1.5,-0.5,0,0]"), "chain: start: value 0"},
		{words, "chain.start", raw("[0.5,0.5,0,null]"), ""}, // null is 0 to encoding/json
		{words, "chain.start.0", raw("1e999"), "chain.start"},
		{words, "chain.start.0", "NaN", "chain.start"},
		{words, "chain.next", removed{}, "chain: next is empty"},
		{words, "chain.next.0", raw("[1]"), "chain: next[0] has 1 values"},
		{words, "chain.next.0.1", -0.25, "chain: next[0] row 0"},
		{words, "chain.next.0.6", 0.99, "chain: next[0] row 1"},
		{words, "chain.stop", raw("[0.1]"), "chain: stop has 1 values"},
		{words, "chain.stop", removed{}, "chain: next[0] row"},
		{words, "chain.stop.1", 2, "chain: stop[1]"},
		{words, "chain.dist", raw("[0,1,2,9]"), "chain: dist[3]"},
		{words, "chain.dist", raw("[0,0,0,0]"), "emission has 4 distributions, the chain refers to 1"},
		{words, "chain.start", json.RawMessage("[" + strings.Repeat("0,", 10_000) + "1]"), "chain: 10001 states"},

		{words, "emission", removed{}, "emission is missing"},
		{words, "emission", nil, "emission"},
		{words, "emission", raw("{}"), "emission"},
		{words, "emission", raw("[]"), "emission: joint: no parts"},
		{words, "emission.0.name", "vector", `emission: joint: part "vector"`},
		{words, "emission.0.name", "speaker", `part "speaker"`},
		{words, "emission.0.kind", "magic", `emission: joint: part "words": kind "magic"`},
		{words, "emission.0.kind", removed{}, `emission: joint: part "words": kind ""`},
		{words, "emission.0.params", removed{}, `emission: joint: part "words"`},
		{words, "emission.0.params.length", -1, "length is -1"},
		{words, "emission.0.params.prior", -1, "prior is -1"},
		{words, "emission.0.params.prior", raw("1e999"), ".prior"},
		{words, "emission.0.params.probabilities", raw("[]"), "no probabilities"},
		{words, "emission.0.params.probabilities.1", raw("[1]"), "row 1 has 1 values"},
		{words, "emission.0.params.probabilities.2.3", 0.9, "row 2: "},
		{words, "emission.0.params.probabilities.2.3", -0.001, "row 2: "},
		{vectors, "emission.0.params.means.0", raw("[1,2]"), `part "vector"`},
		{vectors, "emission.0.params.covariances.0.1", -1, `part "vector"`},
		{vectors, "emission.0.params.covariance", "round", `covariance "round"`},

		{words, "record.moves.0.most", 4, "record: moves: iteration 0: most is state 4 of 4"},
		{words, "record.moves.0.most", -1, "record: moves: iteration 0: most is state -1 of 4"},
		{words, "record.moves.1.states", raw("[0,1]"), "record: moves: iteration 1: 2 states, the chain has 4"},
		{words, "record.moves", raw("[{}]"), "record: moves: of 1, the trace has"},
		{words, "record.moves", removed{}, ""},
		{words, "states.0.certainty", removed{}, ""},
		{words, "states.0.certainty.mean", 1.5, "states: certainty of state 0: 1.5"},
		{words, "states.0.certainty.doubtful", -1, "states: certainty of state 0: -1"},
		{words, "states", removed{}, "states: 0 entries, the chain has 4 states"},
		{words, "states", raw("[]"), "states: 0 entries"},
		{words, "states", raw("[{},{},{},{},{}]"), "states: 5 entries"},
		{words, "states", 4, "states"},
		{words, "states.1.turns", -1, "states: turns of state 1"},
		{words, "states.2.place", 7, "states: place of state 2"},
		{words, "states.2.name", 7, "states.name"},
		{words, "states.1.outcome", "", ""},
		{words, "states.1.outcome", 7, "states.outcome"},
		{words, "states.1.outcome", strings.Repeat("é", 100), ""},
		{words, "states.1.outcome", strings.Repeat("é", 100) + "x", "states: state 1: outcome \"éééééééééé"},
		{words, "states.1.outcome", "pa\nid", "states: state 1: outcome \"pa\\nid\" has control characters"},
		{words, "states.1.outcome", " paid", "begins or ends with white space"},
		{words, "states.3.ends_as", "\u0085", "states: state 3: ends_as"},
		{words, "states.3.ends_as", "left", ""},
		{words, "states.3.suggested", "left", ""},
		{words, "states.3.suggested", 5, "states.suggested"},

		{words, "record", removed{}, "record is missing"},
		{words, "record", nil, "record is missing"},
		{words, "record", 7, "record"},
		{words, "record.best", 99, "record: best"},
		{words, "record.best", -1, "record: best"},
		{words, "record.selection", map[string]any{"best": 0, "runner_up": -1}, "record: selection: best is 0 and runner_up -1 of 0 candidates"},
		{words, "record.selection", map[string]any{"best": -1, "runner_up": -2}, "record: selection"},
		{words, "record.restarts.0.status", "great", `status "great"`},
		{words, "record.options.start", "nowhere", `start "nowhere"`},
		{words, "record.data.turns", "x", "record.data.turns"},
	} {
		old := edit(t, c.file, c.path, c.value)
		m, err := read(untree(t, c.file))
		edit(t, c.file, c.path, old)
		switch {
		case c.want == "":
			if err == nil {
				use(m)
			}
		case m != nil || err == nil || !strings.Contains(err.Error(), c.want):
			t.Errorf("%s = %v: error %v, want one with %q", c.path, shown(c.value), err, c.want)
		}
	}
	for _, v := range []map[string]any{words, vectors, symbols, codes} {
		if _, err := read(untree(t, v)); err != nil {
			t.Errorf("after all edits were undone: %v", err)
		}
	}
}

// TestPartMissing leaves out what the encoder observes.
func TestPartMissing(t *testing.T) {
	v := tree(t, file(t, small(t)["words"].Model))
	parts := v["emission"].([]any)
	for i, name := range []string{"words", "speaker"} {
		v["emission"] = []any{parts[1-i]}
		_, err := read(untree(t, v))
		if want := fmt.Sprintf("emission: part %q is missing", name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func shown(v any) string {
	s := fmt.Sprintf("%s", v)
	return s[:min(60, len(s))]
}

// use calls all that looks at what a file says.
func use(m *intent.Model) {
	for i := range m.States {
		m.Terms(i, 9)
		m.Speakers(i)
		m.Next(i, 9)
	}
	m.Shares()
	for _, method := range []intent.Method{intent.Viterbi, intent.Posterior} {
		m.NewDecoder(method).Decode(&transcript.Conversation{Messages: []transcript.Message{
			{Text: "hello you", Speaker: "x", Symbol: "y", Vector: make([]float64, m.Encoder.Width)}, {},
		}})
	}
	s := m.NewSession()
	for _, text := range []string{"hello", "", "where is my parcel?"} {
		s.Push("customer", text)
	}
	m.Write(io.Discard)
}

// paths is the path of every value in a tree, of lists only the first and the last.
func paths(v any, prefix string, yield func(string)) {
	step := func(key string, v any) {
		yield(prefix + key)
		paths(v, prefix+key+".", yield)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			step(key, v[key])
		}
	case []any:
		for i := range v {
			if i == 0 || i == len(v)-1 {
				step(fmt.Sprint(i), v[i])
			}
		}
	}
}

// TestEverythingEdited replaces every value of a file in turn by values of every type: it is an
// error, or a model that can be worked with.
func TestEverythingEdited(t *testing.T) {
	for _, observe := range []string{"words", "vectors", "symbols", "words+vectors"} {
		v := tree(t, tiny(t, observe))
		var all []string
		paths(v, "", func(path string) { all = append(all, path) })
		refused := 0
		for _, path := range all {
			for _, value := range []any{
				nil, true, "x", "", -1, 0, 1, 0.5, json.RawMessage("1e300"), json.RawMessage("-1e-300"), json.RawMessage("1e999"), 1 << 40,
				[]any{}, []any{nil}, map[string]any{},
			} {
				old := edit(t, v, path, value)
				m, err := read(untree(t, v))
				edit(t, v, path, old)
				if err != nil {
					refused++
					continue
				}
				use(m)
			}
		}
		t.Logf("%s: %d values, %d of %d edits are refused", observe, len(all), refused, 15*len(all))
	}
}
