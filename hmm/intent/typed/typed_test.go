package typed_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/types"
)

// TestFindsTheFlows: as many types as there are flows, each conversation in its own, and what is told of
// them is what they are.
func TestFindsTheFlows(t *testing.T) {
	c, kinds := said(120)
	m := train(t, intents(), c, options())
	if len(m.Types) != 2 || m.Record.Candidates[m.Record.Chosen].Types != 2 || !m.Record.Same {
		t.Fatalf("%d types, %+v, same %v", len(m.Types), m.Record.Candidates, m.Record.Same)
	}
	assigned, err := m.Assign(background, c, gate)
	if err != nil {
		t.Fatal(err)
	}
	turns := [2]float64{}
	for i, a := range assigned {
		if a.Likeliest() != kinds[i] {
			t.Errorf("%s is of type %d, expected %d: %v", c[i].ID, a.Likeliest(), kinds[i], a.Shares)
		}
		turns[kinds[i]] += float64(len(c[i].Messages))
	}
	if s := m.Shares(); math.Abs(s[0]-0.75) > 0.01 {
		t.Errorf("shares %v", s)
	}
	for kind, n := range []float64{90, 30} {
		if got := m.Types[kind].MeanTurns(); math.Abs(got-turns[kind]/n) > 0.2 {
			t.Errorf("type %d has %.2f turns, expected %.2f", kind, got, turns[kind]/n)
		}
	}
	if uses := m.Uses(1, 1); uses[0].State != state(t, m.Intents, "refund") {
		t.Errorf("type 1 has more of %+v", uses)
	}
	answer, check := state(t, m.Intents, "answer"), state(t, m.Intents, "check")
	if leads := m.Leads(1, 2); !slices.ContainsFunc(leads, func(t typed.Trait) bool { return t.State == answer && t.To == check }) {
		t.Errorf("type 1 leads %+v", leads)
	}
	flow := m.Types[1].Examples[0].Flow
	want := []int{}
	for _, symbol := range append([]string{"hello"}, flows[1].round...) {
		want = append(want, state(t, m.Intents, symbol))
	}
	if len(flow) < len(want)+2 || !slices.Equal(flow[:len(want)], want) {
		t.Errorf("typical of type 1 is %v, expected %v", flow, want)
	}
	if name := m.Name(0); name == "type 0" || strings.Contains(name, "refund") {
		t.Errorf("type 0 is called %q", name)
	}
	if m.Record.LogLikelihood <= m.Record.OneFlow || m.Record.Conversations != 120 || m.Record.Turns != int(turns[0]+turns[1]) {
		t.Errorf("record %+v", m.Record)
	}
}

// TestTraits: what is overall is the mean over types, each as it counts.
func TestTraits(t *testing.T) {
	c, _ := said(120)
	o := options()
	o.Types = 2
	m := train(t, intents(), c, o)
	k := len(m.Intents.States)
	sum := func(of func(c, i int) float64, i int) float64 { return of(0, i) + of(1, i) }
	turns := func(c, i int) float64 { return m.Types[c].Turns * m.Types[c].Visits[i] }
	starts := func(c, i int) float64 { return m.Types[c].Conversations * m.Mixture.Chains[c].Start[i] }
	for kind := range m.Types {
		for _, u := range m.Uses(kind, k) {
			close(t, "uses", u.Probability, m.Types[kind].Visits[u.State])
			close(t, "uses overall", u.Overall, sum(turns, u.State)/(m.Types[0].Turns+m.Types[1].Turns))
		}
		for _, u := range m.Starts(kind, k) {
			close(t, "starts overall", u.Overall, sum(starts, u.State)/120)
		}
		for n, u := range m.Leads(kind, k*k) {
			to := func(c, i int) float64 { return turns(c, i) * m.Mixture.Chains[c].Next[0][i*k+u.To] }
			close(t, "leads", u.Probability, m.Mixture.Chains[kind].Next[0][u.State*k+u.To])
			close(t, "leads overall", u.Overall, sum(to, u.State)/sum(turns, u.State))
			if u.Probability <= u.Overall {
				t.Errorf("trait %d is rarer than overall: %+v", n, u)
			}
		}
		stops := func(c, i int) float64 { return turns(c, i) * m.Mixture.Chains[c].Stop[i] }
		total := 0.0
		for i := range k {
			total += stops(kind, i)
		}
		for _, u := range m.Ends(kind, k) {
			close(t, "ends", u.Probability, stops(kind, u.State)/total)
		}
	}
}

func close(t testing.TB, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s: %v, expected %v", what, got, want)
	}
}

// TestOutcomes: the shares of a type's conversations that come to what people have marked.
func TestOutcomes(t *testing.T) {
	m := intents()
	c, _ := said(120)
	named, err := m.Relabel([]intent.Label{{State: state(t, m, "refund"), Outcome: "money back"}, {State: state(t, m, "thanks"), EndsAs: "done"}})
	if err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Types = 2
	got := train(t, named, c, o)
	for kind, want := range []map[string]float64{{"money back": 0, "done": 1}, {"money back": 1, "done": 1}} {
		for name, share := range want {
			if v, ok := got.Types[kind].Outcomes[name]; !ok || math.Abs(v-share) > 0.02 {
				t.Errorf("type %d: outcomes %v, expected %v", kind, got.Types[kind].Outcomes, want)
			}
		}
	}
	if o := train(t, m, c, o).Types[0].Outcomes; o != nil {
		t.Errorf("outcomes %v that nobody marked", o)
	}
}

// TestSameBytes for any number of workers, and after a round trip; other seeds give other restarts.
func TestSameBytes(t *testing.T) {
	c, _ := said(60)
	o := options()
	want := file(t, train(t, intents(), c, o))
	for _, workers := range []int{1, 5} {
		o.Workers(workers)
		if !bytes.Equal(file(t, train(t, intents(), c, o)), want) {
			t.Errorf("%d workers give another file", workers)
		}
	}
	path := filepath.Join(t.TempDir(), "t.json.gz")
	m, err := read(want)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if m, err = typed.Open(path); err != nil || !bytes.Equal(file(t, m), want) {
		t.Errorf("not the same after a round trip: %v", err)
	}
}

// TestNoExamples: no conversation is named in the file.
func TestNoExamples(t *testing.T) {
	c, _ := said(40)
	for i := range c {
		c[i].ID = "secret-" + c[i].ID
	}
	o := options()
	o.Types, o.Examples = 2, 0
	if data := file(t, train(t, intents(), c, o)); bytes.Contains(data, []byte("secret")) {
		t.Error("a conversation is named")
	}
	m := train(t, intents(), c, o)
	if m.Record.Same {
		t.Error("said to be the intents' own data")
	}
}

// TestFewConversations: one, and an empty one among them.
func TestFewConversations(t *testing.T) {
	c, _ := said(1)
	m := train(t, intents(), c, options())
	if len(m.Types) != 1 || m.Name(0) != "type 0" || len(m.Uses(0, 9))+len(m.Starts(0, 9))+len(m.Ends(0, 9))+len(m.Leads(0, 9)) > 0 {
		t.Errorf("%d types, %q, which does %+v more often than itself", len(m.Types), m.Name(0), m.Leads(0, 9))
	}
	if m := train(t, intents(), append(c, transcript.Conversation{ID: "empty"}), options()); len(m.Types) < 1 {
		t.Errorf("%d types", len(m.Types))
	}
	if _, err := typed.Train(background, intents(), nil, options()); err == nil {
		t.Error("types of nothing")
	}
}

// TestOptionsThatCannotBe are named.
func TestOptionsThatCannotBe(t *testing.T) {
	c, _ := said(4)
	for want, change := range map[string]func(*typed.Options){
		"-1 types":      func(o *typed.Options) { o.Types = -1 },
		"up to 0 types": func(o *typed.Options) { o.Choose.Most = 0 },
		"0 restarts":    func(o *typed.Options) { o.Search.Restarts = 0 },
		"-1 iterations": func(o *typed.Options) { o.Search.Fit.Loop.MaxIterations = -1 },
		"tolerance NaN": func(o *typed.Options) { o.Search.Fit.Loop.Tolerance = math.NaN() },
		"-1 examples":   func(o *typed.Options) { o.Examples = -1 },
	} {
		o := options()
		change(&o)
		if _, err := typed.Train(background, intents(), c, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

// TestCancelled: the best so far, which says so.
func TestCancelled(t *testing.T) {
	c, _ := said(60)
	ctx, cancel := context.WithCancel(background)
	o := options()
	o.Types, o.Search.FirstLap = 2, 0
	o.Search.OnIteration = func(_ int, it em.Iteration) {
		if it.Iteration == 1 {
			cancel()
		}
	}
	m, err := typed.Train(ctx, intents(), c, o)
	if err != nil || len(m.Record.Warnings) == 0 || !strings.Contains(m.Record.Warnings[0], "cancelled") {
		t.Errorf("%v, %+v", err, m)
	}
	if _, err := typed.Train(ctx, intents(), c, o); err == nil {
		t.Error("cancelled before anything, and no error")
	}
}

// TestSearchCancelled: the types are those that the search has of the best complete number, and the record says so.
func TestSearchCancelled(t *testing.T) {
	c, _ := said(120)
	for _, stop := range []int{0, 2} {
		ctx, cancel := context.WithCancel(background)
		o := options()
		o.Choose.OnProgress = func(n int, _ float64) {
			if n == stop {
				cancel()
			}
		}
		if stop == 0 {
			cancel()
		}
		m, err := typed.Train(ctx, intents(), c, o)
		if stop == 0 {
			if !errors.Is(err, baumwelch.ErrNothingTrained) {
				t.Errorf("before anything: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		r := m.Record
		if len(m.Types) != 2 || len(r.Candidates) != 2 || r.Chosen != 1 || !r.Cancelled || r.Conversations != len(c) ||
			len(r.Warnings) != 1 || !strings.HasPrefix(r.Warnings[0], "cancelled while the number of types was searched for") {
			t.Errorf("%d types, %+v", len(m.Types), r)
		}
		if _, err := read(file(t, m)); err != nil {
			t.Error(err)
		}
	}
}

// TestAssignGoesOn: a conversation that does not fit the encoder is named, and the others have their types.
func TestAssignGoesOn(t *testing.T) {
	c, kinds := said(40)
	for i := range c {
		for t := range c[i].Messages {
			c[i].Messages[t].Vector = []float64{float64(len(c[i].Messages[t].Symbol)), float64(kinds[i])}
		}
	}
	o := intent.DefaultOptions()
	o.Encode.Observe, o.Encode.Speaker, o.States, o.Search.Restarts = encode.Vectors, false, 2, 1
	seen, err := intent.Train(background, func(yield func(transcript.Message, error) bool) {
		for _, one := range c {
			for _, message := range one.Messages {
				if !yield(message, nil) {
					return
				}
			}
		}
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	few := options()
	few.Types = 1
	m := train(t, seen, c, few)
	c[2].Messages[1].Vector = []float64{1, 2, 3}
	c[2].Messages[1].File, c[2].Messages[1].Line = "x.jsonl", 7
	assigned, err := m.Assign(background, c, gate)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range assigned {
		if i == 2 {
			if a.Err == nil || !strings.Contains(a.Err.Error(), "x.jsonl:7") || a.Likeliest() != types.None {
				t.Errorf("%+v", a)
			}
		} else if a.Err != nil || a.Likeliest() != 0 {
			t.Errorf("conversation %d: %+v", i, a)
		}
	}
}
