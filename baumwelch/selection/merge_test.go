package selection

import (
	"math"
	"slices"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

func TestMerge(t *testing.T) {
	inf := math.Inf(1)
	// 0 is cheap to give to 2, 3 to 1, and then 1 to 0, which is taken by then.
	cost := []float64{
		0, 9, 1, 9,
		3, 0, inf, 9,
		9, 9, 0, 9,
		9, 2, 9, 0,
	}
	for _, c := range []struct {
		fewer int
		want  []int
	}{{4, []int{0, 1, 2, 3}}, {3, []int{0, 1, 0, 2}}, {2, []int{0, 1, 0, 1}}, {1, []int{0, 1, 0, 1}}} {
		if got := merge(cost, 4, c.fewer); !slices.Equal(got, c.want) {
			t.Errorf("to %d: %v, want %v", c.fewer, got, c.want)
		}
	}
}

// TestAbsorption: by hand, with observations that say their state for sure.
func TestAbsorption(t *testing.T) {
	family, err := emission.NewCategorical([][]float64{{0.5, 0.5, 0}, {0, 0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(&chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.5, 0.5, 0.25, 0.75}}}, family)
	if err != nil {
		t.Fatal(err)
	}
	cost, err := absorption(m, []hmm.Conversation[int]{{Obs: []int{0, 2, 1}}, {Obs: []int{-1}}})
	if err != nil {
		t.Fatal(err)
	}
	if !math.IsInf(cost[1], 1) || !math.IsInf(cost[2], 1) {
		t.Errorf("what a state cannot say costs %v and %v", cost[1], cost[2])
	}
	if cost[0] != 0 || cost[3] != 0 {
		t.Errorf("a state by itself costs %v and %v", cost[0], cost[3])
	}
	soft, _ := emission.NewCategorical([][]float64{{0.6, 0.4}, {0.4, 0.6}})
	m.Emission = soft
	cost, err = absorption(m, []hmm.Conversation[int]{{Obs: []int{0}}})
	if err != nil {
		t.Fatal(err)
	}
	want := 0.6*math.Log(0.6/0.4) + 0.6*(0.5*math.Log(2)+0.5*math.Log(0.5/0.75))
	if math.Abs(cost[1]-want) > 1e-12 {
		t.Errorf("cost %v, want %v", cost[1], want)
	}
}

func TestPairwise(t *testing.T) {
	a := [][]int{{0, 0, 1, 1}, {1, 1}}
	b := [][]int{{1, 1, 0, 0}, {0, 1}} // five of six under the other name
	if got := pairwise([][][]int{a, b}, []int{2, 2}); math.Abs(got-5.0/6) > 1e-15 {
		t.Errorf("%v, want 5/6", got)
	}
	if got, want := pairwise([][][]int{a, b, a}, []int{2, 2, 2}), (5.0/6+1+5.0/6)/3; math.Abs(got-want) > 1e-15 {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestChoose(t *testing.T) {
	of := func(behind ...float64) []Candidate { // held out, behind and its error by turns
		var out []Candidate
		for i := 0; i < len(behind); i += 2 {
			out = append(out, Candidate{States: 1 + i/2, HeldOut: -10 - behind[i], Behind: behind[i], Error: behind[i+1]})
		}
		return out
	}
	for name, c := range map[string]struct {
		candidates     []Candidate
		best, runnerUp int
	}{
		"the highest":            {of(2, .5, 1, .5, 0, 0, .3, .1), 2, 3},
		"fewer within the error": {of(2, .5, .4, .5, 0, 0, .1, .2), 1, 2},
		"more do not count":      {of(2, .5, 0, 0, .1, .2), 1, 2},
		"one":                    {of(0, 0), 0, -1},
		"none":                   {nil, -1, -1},
	} {
		if best, runnerUp := choose(c.candidates, 1); best != c.best || runnerUp != c.runnerUp {
			t.Errorf("%s: %d and %d, want %d and %d", name, best, runnerUp, c.best, c.runnerUp)
		}
	}
	if best, _ := choose(of(2, .5, .8, .5, 0, 0), 2); best != 1 {
		t.Errorf("within two errors: %d, want 1", best)
	}
}

func TestSchedule(t *testing.T) {
	for k := 2; k <= 300; k++ {
		if n := below(k); n < 1 || n >= k || n < (k+1)/2 {
			t.Errorf("after %d states %d: cannot be reached by merging pairs", k, n)
		}
	}
	o := DefaultOptions()
	for _, c := range []struct{ turns, conversations, replicates, most int }{
		{900, 100, 5, 40}, {100, 100, 5, 5}, {10, 3, 3, 1}, {29474, 2000, 2, 40}, {15000, 1000, 2, 40}, {10000, 1000, 4, 40},
	} {
		if got := o.replicates(c.turns, c.conversations); got != c.replicates {
			t.Errorf("%d turns: %d replicates, want %d", c.turns, got, c.replicates)
		}
		if got := o.most(c.turns); got != c.most {
			t.Errorf("%d turns: up to %d states, want %d", c.turns, got, c.most)
		}
	}
}
