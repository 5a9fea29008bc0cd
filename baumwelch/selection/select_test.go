package selection_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// few are options for few states.
func few() selection.Options {
	o := selection.DefaultOptions()
	o.Most = 14
	return o
}

func choose(t *testing.T, k, n int, o baumwelch.TrainOptions, s selection.Options) *selection.Choice[int] {
	t.Helper()
	c, err := selection.Select(context.Background(), untrained(3*k), draw(t, truth(t, k), n, 5), o, s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSelectRecovers(t *testing.T) {
	for _, k := range []int{1, 2, 4, 7} {
		c := choose(t, k, 200, options(2), few())
		best := c.Candidates[c.Best]
		if best.States != k {
			t.Errorf("%d states, want %d: %+v", best.States, k, c.Candidates)
		}
		for i, m := range c.Models {
			if m.States() != k || m.Check() != nil {
				t.Errorf("model %d has %d states: %v", i, m.States(), m.Check())
			}
		}
		if best.Parameters != c.Models[0].FreeParams() || c.RunnerUp < 0 || c.RunnerUp == c.Best {
			t.Errorf("best %+v, runner-up %d", best, c.RunnerUp)
		}
		if k > 1 && !(best.Stability > 0.95) {
			t.Errorf("stability %v", best.Stability)
		}
		top := 0
		for i, v := range c.Candidates {
			if i > 0 && v.States <= c.Candidates[i-1].States {
				t.Errorf("candidates out of order: %+v", c.Candidates)
			}
			if v.HeldOut > c.Candidates[top].HeldOut {
				top = i
			}
		}
		for _, v := range c.Candidates {
			if want := c.Candidates[top].HeldOut - v.HeldOut; math.Abs(v.Behind-want) > 1e-12 || (v.Error > 0) != (v.Behind > 0) {
				t.Errorf("%d states: behind %v ± %v, want %v", v.States, v.Behind, v.Error, want)
			}
		}
	}
}

// TestSelectIsTheSame for any number of workers, and another for another seed.
func TestSelectIsTheSame(t *testing.T) {
	var told []float64
	var mu sync.Mutex
	s := few()
	s.OnProgress = func(_ int, done float64) {
		mu.Lock()
		defer mu.Unlock()
		told = append(told, done)
	}
	one, four := choose(t, 4, 120, options(1), s), choose(t, 4, 120, options(4), few())
	if !reflect.DeepEqual(one.Candidates, four.Candidates) || one.Best != four.Best || one.RunnerUp != four.RunnerUp {
		t.Error("other candidates from four workers")
	}
	for i, m := range one.Models {
		if !reflect.DeepEqual(m.Chain, four.Models[i].Chain) {
			t.Errorf("model %d is another from four workers", i)
		}
	}
	if n := len(told); n < 20 || told[n-1] != 1 || told[0] <= 0 {
		t.Errorf("progress %v", told)
	}
	o := options(1)
	o.Seed = 77
	if other := choose(t, 4, 120, o, few()); reflect.DeepEqual(one.Candidates, other.Candidates) {
		t.Error("the same figures from another seed")
	}
}

// TestSelectCancelled cancels after so many fits: what is complete is chosen among, and before that the
// largest model is there.
func TestSelectCancelled(t *testing.T) {
	data := draw(t, truth(t, 4), 120, 5)
	for fits, complete := range map[int]bool{1: false, 60: true} {
		ctx, cancel := context.WithCancel(context.Background())
		s, n := few(), 0
		s.OnProgress = func(int, float64) {
			if n++; n == fits {
				cancel()
			}
		}
		c, err := selection.Select(ctx, untrained(12), data, options(1), s)
		if err != nil {
			t.Fatal(err)
		}
		if (c.Best >= 0) != complete || len(c.Models) == 0 || len(c.Result.Iterations) == 0 {
			t.Errorf("after %d fits: best %d, %d models", fits, c.Best, len(c.Models))
		}
		if !complete && c.Models[0].States() != 14 {
			t.Errorf("%d states, want the most", c.Models[0].States())
		}
		cancel()
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := selection.Select(ctx, untrained(12), data, options(1), few()); !errors.Is(err, baumwelch.ErrNothingTrained) {
		t.Errorf("before anything: %v", err)
	}
}

func TestSelectErrors(t *testing.T) {
	data := draw(t, truth(t, 2), 20, 1)
	ctx := context.Background()
	for name, c := range map[string]struct {
		set  func(*selection.Options)
		data []hmm.Conversation[int]
		want string
	}{
		"one conversation": {nil, append(data[:1:1], hmm.Conversation[int]{}), "too few conversations with turns, 1: none can be held out"},
		"bounds":           {func(o *selection.Options) { o.Most = 0 }, data, "from 1 to 0 states"},
		"folds":            {func(o *selection.Options) { o.Folds = 1 }, data, "1 folds"},
		"tolerance":        {func(o *selection.Options) { o.Tolerance = math.NaN() }, data, "tolerance NaN"},
		"errors":           {func(o *selection.Options) { o.StandardErrors = -1 }, data, "-1 standard errors"},
		"a bad turn":       {nil, append(data[1:9:9], hmm.Conversation[int]{Obs: []int{0, 77}}), "conversation 8: turn 1: symbol 77"},
	} {
		o := few()
		if c.set != nil {
			c.set(&o)
		}
		if _, err := selection.Select(ctx, untrained(6), c.data, options(2), o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

// TestSelectWithoutPriors: what is held out may be impossible, and the error says so.
func TestSelectWithoutPriors(t *testing.T) {
	o := options(2)
	o.Fit.Prior = baumwelch.Prior{}
	data := draw(t, truth(t, 3), 40, 1)
	for i := range data {
		data[i].ID = fmt.Sprint("c", i)
		data[i].Obs = append(data[i].Obs, 9+i) // a symbol that no other conversation has
	}
	_, err := selection.Select(context.Background(), func(k int) (*hmm.Model[int], error) {
		return hmm.New(chain.Uniform(k, true), emission.UniformCategorical(k, 60, 0))
	}, data, o, few())
	if err == nil || !strings.Contains(err.Error(), "held out, K = ") || !strings.Contains(err.Error(), `conversation "c`) {
		t.Errorf("error %v, want one that names a conversation held out", err)
	}
}
