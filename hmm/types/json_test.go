package types_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
)

// empty is a model to read into.
func empty() *types.Model[int] {
	return &types.Model[int]{Families: []emission.Family[int]{new(emission.Categorical)}}
}

// TestJSON: every number comes back, with one family or many.
func TestJSON(t *testing.T) {
	for _, own := range []bool{false, true} {
		m := shape{types: 3, states: 2, symbols: 4, classes: 2, stop: true, own: own}.model(t, rand.New(rand.NewPCG(1, 6)))
		data := ok[[]byte](t)(json.Marshal(m))
		back := empty()
		if err := json.Unmarshal(data, back); err != nil || len(back.Families) != len(m.Families) {
			t.Fatal(err, len(back.Families))
		}
		same(t, params(back), params(m))
	}
}

// TestBadJSON: what is wrong is named, and nothing is half read.
func TestBadJSON(t *testing.T) {
	m := shape{types: 2, states: 2, symbols: 2, classes: 1, stop: true}.model(t, rand.New(rand.NewPCG(2, 6)))
	change := func(edit func(m *types.Model[int])) string {
		n := m.Clone()
		edit(n)
		return string(ok[[]byte](t)(json.Marshal(n)))
	}
	for want, data := range map[string]string{
		"cannot unmarshal string":          `{"weights":"all"}`,
		"0 weights":                        `{}`,
		"weights":                          change(func(m *types.Model[int]) { m.Weights[0] = 0.9999; m.Weights[1] = 0.1 }),
		"1 chains, expected one for each":  change(func(m *types.Model[int]) { m.Chains = m.Chains[:1] }),
		"0 emission families, expected on": change(func(m *types.Model[int]) { m.Families = nil }),
		"type 1: hmm: chain: start":        change(func(m *types.Model[int]) { m.Chains[1].Start[0] = 2 }),
		"type 1: its chain has other":      change(func(m *types.Model[int]) { m.Chains[1].Dist = []int{0, 1} }),
		"type 1: hmm: a model needs":       change(func(m *types.Model[int]) { m.Chains[1] = nil }),
		"emissions[0]":                     strings.Replace(string(ok[[]byte](t)(json.Marshal(m))), `"probabilities":[[`, `"probabilities":[["a",`, 1),
	} {
		back := empty()
		err := back.UnmarshalJSON([]byte(data))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q of %s", err, want, data)
		}
		if back.Weights != nil || len(back.Families) != 1 || back.Families[0].Len() != 0 {
			t.Errorf("half read: %+v", back)
		}
	}
	if err := new(types.Model[int]).UnmarshalJSON([]byte(`{}`)); err == nil || !strings.Contains(err.Error(), "set Families") {
		t.Error(err)
	}
}
