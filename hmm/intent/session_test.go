package intent_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
)

// marked is the model with some states marked as outcomes.
func marked(t *testing.T, m *intent.Model) *intent.Model {
	t.Helper()
	m = reread(t, m)
	m.States[11].Outcome, m.States[10].Outcome = "goodbye", "goodbye"
	m.States[9].Outcome = "refund"
	m.States[3].EndsAs, m.States[4].EndsAs = "abandoned", "abandoned"
	return m
}

func TestMarkedOutcomes(t *testing.T) {
	_, m := helpdeskModel(t)
	m = reread(t, marked(t, m)) // they live in the file
	want := []session.Outcome{
		{Name: "abandoned", States: []int{3, 4}, AtEnd: true},
		{Name: "refund", States: []int{9}},
		{Name: "goodbye", States: []int{10, 11}},
	}
	if d := cmp.Diff(want, m.SessionOptions().Outcomes); d != "" {
		t.Errorf("outcomes: -want, +got\n%s", d)
	}
	step, err := m.NewSession().Push("customer", "where is my parcel?")
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range want {
		if c, ok := step.Chance(o.Name); !ok || c != step.Outcomes[i] || !(c.Within > 0 && c.Within <= c.Ever && c.Ever <= 1+1e-12) {
			t.Errorf("%s: %+v, %v", o.Name, c, ok)
		}
	}
	if _, ok := step.Chance("lottery"); ok {
		t.Error("there is a chance of an outcome that the model does not have")
	}
}

// TestAnswer reads the JSON of steps as another program would.
func TestAnswer(t *testing.T) {
	messages, m := helpdeskModel(t)
	m = marked(t, m)
	e, err := m.Engine(func() session.Options { o := m.SessionOptions(); o.Horizon = 3; return o }())
	if err != nil {
		t.Fatal(err)
	}
	s, path := e.NewSession(), []int{}
	c := group(t, messages)[0].Messages
	for i := range c {
		turn := intent.TurnOf(&c[i])
		turn.ID = c[i].Text
		step, err := s.PushTurn(turn)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(step.Answer(2))
		if err != nil {
			t.Fatal(err)
		}
		var a intent.Answer
		if err := json.Unmarshal(data, &a); err != nil {
			t.Fatal(err)
		}
		switch {
		case a.Turn != i, a.State != step.State, a.Intent != m.States[a.State].Name, a.Confidence != step.Confidence, a.Margin != step.Margin(),
			a.Entropy != step.Entropy(), *a.Surprise != step.Surprise, *a.Percentile != step.Percentile, *a.Remaining != step.Remaining,
			a.Stop != step.Stop, len(a.Next) != 2, a.Basis != "filtered", a.Repeated, a.Unknown != step.Unknown:
			t.Errorf("turn %d: %s", i, data)
		}
		for n, o := range a.Outcomes {
			if o.Name != m.SessionOptions().Outcomes[n].Name || o.Turns != 3 || o.Within != step.Outcomes[n].Within || o.Ever != step.Outcomes[n].Ever {
				t.Errorf("turn %d: outcome %+v", i, o)
			}
		}
		for n, p := range a.Settled {
			if p.Turn != len(path) || p.State != step.Settled[n] || p.Intent != m.States[p.State].Name {
				t.Errorf("turn %d: settled %+v", i, p)
			}
			path = append(path, p.State)
		}
		for n, p := range a.Unsettled {
			if p.Turn != len(path)+n || p.State != step.Unsettled[n] {
				t.Errorf("turn %d: unsettled %+v", i, p)
			}
		}
	}
	for _, p := range s.End() {
		if p.Turn != len(path) {
			t.Errorf("the end is %+v after %d turns", p, len(path))
		}
		path = append(path, p.State)
	}
	var want []int
	for _, d := range decode(t, m, group(t, messages)[:1], intent.Viterbi, 1)[0] {
		want = append(want, d.State)
	}
	if !slices.Equal(path, want) {
		t.Errorf("path %v, decoded %v", path, want)
	}
}

// TestAnswerWithoutNumbers: what JSON has no numbers for is null.
func TestAnswerWithoutNumbers(t *testing.T) {
	_, m := helpdeskModel(t)
	step, err := m.NewSession().Push("customer", "hello")
	if err != nil {
		t.Fatal(err)
	}
	step.Surprise, step.Percentile, step.Remaining = math.Inf(1), math.NaN(), math.Inf(1)
	step.Settled, step.Unsettled = []int{session.None}, nil
	data, err := json.Marshal(step.Answer(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"surprise":null`, `"surprise_percentile":null`, `"remaining_turns":null`,
		`"settled":[{"turn":0,"state":-1,"intent":""}]`, `"unsettled":[]`} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
}

// TestUnknownWords: the share of words that the model does not know, of each turn by itself.
func TestUnknownWords(t *testing.T) {
	_, m := helpdeskModel(t)
	s := m.NewSession()
	for _, c := range []struct {
		text   string
		want   float64
		doubts bool
	}{{"where is my parcel", 0, false}, {"zxqv my blorp fnord", 0.75, true}, {"", 0, false}, {"hello zxqv", 0.5, false}} {
		step, err := s.Push("customer", c.text)
		if err != nil || step.Unknown != c.want || step.Doubts.Has(session.Unfamiliar) != c.doubts {
			t.Errorf("%q: %v unknown, doubts %v, error %v", c.text, step.Unknown, step.Doubts, err)
		}
	}
}

// TestResumeText goes on in a model that was read anew and whose states have other names, but not in one
// that reads text otherwise.
func TestResumeText(t *testing.T) {
	messages, m := helpdeskModel(t)
	c := group(t, messages)[1].Messages
	renamed := reread(t, m)
	for i := range renamed.States {
		renamed.States[i].Name, renamed.States[i].Outcome = "x", "y"
	}
	a, b := m.NewSession(), renamed.NewSession()
	for i := range c {
		want, err := a.PushTurn(intent.TurnOf(&c[i]))
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.PushTurn(intent.TurnOf(&c[i]))
		if err != nil || got.Surprise != want.Surprise || !slices.Equal(got.Posterior, want.Posterior) || got.Intent != "x" || got.Turn != i {
			t.Fatalf("turn %d: %+v, want %+v, error %v", i, got.Step, want.Step, err)
		}
		if b, err = renamed.Resume(a.Append(nil)); err != nil {
			t.Fatal(err)
		}
		if last := b.Last(); last == nil || last.Surprise != want.Surprise || last.Intent != "x" || b.Turns() != i+1 {
			t.Fatalf("turn %d: resumed at %+v", i, last)
		}
	}
	other := reread(t, m)
	other.Encoder.Options.LengthPower = 0.5
	var wrong *session.ModelError
	if _, err := other.Resume(a.Append(nil)); !errors.As(err, &wrong) {
		t.Errorf("a model that weighs words otherwise goes on: %v", err)
	}
	if m.NewSession().Last() != nil {
		t.Error("a last step before the first turn")
	}
}
