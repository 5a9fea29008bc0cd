package emission_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// wide has more symbols than a block of logarithms, twice over and a bit.
func wide(seed uint64) *emission.Categorical {
	g := &reference.Generator{Rng: rand.New(rand.NewPCG(seed, 9))}
	return must(emission.NewCategorical([][]float64{g.Row(1100, 1), g.Row(1100, 1), g.Row(1100, 1)}))
}

// holdsLogs compares the densities of every symbol with the parameters.
func holdsLogs(t *testing.T, what string, v emission.Evaluator[int], c *emission.Categorical) {
	t.Helper()
	obs := []int{-1}
	for s := range c.Symbols() {
		obs = append(obs, s)
	}
	got := make([]float64, len(obs)*c.Len())
	v.LogDensities(got, emission.RowMajor(c.Len()), obs)
	for i, l := range got {
		want, s := 0.0, obs[i/c.Len()]
		if s >= 0 {
			want = math.Log(c.Probabilities(i % c.Len())[s])
		}
		if l != want {
			t.Errorf("%s: symbol %d, distribution %d: %v, expected %v", what, s, i%c.Len(), l, want)
			return
		}
	}
}

// TestLogsAreOfPresentParameters: whatever changes them, evaluators that are made afterwards know, and copies
// that were made before keep theirs.
func TestLogsAreOfPresentParameters(t *testing.T) {
	for name, change := range map[string]func(c *emission.Categorical){
		"nothing": func(*emission.Categorical) {},
		"Maximize": func(c *emission.Categorical) {
			stats := make([]float64, c.StatsLen())
			for i := range stats {
				stats[i] = float64(1 + i%7)
			}
			c.Maximize(stats)
		},
		"SetParams": func(c *emission.Categorical) { c.SetParams(params(wide(2))) },
		"Split":     func(c *emission.Categorical) { c.Split(0, 1, rand.New(rand.NewPCG(1, 1))) },
		"Permute":   func(c *emission.Categorical) { c.Permute([]int{2, 0, 1}) },
		"Move": func(c *emission.Categorical) {
			at := c.Coordinates()
			at.Move(slices.Repeat([]float64{0.1, -0.2}, at.Len())[:at.Len()])
		},
		"UnmarshalJSON": func(c *emission.Categorical) {
			data, _ := wide(3).MarshalJSON()
			c.UnmarshalJSON(data)
		},
	} {
		c := wide(1)
		c.SetPrior(2)
		c.LogPrior() // makes the logarithms
		before := c.Clone().(*emission.Categorical)
		change(c)
		holdsLogs(t, name, c.Evaluator(), c)
		holdsLogs(t, name+", a copy made before", before.Evaluator(), before)
		sum := 0.0
		for _, p := range params(c) {
			sum += math.Log(p)
		}
		prior := 2.0
		if name == "UnmarshalJSON" {
			prior = 0
		}
		if got, want := c.LogPrior(), prior*sum; math.Abs(got-want) > 1e-10*math.Abs(want) {
			t.Errorf("%s: LogPrior is %v, expected %v", name, got, want)
		}
	}
}

// TestLogsAreMadeTogether: evaluators that are asked for at once, of a family and its copy, are all complete.
func TestLogsAreMadeTogether(t *testing.T) {
	for range 20 {
		c := wide(4)
		families := []*emission.Categorical{c, c.Clone().(*emission.Categorical)}
		var running sync.WaitGroup
		for i := range 8 {
			running.Go(func() { holdsLogs(t, "at once", families[i%2].Evaluator(), c) })
		}
		running.Wait()
	}
}
