package typed_test

import (
	"encoding/json"
	"strings"
	"testing"

	"intenthmm/internal/modelfile"
)

// TestEdited: what was edited is named, and nothing is half loaded.
func TestEdited(t *testing.T) {
	c, _ := said(40)
	o := options()
	o.Types = 2
	m := train(t, intents(), c, o)
	whole := file(t, m)
	edit := func(change func(j map[string]any)) []byte {
		var j map[string]any
		if err := json.Unmarshal(whole, &j); err != nil {
			t.Fatal(err)
		}
		change(j)
		data, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	kind := func(j map[string]any) map[string]any { return j["types"].([]any)[1].(map[string]any) }
	chain := func(j map[string]any) map[string]any { return j["chains"].([]any)[1].(map[string]any) }
	for want, data := range map[string][]byte{
		"it is empty":                    nil,
		"not a complete model file":      whole[:len(whole)/2],
		"format is":                      edit(func(j map[string]any) { j["format"] = "intenthmm model" }),
		"version 9":                      edit(func(j map[string]any) { j["version"] = 9 }),
		"intents are missing":            edit(func(j map[string]any) { delete(j, "intents") }),
		"record is missing":              edit(func(j map[string]any) { delete(j, "record") }),
		"intents: not a model file":      edit(func(j map[string]any) { j["intents"] = map[string]any{} }),
		"weights":                        edit(func(j map[string]any) { j["weights"] = []float64{0.5, 0.6} }),
		"1 weights":                      edit(func(j map[string]any) { j["weights"] = []float64{1}; j["chains"] = j["chains"].([]any)[:1] }),
		"type 1: hmm: chain: start":      edit(func(j map[string]any) { chain(j)["start"].([]any)[0] = 7 }),
		"other states, classes or stops": edit(func(j map[string]any) { withoutStops(j) }),
		"visits has 5 values":            edit(func(j map[string]any) { kind(j)["visits"] = kind(j)["visits"].([]any)[:5] }),
		"visits[0] is 2":                 edit(func(j map[string]any) { kind(j)["visits"].([]any)[0] = 2 }),
		"-1 conversations":               edit(func(j map[string]any) { kind(j)["conversations"] = -1 }),
		`state 6 of 6`:                   edit(func(j map[string]any) { kind(j)["typical"].([]any)[0].(map[string]any)["flow"] = []int{6} }),
		"best is restart 7":              edit(func(j map[string]any) { j["record"].(map[string]any)["best"] = 7 }),
		"chosen is candidate 3":          edit(func(j map[string]any) { j["record"].(map[string]any)["chosen"] = 3 }),
	} {
		back, err := read(data)
		if err == nil || !strings.Contains(err.Error(), want) || back != nil {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

// withoutStops makes chains that say nothing of ends.
func withoutStops(j map[string]any) {
	for _, c := range j["chains"].([]any) {
		c := c.(map[string]any)
		stop := c["stop"].([]any)
		row := c["next"].([]any)[0].([]any)
		for i := range row {
			row[i] = row[i].(float64) / (1 - stop[i/len(stop)].(float64))
		}
		delete(c, "stop")
	}
}

// TestIsAModelFile: it is told from others by its beginning.
func TestIsAModelFile(t *testing.T) {
	c, _ := said(20)
	o := options()
	o.Types = 1
	data := file(t, train(t, intents(), c, o))
	if !strings.HasPrefix(string(data), `{"format":"intenthmm types","version":1,`) {
		t.Errorf("begins %.60s", data)
	}
	var any map[string]any
	err := modelfile.Kind{Format: "intenthmm model", Version: 2}.Read(strings.NewReader(string(data)), &any)
	if err == nil || !strings.Contains(err.Error(), `format is "intenthmm types"`) {
		t.Error(err)
	}
}
