package hmm_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// umbrella is the world of Russell and Norvig: rain or dry, umbrella (0) or none (1).
func umbrella(t testing.TB) *hmm.Model[int] {
	family, err := emission.NewCategorical([][]float64{{0.9, 0.1}, {0.2, 0.8}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(&chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.7, 0.3, 0.3, 0.7}}}, emission.Family[int](family))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestCheckModel(t *testing.T) {
	for says, spoil := range map[string]func(*hmm.Model[int]){
		"needs a chain":                  func(m *hmm.Model[int]) { m.Chain = nil },
		"and an emission family":         func(m *hmm.Model[int]) { m.Emission = nil },
		"start: sums to 1.5":             func(m *hmm.Model[int]) { m.Chain.Start[0] = 1 },
		"the chain refers to 3":          func(m *hmm.Model[int]) { m.Chain = chain.Uniform(3, false) },
		"has 2 distributions, the chain": func(m *hmm.Model[int]) { m.Chain.Dist = []int{0, 0} },
	} {
		m := umbrella(t)
		spoil(m)
		if err := m.Check(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, expected it to say %q", err, says)
		}
	}
}

func TestUnfitConversations(t *testing.T) {
	m := umbrella(t)
	d := hmm.NewDecoder(m)
	for says, c := range map[string]*hmm.Conversation[int]{
		"turn 2: symbol 2":         {Obs: []int{0, 1, 2}},
		"class has 1 values":       {Obs: []int{0, 1}, Class: []uint8{0}},
		"turn 1: class 1":          {Obs: []int{0, 1}, Class: []uint8{0, 1}},
		"allowed has 1 words":      {Obs: []int{0, 1}, Allowed: []uint64{1}},
		"weight is -1":             {Obs: []int{0}, Weight: -1},
		"turn 0: symbol -2, expec": {Obs: []int{-2}},
	} {
		n := len(c.Obs)
		_, e1 := d.Score(c)
		_, e2 := d.Posterior(make([]float64, 2*n), c)
		_, e3 := d.Path(make([]int, n), c)
		for _, err := range []error{e1, e2, e3} {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%v, expected it to say %q", err, says)
			}
		}
	}
}

// TestDecoderMatchesEnumeration: everything that a conversation can say reaches the recursions.
func TestDecoderMatchesEnumeration(t *testing.T) {
	tried := 0
	for seed := range uint64(400) {
		g := reference.Small(seed)
		c := g.Chain()
		m := &hmm.Model[int]{Chain: c, Emission: emission.UniformCategorical(c.Distributions(), 4, 0)}
		var params []float64
		for range c.Distributions() {
			params = append(params, g.Row(4, 1)...)
		}
		if err := m.Emission.SetParams(params); err != nil {
			t.Fatal(err)
		}
		d := hmm.NewDecoder(m)
		for range 4 {
			p := g.Problem(c)
			s := p.Sequence
			conversation := &hmm.Conversation[int]{Class: s.Class, Allowed: s.Allowed, Open: s.Open, Weight: s.Weight}
			for range s.Turns {
				conversation.Obs = append(conversation.Obs, g.Rng.IntN(5)-1)
			}
			m.Emission.Evaluator().LogDensities(p.LogDensity, emission.RowMajor(c.Distributions()), conversation.Obs)
			p.Sequence.Weight = 0 // it is for training alone
			tried += against(t, seed, d, conversation, c.States(), reference.Enumerate(p))
		}
	}
	if tried < 500 {
		t.Errorf("only %d possible conversations", tried)
	}
}

// against compares all of a decoder's methods with the answer. It returns 1 for a possible
// conversation.
func against(t *testing.T, seed uint64, d *hmm.Decoder[int], c *hmm.Conversation[int], k int, want *reference.Answer) int {
	t.Helper()
	turns := len(c.Obs)
	filtered, posterior, path := make([]float64, turns*k), make([]float64, turns*k), make([]int, turns)
	score, err := d.Score(c)
	a, errA := d.Filtered(filtered, c)
	b, errB := d.Posterior(posterior, c)
	best, errP := d.Path(path, c)
	if want.Impossible >= 0 {
		for _, err := range []error{err, errA, errB, errP} {
			var impossible *chain.ImpossibleError
			if !errors.As(err, &impossible) || impossible.Turn != want.Impossible {
				t.Fatalf("seed %d: %v, expected turn %d to be impossible", seed, err, want.Impossible)
			}
		}
		return 0
	}
	if err := errors.Join(err, errA, errB, errP); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	got := slices.Concat(filtered, posterior, []float64{score, a, b, best})
	expected := slices.Concat(want.Filtered, want.Posterior, []float64{want.LogLikelihood, want.LogLikelihood, want.LogLikelihood, want.BestScore})
	if far := reference.Far(got, expected); far > 1e-12 {
		t.Fatalf("seed %d: off by %g:\n%v, expected\n%v", seed, far, got, expected)
	}
	return 1
}

func TestPermuteModel(t *testing.T) {
	m := umbrella(t)
	m.Chain.Start, m.Chain.Next[0] = []float64{0.2, 0.8}, []float64{0.6, 0.4, 0.1, 0.9}
	obs := []int{0, 1, 1, 0, 1, 0, 0, 1}
	before, score, err := m.Posterior(obs)
	if err != nil || !m.Permute([]int{1, 0}) {
		t.Fatalf("%v", err)
	}
	after, permuted, err := m.Posterior(obs)
	if err != nil || math.Abs(score-permuted) > 1e-13 {
		t.Errorf("log-likelihood %v, permuted %v (%v)", score, permuted, err)
	}
	for turn := range before {
		if far := reference.Far([]float64{after[turn][1], after[turn][0]}, before[turn]); far > 1e-13 {
			t.Errorf("turn %d: %v, permuted %v", turn, before[turn], after[turn])
		}
	}
	m.Chain.Dist = []int{0, 1}
	if m.Permute([]int{1, 0}) {
		t.Error("a model whose states share distributions was permuted")
	}
}

func TestModelJSON(t *testing.T) {
	m := umbrella(t)
	m.Chain.Start = []float64{1.0 / 3, 2.0 / 3}
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	back := hmm.Model[int]{Emission: new(emission.Categorical)}
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	a, _ := m.Score([]int{0, 1, 0})
	b, err := back.Score([]int{0, 1, 0})
	if err != nil || a != b || back.Chain.Start[0] != 1.0/3 {
		t.Errorf("log-likelihood %v, read back %v (%v)", a, b, err)
	}
	for says, bad := range map[string]string{
		"hmm: emission":     `{"chain":{"start":[1],"next":[[1]]},"emission":{"probabilities":[[2]]}}`,
		"chain: start":      `{"chain":{"start":[0.5],"next":[[1]]},"emission":{"probabilities":[[1]]}}`,
		"needs a chain":     `{"emission":{"probabilities":[[1]]}}`,
		"chain refers to 1": `{"chain":{"start":[1],"next":[[1]]},"emission":{"probabilities":[[1],[1]]}}`,
	} {
		m := hmm.Model[int]{Emission: new(emission.Categorical)}
		if err := json.Unmarshal([]byte(bad), &m); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v, expected it to say %q", err, says)
		}
	}
	if err := json.Unmarshal(data, &hmm.Model[int]{}); err == nil {
		t.Error("a model was read without a family to read into")
	}
}

func TestSample(t *testing.T) {
	m := umbrella(t)
	rng := rand.New(rand.NewPCG(3, 3))
	c, states, err := m.Sample(50, rng)
	if err != nil || len(c.Obs) != 50 || len(states) != 50 || c.Open {
		t.Errorf("%d turns, %d states, open %v, %v", len(c.Obs), len(states), c.Open, err)
	}
	m.Chain = &chain.Chain{Start: []float64{1, 0}, Next: [][]float64{{0.5, 0.25, 0, 0.5}}, Stop: []float64{0.25, 0.5}}
	turns, open := 0, 0
	const n, most = 20_000, 4
	for range n {
		c, _, err := m.Sample(most, rng)
		if err != nil || len(c.Obs) > most || c.Open && len(c.Obs) < most {
			t.Fatalf("%d turns, open %v, %v", len(c.Obs), c.Open, err)
		}
		turns += len(c.Obs)
		if c.Open {
			open++
		}
	}
	// state after n turns without a stop: (1,0), (.5,.25), (.25,.25), (.125,.1875), (.0625,.125)
	if p := float64(open) / n; math.Abs(p-0.1875) > 0.015 {
		t.Errorf("%v of the conversations are open, expected 0.1875", p)
	}
	if mean := float64(turns) / n; math.Abs(mean-(1+0.75+0.5+0.3125)) > 0.03 {
		t.Errorf("%v turns on average, expected 2.5625", mean)
	}
}

func TestErrorText(t *testing.T) {
	inner := &chain.ImpossibleError{Turn: 3}
	for want, e := range map[string]*hmm.Error{`conversation 4: `: {Index: 4, Err: inner}, `conversation "x": `: {Index: 4, ID: "x", Err: inner}} {
		if !strings.HasPrefix(e.Error(), want) || !errors.Is(e, inner) {
			t.Errorf("%v", e)
		}
	}
}

func ExampleModel() {
	family, err := emission.NewCategorical([][]float64{{0.9, 0.1}, {0.2, 0.8}})
	if err != nil {
		panic(err)
	}
	c := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.7, 0.3, 0.3, 0.7}}}
	m, err := hmm.New(c, emission.Family[int](family))
	if err != nil {
		panic(err)
	}
	days := []int{0, 0, 1, 0, 0} // umbrella, umbrella, none, umbrella, umbrella

	score, _ := m.Score(days)
	posterior, _, _ := m.Posterior(days)
	path, best, _ := m.Decode(days)
	fmt.Printf("log-likelihood %.4f\nrain on the third day %.4f\nbest path %v, %.4f\n", score, posterior[2][0], path, best)
	// Output:
	// log-likelihood -3.3725
	// rain on the third day 0.3075
	// best path [0 0 1 0 0], -4.4590
}
