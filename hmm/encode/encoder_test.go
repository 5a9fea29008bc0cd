package encode

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		set  func(*Options)
		want string
	}{
		{func(o *Options) { o.Observe = "" }, "observe"},
		{func(o *Options) { o.Observe = "Words" }, "observe"},
		{func(o *Options) { o.MinTurns = 0 }, "at least 0 turns"},
		{func(o *Options) { o.LengthPower = -0.1 }, "length power"},
		{func(o *Options) { o.Grams = 1 }, "grams of 1 character"},
		{func(o *Options) { o.Grams = -3 }, "grams of -3 character"},
		{func(o *Options) { o.Grams = 9 }, "grams of 9 characters, expected 2 to 8, or 0 for none"},
		{func(o *Options) { o.LengthPower = 1.1 }, "length power"},
	} {
		o := DefaultOptions()
		c.set(&o)
		if _, err := NewBuilder(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one with %q", o, err, c.want)
		}
	}
	if err := DefaultOptions().Check(); err != nil {
		t.Error(err)
	}
}

// TestDamagedEncoder edits the JSON of an encoder: what is wrong is an error that names the field.
func TestDamagedEncoder(t *testing.T) {
	const whole = `{
		"options": {"observe": "words", "speaker": true, "min_turns": 1, "edges": true, "length_power": 0.4},
		"words": {"folded": 2, "terms": ["a", "b"]},
		"speakers": {"folded": 0, "terms": ["x", "y"]}
	}`
	read := func(data string) error {
		var e Encoder
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			return err
		}
		return e.Check()
	}
	if err := read(whole); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"observe": "words"`, `"observe": "smell"`, "observe"},
		{`"observe": "words"`, `"observe": 7`, "observe"},
		{`"observe": "words"`, `"observe": "symbols"`, "symbols is missing"},
		{`"observe": "words"`, `"observe": "vectors"`, "width"},
		{`"min_turns": 1`, `"min_turns": 0`, "turns"},
		{`"min_turns": 1`, `"min_turns": 1.5`, "min_turns"},
		{`"length_power": 0.4`, `"length_power": 7`, "length power"},
		{`"length_power": 0.4`, `"length_power": "x"`, "length_power"},
		{`"options"`, `"choices"`, "observe"},
		{`"words": {"folded": 2, "terms": ["a", "b"]},`, ``, "words is missing"},
		{`{"folded": 2, "terms": ["a", "b"]}`, `null`, "words is missing"},
		{`{"folded": 2, "terms": ["a", "b"]}`, `[]`, "words"},
		{`"folded": 2`, `"folded": -1`, "words: folded"},
		{`"folded": 2`, `"folded": "x"`, "words"},
		{`["a", "b"]`, `["a", "a"]`, `words: terms: "a" stands in it twice`},
		{`["a", "b"]`, `["a", ""]`, "words: terms: number 1 is empty"},
		{`["a", "b"]`, `["a", 1]`, "words"},
		{`["a", "b"]`, `"a"`, "words"},
		{`["x", "y"]`, `["x", "x"]`, "speakers: terms"},
		{`"folded": 0`, `"folded": null, "terms": 1`, "speakers"},
		{`"words": {`, `"width": -3, "words": {`, "width"},
	} {
		if !strings.Contains(whole, c.old) {
			t.Fatalf("nothing to edit: %s", c.old)
		}
		err := read(strings.Replace(whole, c.old, c.new, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s instead of %s: error %v, want one with %q", c.new, c.old, err, c.want)
		}
	}
}
