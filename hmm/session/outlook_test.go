package session_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/session"
)

// silent is a model of a chain whose turns say nothing.
func silent(c *chain.Chain) *hmm.Model[int] {
	return must(hmm.New(c, emission.Family[int](emission.UniformCategorical(c.States(), 2, 0))))
}

// outlooks is what an engine expects from each state of a chain, each made certain by a start there.
func outlooks(t *testing.T, c *chain.Chain, o session.Options) (remaining []float64, chances [][]session.Chance) {
	t.Helper()
	for i := range c.States() {
		from := c.Clone()
		clear(from.Start)
		from.Start[i] = 1
		var step session.Step
		if err := must(session.New(silent(from), o)).NewSession().Push(turn(0), &step); err != nil {
			t.Fatal(err)
		}
		remaining, chances = append(remaining, step.Remaining), append(chances, slices.Clone(step.Outcomes))
	}
	return remaining, chances
}

// walk is the probability of an outcome from a state within h turns, by going every way.
func walk(c *chain.Chain, o session.Outcome, state, h int) float64 {
	in, p := slices.Contains(o.States, state), 0.0
	switch {
	case in && !o.AtEnd:
		return 1
	case in && c.Stop != nil:
		p = c.Stop[state]
	}
	if h == 0 {
		return p
	}
	for j := range c.States() {
		if a := c.Next[0][state*c.States()+j]; a > 0 {
			p += a * walk(c, o, j, h-1)
		}
	}
	return p
}

func TestOutcomesByEveryWay(t *testing.T) {
	m := random(4, 3, true)
	o := session.DefaultOptions()
	o.Outcomes = []session.Outcome{
		{Name: "hand-off", States: []int{2}},
		{Name: "done", States: []int{0, 3}},
		{Name: "abandoned", States: []int{1, 2}, AtEnd: true},
		{Name: "never", States: nil},
	}
	for _, h := range []int{1, 2, 5} {
		o.Horizon = h
		_, chances := outlooks(t, m.Chain, o)
		for i := range chances {
			for n, outcome := range o.Outcomes {
				if got, want := chances[i][n].Within, walk(m.Chain, outcome, i, h); math.Abs(got-want) > 1e-14 {
					t.Errorf("%s from state %d within %d: %v, every way has %v", outcome.Name, i, h, got, want)
				}
			}
		}
	}
}

// TestWithoutEnd compares what holds without a horizon with very far ones, and the number of turns with the
// sum of the probabilities that there are so many.
func TestWithoutEnd(t *testing.T) {
	m := random(5, 3, true)
	o := session.DefaultOptions()
	o.Outcomes = []session.Outcome{{Name: "hand-off", States: []int{2}}, {Name: "abandoned", States: []int{1, 2}, AtEnd: true}}
	o.Horizon = 5000
	remaining, chances := outlooks(t, m.Chain, o)
	for i := range chances {
		for n, c := range chances[i] {
			if math.Abs(c.Ever-c.Within) > 1e-12 || !(c.Ever > 0 && c.Ever <= 1) {
				t.Errorf("%s from state %d: ever %v, within 5000 turns %v", o.Outcomes[n].Name, i, c.Ever, c.Within)
			}
		}
		belief, want := make([]float64, 5), 0.0
		belief[i] = 1
		for range 5000 {
			next := make([]float64, 5)
			for j := range belief {
				for k := range next {
					next[k] += belief[j] * m.Chain.Next[0][j*5+k]
				}
			}
			belief = next
			for _, p := range belief {
				want += p
			}
		}
		if math.Abs(remaining[i]-want) > 1e-9*want {
			t.Errorf("from state %d %v more turns, want %v", i, remaining[i], want)
		}
	}
}

// TestStatesOfNoReturn: 0 goes on to 1 or 2, 1 ends, 2 goes round for ever with 3.
func TestStatesOfNoReturn(t *testing.T) {
	c := &chain.Chain{Start: []float64{1, 0, 0, 0}, Stop: []float64{0, 0.5, 0, 0}, Next: [][]float64{{
		0, 0.25, 0.75, 0,
		0, 0.5, 0, 0,
		0, 0, 0, 1,
		0, 0, 1, 0,
	}}}
	o := session.DefaultOptions()
	o.Outcomes = []session.Outcome{{Name: "one", States: []int{1}}, {Name: "round", States: []int{3}}, {Name: "ends", States: []int{1, 3}, AtEnd: true}}
	o.Horizon = 1
	remaining, chances := outlooks(t, c, o)
	inf := math.Inf(1)
	if want := []float64{inf, 1, inf, inf}; !slices.Equal(remaining, want) {
		t.Errorf("remaining %v, want %v", remaining, want)
	}
	want := [][]session.Chance{
		{{Within: 0.25, Ever: 0.25}, {Within: 0, Ever: 0.75}, {Within: 0.125, Ever: 0.25}},
		{{Within: 1, Ever: 1}, {Within: 0, Ever: 0}, {Within: 0.75, Ever: 1}},
		{{Within: 0, Ever: 0}, {Within: 1, Ever: 1}, {Within: 0, Ever: 0}},
		{{Within: 0, Ever: 0}, {Within: 1, Ever: 1}, {Within: 0, Ever: 0}},
	}
	for i := range want {
		if !slices.Equal(chances[i], want[i]) {
			t.Errorf("from state %d: %v, want %v", i, chances[i], want[i])
		}
	}
}

func TestNothingIsSaidOfEnds(t *testing.T) {
	o := session.DefaultOptions()
	o.Outcomes = []session.Outcome{{Name: "abandoned", States: []int{0}, AtEnd: true}}
	remaining, chances := outlooks(t, chain.Uniform(3, false), o)
	if !math.IsNaN(remaining[0]) || chances[0][0] != (session.Chance{}) {
		t.Errorf("remaining %v, chances %v of a chain without stops", remaining[0], chances[0])
	}
}

func TestOptionsThatDoNotFit(t *testing.T) {
	for want, change := range map[string]func(*session.Options){
		"horizon of 0":         func(o *session.Options) { o.Horizon = 0 },
		"ascending order":      func(o *session.Options) { o.Surprise = []float64{2, 1} },
		"percentile 101":       func(o *session.Options) { o.Surprising = 101 },
		"percentile NaN":       func(o *session.Options) { o.Surprising = math.NaN() },
		"a share of 2":         func(o *session.Options) { o.Unfamiliar = 2 },
		`outcome "x": state 2`: func(o *session.Options) { o.Outcomes = []session.Outcome{{Name: "x", States: []int{2}}} },
	} {
		o := session.DefaultOptions()
		change(&o)
		if _, err := session.New(weather(), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
