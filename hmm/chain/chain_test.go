package chain_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
)

// two is a good chain of two states and two classes with stops and shared distributions.
func two() *chain.Chain {
	return &chain.Chain{
		Start: []float64{0.25, 0.75},
		Next:  [][]float64{{0.5, 0.25, 0, 1}, {0.75, 0, 0.5, 0.5}},
		Stop:  []float64{0.25, 0},
		Dist:  []int{1, 0},
	}
}

func TestCheck(t *testing.T) {
	if err := two().Check(); err != nil {
		t.Errorf("a good chain: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(*chain.Chain)
		says  string
	}{
		"no states":       {func(c *chain.Chain) { c.Start = nil }, "start is empty"},
		"too many states": {func(c *chain.Chain) { c.Start = make([]float64, chain.MaxStates+1) }, "at most 8192"},
		"no matrix":       {func(c *chain.Chain) { c.Next = nil }, "next is empty"},
		"257 classes":     {func(c *chain.Chain) { c.Next = make([][]float64, 257) }, "257 classes"},
		"start sums":      {func(c *chain.Chain) { c.Start[0] = 0.3 }, "start: sums to 1.05"},
		"start negative":  {func(c *chain.Chain) { c.Start = []float64{-0.5, 1.5} }, "start: value 0 is -0.5"},
		"start NaN":       {func(c *chain.Chain) { c.Start[1] = math.NaN() }, "start: value 1 is NaN"},
		"short stop":      {func(c *chain.Chain) { c.Stop = c.Stop[:1] }, "stop has 1 values"},
		"stop above 1":    {func(c *chain.Chain) { c.Stop[1] = 2 }, "stop[1] = 2"},
		"stop NaN":        {func(c *chain.Chain) { c.Stop[1] = math.NaN() }, "stop[1] = NaN"},
		"stop ignored":    {func(c *chain.Chain) { c.Next[1][0] = 1 }, "next[1] row 0: sums to 1, expected 0.75"},
		"ragged matrix":   {func(c *chain.Chain) { c.Next[0] = c.Next[0][:3] }, "next[0] has 3 values"},
		"row sums":        {func(c *chain.Chain) { c.Next[0][3] = 0.9 }, "next[0] row 1"},
		"short dist":      {func(c *chain.Chain) { c.Dist = c.Dist[:1] }, "dist has 1 values"},
		"dist too large":  {func(c *chain.Chain) { c.Dist[0] = 2 }, "dist[0] = 2"},
		"dist negative":   {func(c *chain.Chain) { c.Dist[1] = -1 }, "dist[1] = -1"},
	} {
		bad := two()
		c.spoil(bad)
		if err := bad.Check(); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, expected it to say %q", name, err, c.says)
		}
	}
}

func TestRandomChainsAreGood(t *testing.T) {
	for seed := range uint64(500) {
		if err := reference.Small(seed).Chain().Check(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

func TestUniform(t *testing.T) {
	for _, k := range []int{1, 2, 7} {
		for _, stop := range []bool{false, true} {
			c := chain.Uniform(k, stop)
			if err := c.Check(); err != nil || c.States() != k || c.Distributions() != k || (c.Stop != nil) != stop {
				t.Errorf("K=%d, stop %v: %+v, %v", k, stop, c, err)
			}
			if stop && math.Abs(c.Stop[0]-1/float64(k+1)) > 1e-15 {
				t.Errorf("K=%d: stop %v", k, c.Stop)
			}
		}
	}
}

func TestDistributions(t *testing.T) {
	c := chain.Uniform(3, false)
	if c.Distribution(2) != 2 {
		t.Errorf("identity: %d", c.Distribution(2))
	}
	c.Dist = []int{1, 0, 1}
	if c.Distributions() != 2 || c.Distribution(2) != 1 {
		t.Errorf("%d distributions, state 2 has %d", c.Distributions(), c.Distribution(2))
	}
}

func TestCloneIsIndependent(t *testing.T) {
	c := two()
	n := c.Clone()
	n.Start[0], n.Next[1][0], n.Stop[0], n.Dist[0] = 9, 9, 9, 9
	if d := cmp.Diff(two(), c); d != "" {
		t.Errorf("the original changed:\n%s", d)
	}
	if p := chain.Uniform(2, false).Clone(); p.Stop != nil || p.Dist != nil {
		t.Errorf("a clone has more than the original: %+v", p)
	}
}

func TestPermute(t *testing.T) {
	c := two()
	c.Permute([]int{1, 0})
	want := &chain.Chain{
		Start: []float64{0.75, 0.25},
		Next:  [][]float64{{1, 0, 0.25, 0.5}, {0.5, 0.5, 0, 0.75}},
		Stop:  []float64{0, 0.25},
		Dist:  []int{0, 1},
	}
	if d := cmp.Diff(want, c); d != "" {
		t.Error(d)
	}
	three := reference.Small(11).Chain() // a cycle is not its own inverse
	for three.States() < 3 {
		three = reference.Small(uint64(three.States()) + 20).Chain()
	}
	cycled := three.Clone()
	cycled.Permute([]int{1, 2, 0})
	if cycled.Start[0] != three.Start[1] || cycled.Next[0][0*3+1] != three.Next[0][1*3+2] {
		t.Errorf("state i became something else than order[i]")
	}
	cycled.Permute([]int{2, 0, 1})
	if d := cmp.Diff(three, cycled); d != "" {
		t.Errorf("there and back:\n%s", d)
	}
}

func TestJSON(t *testing.T) {
	data, err := json.Marshal(two())
	if err != nil {
		t.Fatal(err)
	}
	var c *chain.Chain
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(two(), c); d != "" {
		t.Error(d)
	}
}

func TestSample(t *testing.T) {
	c, rng := two(), rand.New(rand.NewPCG(1, 2))
	const n = 40_000
	counts := map[int]float64{}
	for range n {
		counts[10+c.SampleStart(rng)]++
		counts[c.SampleNext(0, 0, rng)]++
		if c.SampleNext(1, 0, rng) != 1 {
			t.Fatal("state 1 goes to itself")
		}
	}
	for event, p := range map[int]float64{10: 0.25, 11: 0.75, -1: 0.25, 0: 0.5, 1: 0.25} {
		if far := math.Abs(counts[event]/n - p); far > 5*math.Sqrt(p*(1-p)/n) {
			t.Errorf("event %d: %v, expected %v", event, counts[event]/n, p)
		}
	}
	c.Stop[1], c.Next[0][3] = 1, 0
	if got := c.SampleNext(1, 0, rng); got != -1 {
		t.Errorf("after certain stop: %d", got)
	}
}

func TestSequence(t *testing.T) {
	if n := []int{chain.MaskWords(1), chain.MaskWords(64), chain.MaskWords(65)}; !slices.Equal(n, []int{1, 1, 2}) {
		t.Errorf("mask words %v", n)
	}
	s := chain.Sequence{Turns: 2, Class: []uint8{0, 1}, Allowed: []uint64{1, 2, 4, 8}}
	if s.ClassAt(1) != 1 || s.Factor() != 1 || !slices.Equal(s.Mask(1, 70), []uint64{4, 8}) {
		t.Errorf("class %d, factor %v, mask %v", s.ClassAt(1), s.Factor(), s.Mask(1, 70))
	}
	if !chain.Permits(s.Mask(1, 70), 2) || chain.Permits(s.Mask(1, 70), 1) || !chain.Permits(s.Mask(1, 70), 67) || chain.Permits(s.Mask(0, 70), 64) {
		t.Error("Permits reads the wrong bit")
	}
	var all chain.Sequence
	if all.ClassAt(5) != 0 || all.Mask(5, 2) != nil || !chain.Permits(nil, 3) {
		t.Error("nil does not mean everything")
	}
}

func TestSequenceCheck(t *testing.T) {
	good := chain.Sequence{Turns: 2, Class: []uint8{0, 1}, Allowed: []uint64{3, 1}, Weight: 2}
	if err := good.Check(two()); err != nil {
		t.Error(err)
	}
	for says, spoil := range map[string]func(*chain.Sequence){
		"class has 1 values for 2 turns":         func(s *chain.Sequence) { s.Class = s.Class[:1] },
		"turn 1: class 2, the chain has 2":       func(s *chain.Sequence) { s.Class = []uint8{0, 2} },
		"allowed has 3 words, expected 2":        func(s *chain.Sequence) { s.Allowed = make([]uint64, 3) },
		"weight is -1, expected":                 func(s *chain.Sequence) { s.Weight = -1 },
		"weight is NaN, expected":                func(s *chain.Sequence) { s.Weight = math.NaN() },
		"weight is +Inf, expected":               func(s *chain.Sequence) { s.Weight = math.Inf(1) },
		"weight is 1.1e+09, expected 0 to 1e+09": func(s *chain.Sequence) { s.Weight = 1.1e9 },
	} {
		s := good
		spoil(&s)
		if err := s.Check(two()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, expected it to say %q", err, says)
		}
	}
}
