package intent_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// TestDecodeIsDecode: all at once, one by one, by any number of workers and after a round trip
// through the file, the decisions are the same to the last bit.
func TestDecodeIsDecode(t *testing.T) {
	messages, m := helpdeskModel(t)
	conversations := group(t, messages)
	for _, method := range []intent.Method{intent.Viterbi, intent.Posterior} {
		want := decode(t, m, conversations, method, 1)
		for _, workers := range []int{0, 2, 5} {
			if got := decode(t, m, conversations, method, workers); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %d workers decode something else", method, workers)
			}
		}
		back := reread(t, m)
		if got := decode(t, back, conversations, method, 2); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the model from the file decodes something else", method)
		}
		one := back.NewDecoder(method)
		for i := range conversations {
			decoders := []*intent.Decoder{one}
			if i%20 == 0 {
				decoders = append(decoders, m.NewDecoder(method))
			}
			for _, d := range decoders {
				got, err := d.Decode(&conversations[i])
				if err != nil || !slices.Equal(got, want[i]) {
					t.Fatalf("%s: conversation %d alone: %v, %v, want %v", method, i, got, err, want[i])
				}
			}
		}
	}
}

// TestDecisions compares with the recursions: the confidence is the posterior of the state, the
// states are the best path or the best of each turn.
func TestDecisions(t *testing.T) {
	messages, _ := helpdeskModel(t)
	o := quick(8) // hardly trained, so that it is often unsure
	o.Search.Fit.Loop.MaxIterations, o.Encode.LengthPower = 2, 1
	m := train(t, messages, o)
	k, differ := m.HMM.States(), 0
	encoder, d := m.Encoder.NewSession(), hmm.NewDecoder(m.HMM)
	conversations := group(t, messages)
	viterbi := decode(t, m, conversations, intent.Viterbi, 1)
	posterior := decode(t, m, conversations, intent.Posterior, 1)
	for i, c := range conversations {
		turns := make([]emission.Turn, len(c.Messages))
		for j := range turns {
			if err := encoder.Encode(&turns[j], &c.Messages[j]); err != nil {
				t.Fatal(err)
			}
		}
		p, path := make([]float64, len(turns)*k), make([]int, len(turns))
		whole := &hmm.Conversation[emission.Turn]{Obs: turns}
		if _, err := d.Posterior(p, whole); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Path(path, whole); err != nil {
			t.Fatal(err)
		}
		for j := range turns {
			row := p[j*k : (j+1)*k]
			best := slices.Index(row, slices.Max(row))
			for _, c := range []struct {
				got  intent.Decision
				want int
			}{{viterbi[i][j], path[j]}, {posterior[i][j], best}} {
				want := intent.Decision{State: c.want, Intent: m.States[c.want].Name, Confidence: row[c.want]}
				if c.got != want {
					t.Fatalf("conversation %d, turn %d: %+v, want %+v", i, j, c.got, want)
				}
			}
			if best != path[j] {
				differ++
			}
		}
	}
	if differ == 0 {
		t.Error("the two methods never differ: is there only one?")
	}
}

// TestOngoing: a model that does not know ends decodes a prefix as if the conversation went on.
func TestOngoing(t *testing.T) {
	for name, m := range small(t) {
		if open := strings.HasSuffix(name, "ongoing"); (m.HMM.Chain.Stop == nil) != open || m.Record.Options.Whole == open {
			t.Errorf("%s: stop probabilities %v", name, m.HMM.Chain.Stop)
		}
	}
}

func TestEmptyConversation(t *testing.T) {
	_, m := helpdeskModel(t)
	for _, method := range []intent.Method{intent.Viterbi, intent.Posterior} {
		decisions := decode(t, m, []transcript.Conversation{{ID: "empty"}}, method, 1)
		if len(decisions[0]) != 0 || decisions[0] == nil {
			t.Errorf("%s: %#v, want no decisions and no nil", method, decisions[0])
		}
	}
}

// TestOneFails: a conversation that cannot be decoded has an error, and the others go on.
func TestOneFails(t *testing.T) {
	m := small(t)["vectors"]
	conversations := group(t, m.messages)
	want := decode(t, m.Model, conversations, intent.Viterbi, 1)
	bad := slices.Clone(conversations)
	bad[1].Messages = slices.Clone(bad[1].Messages)
	bad[1].Messages[2].Vector = []float64{1}
	bad[1].Messages[2].File, bad[1].Messages[2].Line = "log", 17
	bad[2].Messages = slices.Clone(bad[2].Messages)
	bad[2].Messages[0].Vector = []float64{1, math.NaN(), 3}
	all, err := m.DecodeAll(context.Background(), bad, intent.Viterbi, 2)
	decisions, failed := all.Decisions, all.Failed
	if err != nil {
		t.Fatal(err)
	}
	for i := range bad {
		broken := i == 1 || i == 2
		if (failed[i] != nil) != broken || (decisions[i] == nil) != broken || !broken && !slices.Equal(decisions[i], want[i]) {
			t.Errorf("conversation %d: error %v", i, failed[i])
		}
	}
	if got := fmt.Sprint(failed[1]); got != "log:17: vector of 1 values, the model has 3" {
		t.Errorf("error %q", got)
	}
	if got := fmt.Sprint(failed[2]); !strings.Contains(got, bad[2].ID) || !strings.Contains(got, "turn 0") {
		t.Errorf("error %q names no conversation and turn", got)
	}
}

func TestDecodeCancelled(t *testing.T) {
	messages, m := helpdeskModel(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := m.DecodeAll(ctx, group(t, messages), intent.Viterbi, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestParseMethod(t *testing.T) {
	for _, m := range []intent.Method{intent.Viterbi, intent.Posterior} {
		if got, err := intent.ParseMethod(string(m)); got != m || err != nil {
			t.Errorf("%q is %q, %v", m, got, err)
		}
	}
	if _, err := intent.ParseMethod("best"); err == nil || !strings.Contains(err.Error(), `"best"`) {
		t.Errorf("error %v", err)
	}
}

// TestSession follows a conversation: its surprises sum to minus the log-likelihood, and what comes
// next is told by name.
func TestSession(t *testing.T) {
	messages, m := helpdeskModel(t)
	c := group(t, messages)[0]
	s, encoder := m.NewSession(), m.Encoder.NewSession()
	turns, surprise := make([]emission.Turn, len(c.Messages)), 0.0
	for i := range turns {
		if err := encoder.Encode(&turns[i], &c.Messages[i]); err != nil {
			t.Fatal(err)
		}
		step, err := s.Push(c.Messages[i].Speaker, c.Messages[i].Text)
		if err != nil {
			t.Fatal(err)
		}
		surprise += step.Surprise
		next := step.NextIntents(3)
		if len(next) != 3 || next[0].Probability != slices.Max(step.Next) || next[0].Intent != m.States[next[0].State].Name ||
			next[1].Probability < next[2].Probability || step.Next[next[2].State] != next[2].Probability {
			t.Errorf("turn %d: next %+v of %v", i, next, step.Next)
		}
		if step.Turn != i || step.Intent != m.States[step.State].Name {
			t.Errorf("turn %d: %+v", i, step)
		}
	}
	score, err := hmm.NewDecoder(m.HMM).Score(&hmm.Conversation[emission.Turn]{Obs: turns, Open: true})
	if err != nil || math.Abs(surprise+score) > 1e-9 {
		t.Errorf("surprises sum to %v, the log-likelihood is %v, %v", surprise, score, err)
	}
}

func TestSessionRefusesABadVector(t *testing.T) {
	m := small(t)["vectors"]
	a, b := m.NewSession(), m.NewSession()
	for i := range m.messages[:8] {
		if _, err := a.PushTurn(intent.Turn{Vector: []float64{1}}); err == nil {
			t.Fatal("a vector of another length went in")
		}
		got, err := a.PushTurn(intent.TurnOf(&m.messages[i]))
		if err != nil {
			t.Fatal(err)
		}
		want, err := b.PushTurn(intent.TurnOf(&m.messages[i]))
		if err != nil || got.Surprise != want.Surprise || got.State != want.State || got.Turn != i {
			t.Errorf("turn %d: %+v, want %+v, %v", i, got.Step, want.Step, err)
		}
	}
}

// TestSharedDistributions opens a file in which two states share a distribution.
func TestSharedDistributions(t *testing.T) {
	m := reread(t, train(t, []transcript.Message{
		{Conversation: "1", Symbol: "a"}, {Conversation: "1", Symbol: "b"}, {Conversation: "2", Symbol: "a"}, {Conversation: "2", Symbol: "c"},
	}, func() intent.Options {
		o := quick(2)
		o.Encode.Observe = encode.Symbols
		return o
	}()))
	v := tree(t, file(t, m))
	chain := v["chain"].(map[string]any)
	chain["start"] = []float64{0.5, 0.25, 0.25}
	chain["stop"] = []float64{0.1, 0.1, 0.1}
	chain["next"] = [][]float64{{0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3}}
	chain["dist"] = []int{0, 1, 1}
	delete(v["record"].(map[string]any), "moves") // of two states
	v["states"] = append(v["states"].([]any), map[string]any{"name": "third", "turns": 1, "place": 1})
	shared, err := read(untree(t, v))
	if err != nil {
		t.Fatal(err)
	}
	for i := range shared.States {
		shared.Terms(i, 5)
		shared.Speakers(i)
		shared.Next(i, 5)
	}
	if a, b := fmt.Sprint(shared.Terms(1, 5)), fmt.Sprint(shared.Terms(0, 5)); a == b {
		t.Errorf("the states' terms are all %s", a)
	}
	decode(t, shared, []transcript.Conversation{{ID: "x", Messages: []transcript.Message{{Symbol: "a"}, {Symbol: "zz"}}}}, intent.Viterbi, 1)
}

// TestCoverage: what the encoder does not know is counted, by any number of workers alike.
func TestCoverage(t *testing.T) {
	messages, m := helpdeskModel(t)
	c := group(t, messages)
	strange := transcript.Conversation{ID: "x", Messages: []transcript.Message{{Speaker: "martian", Text: "zxqv blorp hello"}}}
	var want encode.Coverage
	for _, workers := range []int{1, 3} {
		all, err := m.DecodeAll(context.Background(), append(slices.Clone(c), strange), intent.Viterbi, workers)
		if err != nil {
			t.Fatal(err)
		}
		if workers == 1 {
			want = all.Coverage
		}
		if all.Coverage != want {
			t.Errorf("%d workers: %+v, one has %+v", workers, all.Coverage, want)
		}
	}
	all, err := m.DecodeAll(context.Background(), []transcript.Conversation{strange}, intent.Viterbi, 1)
	if err != nil || all.Coverage != (encode.Coverage{Words: 3, UnknownWords: 2, Speakers: 1, UnknownSpeakers: 1}) {
		t.Errorf("%+v, %v", all.Coverage, err)
	}
}
