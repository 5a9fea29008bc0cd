package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"intenthmm/hmm/report/heldout"
)

// halves are the help-desk chats, every other conversation.
func halves(t *testing.T) (train, test string) {
	t.Helper()
	var parts [2]strings.Builder
	which, last := 1, ""
	for line := range strings.Lines(read(t, chats)) {
		var m struct {
			ID string `json:"conversation_id"`
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if m.ID != last {
			which, last = 1-which, m.ID
		}
		parts[which].WriteString(line)
	}
	return write(t, "train.jsonl", parts[0].String()), write(t, "test.jsonl", parts[1].String())
}

func judged(t *testing.T, args ...string) (*heldout.Figures, result) {
	t.Helper()
	r := must(t, append([]string{"eval", "-q", "--json"}, args...)...)
	var out struct{ Heldout *heldout.Figures }
	if err := json.Unmarshal([]byte(r.out), &out); err != nil {
		t.Fatal(err)
	}
	return out.Heldout, r
}

// On the help-desk chats the model beats a unigram and a mixture, knows something of the order of turns and
// of the next intent, and the figures do not depend on the number of workers.
func TestEvalHeldOut(t *testing.T) {
	train, test := halves(t)
	m := model(t, train, "-k", "8", "--restarts", "2")
	f, r := judged(t, "-m", m, test, "--train", train)
	if r.err != "" {
		t.Errorf("it says %q", r.err)
	}
	lead := map[string]float64{}
	for _, s := range f.Likelihood.Models {
		lead[s.Model] = s.Lead
	}
	if len(lead) != 4 || lead["hmm"] != 0 || lead["mixture"] <= 0 || lead["unigram"] <= lead["mixture"] {
		t.Errorf("leads: %v", lead)
	}
	if own := f.Likelihood.Models[0]; math.Abs(own.PerTurn*float64(f.Likelihood.Turns)-*own.PerWord*float64(f.Likelihood.Words)) > 1e-6 {
		t.Errorf("a turn and a word do not belong together: %+v", f.Likelihood)
	}
	if f.Ordering.Tau < 0.3 || f.Ordering.Conversations < 100 {
		t.Errorf("ordering: %+v", f.Ordering)
	}
	by := map[string]heldout.Forecast{}
	for _, p := range f.Prediction.Forecasts {
		by[p.Predictor] = p
	}
	if len(by) != 3 || by["hmm"].Top1 <= by["base rate"].Top1 || by["hmm"].LogLoss >= by["base rate"].LogLoss || by["hmm"].Top3 < by["hmm"].Top1 {
		t.Errorf("forecasts: %+v", by)
	}
	one := must(t, "eval", "-q", "--json", "-m", m, test, "--train", train, "--workers", "1")
	if one.out != r.out {
		t.Error("with one worker the figures are others")
	}
}

// It says so if nothing is held out, and if --train names other data.
func TestEvalWarnings(t *testing.T) {
	train, test := halves(t)
	m := model(t, train, "-k", "4", "--restarts", "1", "--iterations", "5")
	f, r := judged(t, "-m", m, train)
	if !f.Seen || !strings.Contains(r.err, "nothing is held out") {
		t.Errorf("on its training data: %v, %q", f.Seen, r.err)
	}
	if f, r := judged(t, "-m", m, test); f.Seen || f.Quoted != 0 || strings.Contains(r.err, "warning") {
		t.Errorf("on other data: %+v, %q", f, r.err)
	}
	part := strings.SplitAfter(read(t, train), "\n")
	f, r = judged(t, "-m", m, write(t, "part.jsonl", strings.Join(part[:len(part)/2], "")))
	if f.Seen || f.Quoted < 1 || f.Quoted > 8 || !strings.Contains(r.err, fmt.Sprintf("quotes stand in these data too (%d)", f.Quoted)) {
		t.Errorf("on a part of its training data: %v, %d turns quoted, %q", f.Seen, f.Quoted, r.err)
	}
	f, _ = judged(t, "-m", m, train)
	if len(f.Likelihood.Models) != 1 || len(f.Prediction.Forecasts) != 2 {
		t.Errorf("without --train: %+v, %+v", f.Likelihood, f.Prediction.Forecasts)
	}
	if f, r = judged(t, "-m", m, test, "--train", test); f.Seen || !strings.Contains(r.err, "not those that the model was trained on") {
		t.Errorf("with other training data: %v, %q", f.Seen, r.err)
	}
	call(t, "eval", "-m", m, test, "--train", "missing.jsonl").fails(t, statusFailed, "missing.jsonl")
	call(t, "eval", "-m", m, test, "--train", train, "-o", train).fails(t, statusUsage, "would overwrite the input")
}

// Where a turn follows from the one before, and states are few, the chain is better and the report says so.
func TestEvalChainWins(t *testing.T) {
	log := func(seed uint64) string {
		rng := rand.New(rand.NewPCG(seed, 0))
		var b strings.Builder
		for c := range 150 {
			at := rng.IntN(10)
			for range 10 {
				fmt.Fprintf(&b, `{"conversation_id":"%d","symbol":"act %d"}`+"\n", c, at)
				if at = (at + 1) % 10; rng.Float64() < 0.1 {
					at = rng.IntN(10)
				}
			}
		}
		return b.String()
	}
	train, test := write(t, "train.jsonl", log(1)), write(t, "test.jsonl", log(2))
	m := model(t, train, "--observe", "symbols", "-k", "3", "--restarts", "2")
	out := must(t, "eval", "-q", "-m", m, test, "--train", train).out
	if !strings.Contains(out, "The chain over symbols beats this model by ") {
		t.Errorf("it does not say that the chain is better:\n%s", out)
	}
	lag := func(states string) float64 {
		m := model(t, train, "--observe", "symbols", "-k", states, "--restarts", "2")
		f, _ := judged(t, "-m", m, test, "--train", train)
		return -f.Likelihood.Winner().Lead
	}
	if few, many := lag("3"), lag("10"); many > few/4 {
		t.Errorf("a state a symbol lags %v nats a turn behind the chain, three states %v", many, few)
	}
}

// Vectors have figures a turn and none a word.
func TestEvalVectors(t *testing.T) {
	log := write(t, "v.jsonl", vectorLog(3))
	f, _ := judged(t, "-m", vectors(t), log, "--train", log)
	for _, s := range f.Likelihood.Models {
		if s.PerWord != nil || math.IsNaN(s.PerTurn) || s.PerTurn == 0 {
			t.Errorf("%+v", s)
		}
	}
	must(t, "eval", "-m", vectors(t), log, "--train", log)
}
