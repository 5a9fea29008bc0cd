package main

import (
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// lines decodes JSON lines.
func lines[T any](t *testing.T, text string) []T {
	t.Helper()
	var out []T
	for line := range strings.Lines(text) {
		var v T
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		out = append(out, v)
	}
	return out
}

// The surprise of a turn is that which live gives it, and a conversation's log-likelihood is the model's.
func TestScoreIsTheModels(t *testing.T) {
	m := words(t)
	turns := lines[scoredTurn](t, must(t, "score", "-q", "-m", m, interleaved, "--to", "jsonl").out)
	live := lines[liveStep](t, callWith(t, read(t, interleaved), "live", "-m", m).out)
	if len(turns) != len(live) {
		t.Fatalf("%d turns, live has %d", len(turns), len(live))
	}
	for i := range turns {
		if turns[i].Conversation != live[i].Conversation || turns[i].Turn != live[i].Turn || *turns[i].Surprise != *live[i].Surprise {
			t.Errorf("turn %d: %+v, live has %+v", i, turns[i], live[i])
		}
		if p := turns[i].Percentile; p == nil || *p < 0 || *p > 100 {
			t.Errorf("turn %d: percentile %v", i, p)
		}
	}
	opened, err := intent.Open(m)
	if err != nil {
		t.Fatal(err)
	}
	conversations, err := transcript.Group(transcript.New([]string{interleaved}, nil, transcript.DefaultOptions()).Messages())
	if err != nil {
		t.Fatal(err)
	}
	scored := lines[scoredConversation](t, must(t, "score", "-q", "-m", m, interleaved, "--per", "conversation").out)
	if len(scored) != len(conversations) {
		t.Fatalf("%d conversations, want %d", len(scored), len(conversations))
	}
	for i, c := range conversations {
		encoder := opened.Encoder.NewSession()
		observed := hmm.Conversation[emission.Turn]{Obs: make([]emission.Turn, len(c.Messages))}
		for n := range c.Messages {
			if err := encoder.Encode(&observed.Obs[n], &c.Messages[n]); err != nil {
				t.Fatal(err)
			}
		}
		want, err := hmm.NewDecoder(opened.HMM).Score(&observed)
		if err != nil {
			t.Fatal(err)
		}
		if got := scored[i]; got.Conversation != c.ID || got.Turns != len(c.Messages) || math.Abs(*got.LogLikelihood-want) > 1e-9 {
			t.Errorf("%+v, log-likelihood %v, want %v", got, *got.LogLikelihood, want)
		}
	}
}

// With --top the strangest come first, and no others.
func TestScoreTop(t *testing.T) {
	m := words(t)
	all := lines[scoredTurn](t, must(t, "score", "-q", "-m", m, chats, "--to", "jsonl").out)
	top := lines[scoredTurn](t, must(t, "score", "-q", "-m", m, chats, "--to", "jsonl", "--top", "25").out)
	slices.SortStableFunc(all, func(a, b scoredTurn) int {
		switch {
		case *a.Surprise > *b.Surprise:
			return -1
		case *a.Surprise < *b.Surprise:
			return 1
		}
		return 0
	})
	if len(top) != 25 {
		t.Fatalf("%d turns", len(top))
	}
	for i := range top {
		if *top[i].Surprise != *all[i].Surprise || top[i].Conversation != all[i].Conversation {
			t.Errorf("%d: %+v, want %+v", i, top[i], all[i])
		}
	}
	path := filepath.Join(t.TempDir(), "s.csv")
	must(t, "score", "-q", "-m", m, chats, "-o", path)
	if n := strings.Count(read(t, path), "\n"); n != len(all)+1 {
		t.Errorf("%d lines of CSV for %d turns", n, len(all))
	}
}

// What is impossible comes first, has no number, and does not keep the rest back.
func TestScoreImpossible(t *testing.T) {
	conversations := []scoredConversation{{Conversation: "a", Surprise: finite(3)}, {Conversation: "b", Surprise: finite(math.Inf(1))}}
	if got := strangest(conversations, 1); got[0].Conversation != "b" {
		t.Errorf("the strangest is %+v", got)
	}
	line, err := json.Marshal(conversations[1])
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"conversation_id":"b","turns":0,"log_likelihood":null,"surprise":null}`; string(line) != want {
		t.Errorf("%s, want %s", line, want)
	}
}

// Models of before there were quantiles score without percentiles.
func TestScoreOldModel(t *testing.T) {
	r := must(t, "score", "-q", "-m", "../../testdata/models/v1.hmm.json.gz", interleaved, "--to", "jsonl")
	if strings.Contains(r.out, "percentile") || !strings.Contains(r.out, `"surprise":`) {
		t.Error(r.out)
	}
	must(t, "score", "-q", "-m", "../../testdata/models/v1.hmm.json.gz", interleaved)
}

func TestScoreUsage(t *testing.T) {
	for _, test := range []struct{ args, says string }{
		{"--top 0", "--top 0, expected at least 1"}, {"--per word", `--per "word", expected turn or conversation`},
		{"--to xml", `--to "xml", expected jsonl or csv`},
	} {
		call(t, append([]string{"score", "-m", words(t), interleaved}, strings.Fields(test.args)...)...).fails(t, statusUsage, test.says)
	}
}

// Simulated conversations are the same for a seed, the first of many are those of a few, and train reads
// them back, whatever is observed.
func TestSimulateTrain(t *testing.T) {
	m := words(t)
	few := must(t, "simulate", "-m", m, "--conversations", "5", "--seed", "9").out
	many := must(t, "simulate", "-m", m, "--conversations", "300", "--seed", "9").out
	if !strings.HasPrefix(many, few) {
		t.Error("the first five of 300 are not those of five")
	}
	if other := must(t, "simulate", "-m", m, "--conversations", "5", "--seed", "10").out; other == few {
		t.Error("another seed gives the same conversations")
	}
	for _, l := range lines[simulated](t, must(t, "simulate", "-m", m, "--turns", "3").out) {
		if l.Turn > 2 {
			t.Errorf("a turn beyond --turns: %+v", l)
		}
	}
	for _, test := range []struct{ name, model, observe string }{
		{"words", m, "words"}, {"symbols", symbols(t), "symbols"}, {"vectors", vectors(t), "vectors"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			log, again := filepath.Join(dir, "log.jsonl"), filepath.Join(dir, "again.json")
			must(t, "simulate", "-m", test.model, "--conversations", "400", "-o", log)
			first, err := intent.Open(test.model)
			if err != nil {
				t.Fatal(err)
			}
			k := fmt.Sprint(len(first.States))
			r := must(t, "train", "-q", "-k", k, "--observe", test.observe, log, "-o", again)
			if strings.Contains(r.err, "skipped") {
				t.Error(r.err)
			}
			var figures struct{ NMI float64 }
			if err := json.Unmarshal([]byte(must(t, "eval", "-q", "--json", "--label", "state", "-m", again, log).out), &figures); err != nil {
				t.Fatal(err)
			}
			least := map[string]float64{"words": 0.6, "symbols": 0.2, "vectors": 0.95}[test.name]
			if figures.NMI < least {
				t.Errorf("the model trained on them agrees with the true states by %.3f, want at least %v", figures.NMI, least)
			}
		})
	}
}

func TestSimulateUsage(t *testing.T) {
	m := words(t)
	call(t, "simulate", "-m", m, "--conversations", "0").fails(t, statusUsage, "--conversations 0")
	call(t, "simulate", "-m", m, "--turns", "0").fails(t, statusUsage, "--turns 0")
	call(t, "simulate", "-m", m, chats).fails(t, statusUsage, "unexpected argument")
	call(t, "simulate").fails(t, statusUsage, "no model given")
}
