package types_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
	"intenthmm/internal/reference"
)

// answers enumerates the paths of a conversation under each type.
func answers(m *types.Model[int], c *hmm.Conversation[int]) []*reference.Answer {
	var out []*reference.Answer
	for kind := range m.Types() {
		one := m.Type(kind)
		density := make([]float64, len(c.Obs)*one.Emission.Len())
		evaluator := one.Emission.Evaluator()
		evaluator.LogDensities(density, emission.RowMajor(one.Emission.Len()), c.Obs)
		out = append(out, reference.Enumerate(&reference.Problem{Chain: one.Chain, Sequence: c.Sequence(), LogDensity: density}))
	}
	return out
}

// TestAgainstEnumeration: types and best path are those of all paths of all types, also where some types,
// or all, cannot be.
func TestAgainstEnumeration(t *testing.T) {
	impossible := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 2))
		s := shape{types: 1 + rng.IntN(3), states: 3, symbols: 3, classes: 1 + rng.IntN(2), stop: rng.IntN(2) == 0, own: rng.IntN(2) == 0, zeros: 0.5}
		m := s.model(t, rng)
		if s.types > 1 && rng.IntN(3) == 0 {
			m.Weights[0], m.Weights[1] = 0, m.Weights[0]+m.Weights[1]
		}
		d := types.NewDecoder(m)
		for _, c := range s.data(rng, 6, 5) {
			want, latest := make([]float64, s.types), 0
			all := answers(m, &c)
			total := 0.0
			for kind, a := range all {
				if latest = max(latest, a.Impossible); a.Impossible < 0 {
					want[kind] = m.Weights[kind] * math.Exp(a.LogLikelihood)
				}
				total += want[kind]
			}
			got := make([]float64, s.types)
			score, err := d.Types(got, &c)
			assignErr := types.Failed(ok[[]types.Assignment](t)(types.Assign(background, m, []hmm.Conversation[int]{c}, nil)))
			if total == 0 {
				impossible++
				var e, f *chain.ImpossibleError
				if !errors.As(err, &e) || !errors.As(assignErr, &f) || e.Turn != latest || f.Turn != latest {
					t.Errorf("%v, %v: expected that all is over at turn %d", err, assignErr, latest)
				}
				continue
			}
			if err != nil || assignErr != nil {
				t.Fatal(err, assignErr)
			}
			for kind := range want {
				want[kind] /= total
			}
			near(t, "types", append(got, score), append(want, math.Log(total)))
			kind := 0
			for i, p := range got {
				if p > got[kind] {
					kind = i
				}
			}
			path := make([]int, len(c.Obs))
			gotKind, joint, err := d.Path(path, &c)
			if err != nil || gotKind != kind || !slices.Equal(path, all[kind].BestPath) {
				t.Errorf("path %v of type %d, %v; expected %v of type %d", path, gotKind, err, all[kind].BestPath, kind)
			}
			near(t, "joint", []float64{joint}, []float64{math.Log(m.Weights[kind]) + all[kind].BestScore})
		}
	}
	if impossible == 0 {
		t.Error("no conversation was impossible")
	}
}

// TestFilterRulesOut: a turn that a type cannot explain rules it out, one that none can leaves the filter
// as it was, and Reset brings all back.
func TestFilterRulesOut(t *testing.T) {
	s := shape{types: 2, states: 2, symbols: 3, classes: 1, own: true}
	m := s.model(t, rand.New(rand.NewPCG(5, 5)))
	for f, rows := range [][]float64{{0.5, 0.5, 0, 0.5, 0.5, 0}, {0, 0.5, 0.5, 0, 0.5, 0.5}} {
		if err := m.Families[f].SetParams(rows); err != nil {
			t.Fatal(err)
		}
	}
	f := types.NewFilter(m)
	same(t, f.Types(), m.Weights)
	for range 2 {
		near(t, "evidence", []float64{ok[float64](t)(f.Push(1, 0))}, []float64{math.Log(0.5)})
		both := slices.Clone(f.Types())
		if both[0] == 0 || both[1] == 0 {
			t.Fatalf("types %v after what both say", both)
		}
		ok[float64](t)(f.Push(0, 0))
		same(t, f.Types(), []float64{1, 0})
		var impossible *chain.ImpossibleError
		if _, err := f.Push(2, 0); !errors.As(err, &impossible) || impossible.Turn != 2 {
			t.Errorf("%v, expected that turn 2 is impossible", err)
		}
		if _, err := f.Push(3, 0); err == nil {
			t.Error("a symbol outside the alphabet was taken")
		}
		same(t, f.Types(), []float64{1, 0})
		ok[float64](t)(f.Push(1, 0))
		f.Reset()
		same(t, f.Types(), m.Weights)
	}
}

// TestFilterAllocatesNothing, once it is there.
func TestFilterAllocatesNothing(t *testing.T) {
	s := shape{types: 3, states: 4, symbols: 5, classes: 1}
	f := types.NewFilter(s.model(t, rand.New(rand.NewPCG(6, 6))))
	if n := testing.AllocsPerRun(100, func() { _, _ = f.Push(2, 0) }); n != 0 {
		t.Errorf("%v allocations a push", n)
	}
}

// TestEvidenceAddsUp: what pushes return adds up to the log-likelihood of an open conversation.
func TestEvidenceAddsUp(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	s := shape{types: 3, states: 3, symbols: 4, classes: 1, stop: true}
	m := s.model(t, rng)
	f := types.NewFilter(m)
	c := hmm.Conversation[int]{Open: true}
	sum := 0.0
	for range 300 {
		obs := rng.IntN(4)
		c.Obs = append(c.Obs, obs)
		sum += ok[float64](t)(f.Push(obs, 0))
	}
	shares := make([]float64, 3)
	near(t, "evidence", []float64{sum}, []float64{ok[float64](t)(types.NewDecoder(m).Types(shares, &c))})
	near(t, "types", f.Types(), shares)
}

// TestPermute: renamed types and states say the same of conversations.
func TestPermute(t *testing.T) {
	for _, own := range []bool{false, true} {
		rng := rand.New(rand.NewPCG(8, 8))
		s := shape{types: 3, states: 4, symbols: 5, classes: 2, stop: true, own: own}
		m, data := s.model(t, rng), s.data(rng, 20, 8)
		p := m.Clone()
		kinds, states := []int{2, 0, 1}, []int{1, 3, 0, 2}
		if !p.Permute(kinds, states) {
			t.Fatal("could not be")
		}
		a, b := types.NewDecoder(m), types.NewDecoder(p)
		for i := range data {
			c := data[i]
			c.Allowed = nil
			before, after := make([]float64, 4*len(c.Obs)), make([]float64, 4*len(c.Obs))
			near(t, "score", []float64{ok[float64](t)(b.Posterior(after, &c))}, []float64{ok[float64](t)(a.Posterior(before, &c))})
			moved := make([]float64, len(before))
			for at := range moved {
				moved[at] = before[at/4*4+states[at%4]]
			}
			near(t, "states", after, moved)
			x, y := make([]float64, 3), make([]float64, 3)
			ok[float64](t)(a.Types(x, &c))
			ok[float64](t)(b.Types(y, &c))
			near(t, "types", y, []float64{x[2], x[0], x[1]})
		}
		same(t, params(m), params(func() *types.Model[int] { c := m.Clone(); c.Permute(nil, nil); return c }()))
		m.Chains[0].Dist = []int{0, 1, 2, 3}
		if before := params(m); m.Permute(kinds, states) {
			t.Error("tied states were renamed")
		} else {
			same(t, params(m), before)
		}
	}
}

// TestSample: types come as often as their weights say, and each as its own chain and family has it.
func TestSample(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	s := shape{types: 3, states: 2, symbols: 2, classes: 1, stop: true, own: true}
	m := s.model(t, rng)
	m.Weights = []float64{0.2, 0.5, 0.3}
	for c := range m.Chains {
		m.Chains[c].Start = []float64{float64(c) / 2, 1 - float64(c)/2}
	}
	seen, first := make([]float64, 3), make([]float64, 3)
	const n = 4000
	for range n {
		c, kind, states, err := m.Sample(50, rng)
		if err != nil || len(states) != len(c.Obs) || len(states) == 0 {
			t.Fatal(c, states, err)
		}
		seen[kind] += 1.0 / n
		if states[0] == 0 {
			first[kind] += 1.0 / n
		}
	}
	for kind, w := range m.Weights {
		if math.Abs(seen[kind]-w) > 0.03 || math.Abs(first[kind]-w*float64(kind)/2) > 0.03 {
			t.Errorf("type %d: %.3f of the conversations, %.3f begin with state 0; weight %v", kind, seen[kind], first[kind], w)
		}
	}
}

// TestWrongLengthsPanic: they are the programmer's mistakes.
func TestWrongLengthsPanic(t *testing.T) {
	m := shape{types: 2, states: 3, symbols: 4, classes: 1}.model(t, rand.New(rand.NewPCG(1, 9)))
	c := &hmm.Conversation[int]{Obs: []int{1, 2}}
	for want, call := range map[string]func(){
		"types: len(dst) != C": func() { _, _ = types.NewDecoder(m).Types(make([]float64, 3), c) },
		"types: len(dst) != K": func() { types.NewFilter(m).Belief(make([]float64, 2)) },
		"hmm: len(dst) != T*K": func() { _, _ = types.NewDecoder(m).Posterior(make([]float64, 5), c) },
	} {
		func() {
			defer func() {
				if r := recover(); fmt.Sprint(r) != want {
					t.Errorf("panic %v, expected %q", r, want)
				}
			}()
			call()
		}()
	}
}
