package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTraceOfBrokenLog answers, from show --trace alone, what was left out, when the model stopped
// changing, and which state is the least certain.
func TestTraceOfBrokenLog(t *testing.T) {
	log := write(t, "chats.jsonl", "{\n"+read(t, interleaved)+"17\n{\"text\":\"whose?\"}\n")
	m := filepath.Join(t.TempDir(), "m.json")
	must(t, "train", "-q", log, "-k", "2", "--restarts", "2", "-o", m)
	out := must(t, "show", "-m", m, "--trace").out
	for _, say := range []string{
		"from " + log + ": 10 lines kept, 3 skipped", "left out: 3 lines of 13 (23.1%)", "1 missing field", "1 not JSON", "1 not an object",
		"e.g. " + log + ":1: not JSON", "ended after iteration", "no state moved by 0.01 or more", "least certain: state ",
	} {
		if !strings.Contains(out, say) {
			t.Errorf("does not say %q:\n%s", say, out)
		}
	}
}

// TestPlot draws both formats, and nothing over the model.
func TestPlot(t *testing.T) {
	dir := t.TempDir()
	for name, begins := range map[string]string{"trace.png": "\x89PNG", "trace.svg": "<?xml"} {
		path := filepath.Join(dir, name)
		r := must(t, "show", "-m", words(t), "--plot", path)
		if r.out != "" || r.err != "trace drawn to "+path+"\n" || !strings.HasPrefix(read(t, path), begins) {
			t.Errorf("%s begins %.10q, it says %q, %q", name, read(t, path), r.out, r.err)
		}
		if r := must(t, "show", "-q", "-m", words(t), "--plot", path); r.out+r.err != "" {
			t.Errorf("with -q it says %q, %q", r.out, r.err)
		}
	}
	m := filepath.Join(dir, "trace.png")
	if err := os.WriteFile(m, []byte(read(t, words(t))), 0o644); err != nil {
		t.Fatal(err)
	}
	call(t, "show", "-m", m, "--trace", "--plot", m).fails(t, statusUsage, "would overwrite the input")
	only(t, dir, "trace.png", "trace.svg")
	call(t, "show", "-m", words(t), "--plot", filepath.Join(dir, "none", "x.png")).fails(t, statusFailed, "none")
}

// TestTraceAndPlot: both at once are the same two as one after the other.
func TestTraceAndPlot(t *testing.T) {
	dir := t.TempDir()
	one, both, text := filepath.Join(dir, "one.svg"), filepath.Join(dir, "both.svg"), filepath.Join(dir, "trace.txt")
	must(t, "show", "-m", words(t), "--plot", one)
	want := must(t, "show", "-m", words(t), "--trace").out
	r := must(t, "show", "-m", words(t), "--trace", "--plot", both)
	if r.out != want || !strings.Contains(r.err, "trace drawn to "+both+"\n") || read(t, both) != read(t, one) {
		t.Errorf("another trace or picture, or %q", r.err)
	}
	must(t, "show", "-m", words(t), "--plot", both, "--trace", "-o", text)
	if read(t, text) != want {
		t.Errorf("-o has %s", read(t, text))
	}
	if out := must(t, "show", "-m", words(t), "--plot", both, "--trace", "--json").out; out != must(t, "show", "-m", words(t), "--trace", "--json").out {
		t.Errorf("--json has %.100s", out)
	}
}

// TestErrorsJSON: intervals hold the values, for any number of workers alike.
func TestErrorsJSON(t *testing.T) {
	type estimate struct {
		Value    float64
		Interval []float64 `json:"interval95"`
		Status   string
	}
	var u struct {
		Conversations int
		Held          []string
		States        []struct {
			Start, Stop estimate
			Next        []estimate
		}
		Parts map[string][]estimate
	}
	one := must(t, "show", "-q", "-m", words(t), "--errors", chats, "--json", "--workers", "1").out
	if three := must(t, "show", "-q", "-m", words(t), "--errors", chats, "--json", "--workers", "3").out; one != three {
		t.Error("the errors depend on the number of workers")
	}
	if err := json.Unmarshal([]byte(one), &u); err != nil {
		t.Fatal(err)
	}
	if u.Conversations != 400 || len(u.Held) != 1 || u.Held[0] != "words" || len(u.States) != 4 || len(u.Parts["speaker"]) == 0 {
		t.Errorf("%d conversations, %q held, %d states, parts %v", u.Conversations, u.Held, len(u.States), u.Parts)
	}
	for i, s := range u.States {
		for _, e := range append(s.Next, s.Start, s.Stop) {
			if e.Status != "estimated" || len(e.Interval) != 2 || !(e.Interval[0] < e.Value && e.Value < e.Interval[1] && e.Interval[0] > 0 && e.Interval[1] < 1) {
				t.Errorf("state %d: %+v", i, e)
			}
		}
	}
}

// TestErrorsOfOthers: vectors and symbols have errors of all their parts; transcripts that do not fit are
// an error that names the line.
func TestErrorsOfOthers(t *testing.T) {
	must(t, "show", "-q", "-m", symbols(t), "--errors", chats, "--map", "symbol=label")
	log := write(t, "v.jsonl", vectorLog(3))
	if out := must(t, "show", "-q", "-m", vectors(t), "--errors", log, "--json").out; !strings.Contains(out, `"vector": [`) || strings.Contains(out, `"held": [`) {
		t.Error(out)
	}
	call(t, "show", "-q", "-m", vectors(t), "--errors", write(t, "w.jsonl", vectorLog(2))).fails(t, statusFailed, "w.jsonl")
}

// TestErrorsSayOfWhat: whether the transcripts are the training data is said first.
func TestErrorsSayOfWhat(t *testing.T) {
	for log, says := range map[string]string{
		chats:       "these transcripts are the data that the model was trained on\n",
		interleaved: "these transcripts are not the data that the model was trained on",
	} {
		if out := must(t, "show", "-q", "-m", words(t), "--errors", log).out; !strings.HasPrefix(out, says) {
			t.Errorf("%s: begins %.80q, want %q", log, out, says)
		}
		out := must(t, "show", "-q", "-m", words(t), "--errors", log, "--json").out
		if strings.Contains(out, `"training_data": true`) != (log == chats) {
			t.Errorf("%s: %.80s", log, out)
		}
	}
	bad := write(t, "bad.jsonl", read(t, interleaved)+"17\n")
	call(t, "show", "-q", "-m", words(t), "--errors", bad, "--strict").fails(t, statusFailed, bad)
}

// TestTwoModels: one of words and one of vectors cannot be compared.
func TestTwoModels(t *testing.T) {
	if out := must(t, "show", "-m", words(t), "-m", words(t)).out; !strings.Contains(out, "\n4 kept\n") {
		t.Error(out)
	}
	call(t, "show", "-m", words(t), "-m", vectors(t)).fails(t, statusFailed, "cannot be compared")
	call(t, "show", "-m", words(t), "-m", "nofile").fails(t, statusFailed, "nofile")
}
