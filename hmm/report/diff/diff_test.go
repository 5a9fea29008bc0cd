package diff_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/diff"
)

// A state is what a test says of one: its name, share of turns, words and ways out, the end last.
type state struct {
	name  string
	turns float64
	words []float64
	ways  []float64
}

// build is a model of words over the terms, the unknown word first in each row.
func build(t *testing.T, terms []string, states ...state) *intent.Model {
	t.Helper()
	k := len(states)
	var start, stop, next []float64
	var rows [][]float64
	var named []map[string]any
	for _, s := range states {
		start = append(start, 1/float64(k))
		next, stop = append(next, s.ways[:k]...), append(stop, s.ways[k])
		rows = append(rows, s.words)
		named = append(named, map[string]any{"name": s.name, "turns": s.turns, "place": 0.5})
	}
	return read(t, map[string]any{
		"encoder": map[string]any{
			"options": map[string]any{"observe": "words", "min_turns": 1}, "words": map[string]any{"terms": terms},
		},
		"chain":    map[string]any{"start": start, "next": [][]float64{next}, "stop": stop},
		"emission": []any{map[string]any{"name": "words", "kind": "words", "params": map[string]any{"length": 3, "prior": 0, "probabilities": rows}}},
		"states":   named,
	})
}

func read(t *testing.T, file map[string]any) *intent.Model {
	t.Helper()
	file["format"], file["version"], file["record"] = "intenthmm model", 1, map[string]any{"data": map[string]any{"conversations": 10, "turns": 100}}
	data, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	m, err := intent.Read(strings.NewReader(string(data)), emission.DefaultRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var terms = []string{"hello", "parcel", "refund", "bye"}

var (
	hello  = state{"hello", 30, []float64{0.02, 0.9, 0.04, 0.02, 0.02}, []float64{0.1, 0.6, 0.2, 0.1}}
	parcel = state{"parcel", 50, []float64{0.02, 0.02, 0.48, 0.46, 0.02}, []float64{0.1, 0.2, 0.6, 0.1}}
	bye    = state{"bye", 20, []float64{0.02, 0.02, 0.04, 0.02, 0.9}, []float64{0.05, 0.05, 0.3, 0.6}}
)

func compare(t *testing.T, a, b *intent.Model) *diff.Diff {
	t.Helper()
	d, err := diff.Compare(a, b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// said is the kinds and states of a difference.
func said(d *diff.Diff) string {
	var out []string
	for _, c := range d.Changes {
		var a, b []string
		for _, s := range c.Before {
			a = append(a, s.Intent)
		}
		for _, s := range c.After {
			b = append(b, s.Intent)
		}
		out = append(out, fmt.Sprintf("%s %s → %s", c.Kind, strings.Join(a, "+"), strings.Join(b, "+")))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// TestSelf: a model is all kept, at no distance, also where its states and words are in another order.
func TestSelf(t *testing.T) {
	m := build(t, terms, hello, parcel, bye)
	turned := func(s state) state { // words and ways in another order
		w, y := s.words, s.ways
		return state{s.name, s.turns, []float64{w[0], w[4], w[3], w[2], w[1]}, []float64{y[2], y[0], y[1], y[3]}}
	}
	other := build(t, []string{"bye", "refund", "parcel", "hello"}, turned(bye), turned(hello), turned(parcel))
	for _, b := range []*intent.Model{m, other} {
		d := compare(t, m, b)
		if got, want := said(d), "kept bye → bye; kept hello → hello; kept parcel → parcel"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		for _, c := range d.Changes {
			if c.Emissions > 1e-7 || c.Transitions > 1e-12 || c.Share != 0 || len(c.Ways) > 0 || len(c.Came)+len(c.Went) > 0 {
				t.Errorf("%+v", c)
			}
		}
		if d.Shared != 4 || math.Abs(d.Mass-0.98) > 1e-12 || d.Count(diff.Kept) != 3 {
			t.Errorf("%+v", d)
		}
	}
}

// TestSplitAndMerge parts one state in two by its words, and puts it together again.
func TestSplitAndMerge(t *testing.T) {
	whole := build(t, terms, hello, parcel, bye)
	parts := build(t, terms,
		state{"hello", 30, hello.words, []float64{0.1, 0.3, 0.3, 0.2, 0.1}},
		state{"where", 28, []float64{0.02, 0.02, 0.90, 0.04, 0.02}, []float64{0.1, 0.1, 0.1, 0.6, 0.1}},
		state{"money", 22, []float64{0.02, 0.02, 0.04, 0.90, 0.02}, []float64{0.1, 0.1, 0.1, 0.6, 0.1}},
		state{"bye", 20, bye.words, []float64{0.05, 0.03, 0.02, 0.3, 0.6}})
	d := compare(t, whole, parts)
	if got, want := said(d), "kept bye → bye; kept hello → hello; split parcel → where+money"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	d = compare(t, parts, whole)
	if got, want := said(d), "kept bye → bye; kept hello → hello; merged where+money → parcel"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestNewGoneRenamed: a state of other words comes, another goes, and one is called otherwise.
func TestNewGoneRenamed(t *testing.T) {
	a := build(t, terms, hello, parcel, bye)
	greeting := hello
	greeting.name, greeting.turns = "greeting", 45
	greeting.ways = []float64{0.1, 0.5, 0.3, 0.1} // itself, bye, chat, the end
	b := build(t, terms, greeting, bye, state{"chat", 10, []float64{0.96, 0.01, 0.01, 0.01, 0.01}, []float64{0.3, 0.3, 0.3, 0.1}})
	d := compare(t, a, b)
	if got, want := said(d), "gone parcel → ; kept bye → bye; new  → chat; renamed hello → greeting"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	c := d.Changes[0]
	if c.Kind != diff.Renamed || math.Abs(c.Share-(45.0/75-0.3)) > 1e-12 || len(c.Ways) != 1 || c.Ways[0] != (diff.Way{To: "bye", Before: 0.2, After: 0.5}) {
		t.Errorf("%+v", c)
	}
}

// TestChangedWays: the largest changes of ways out first, the end among them.
func TestChangedWays(t *testing.T) {
	a := build(t, terms, hello, parcel, bye)
	other := hello
	other.ways = []float64{0.1, 0.25, 0.22, 0.43}
	d := compare(t, a, build(t, terms, other, parcel, bye))
	c := d.Changes[0]
	if len(c.Ways) != 2 || c.Ways[0] != (diff.Way{To: "parcel", Before: 0.6, After: 0.25}) || c.Ways[1] != (diff.Way{To: "", Before: 0.1, After: 0.43}) {
		t.Errorf("ways %+v", c.Ways)
	}
	if want := (0.35 + 0.02 + 0.33) / 2; math.Abs(c.Transitions-want) > 1e-12 {
		t.Errorf("T is %v, want %v", c.Transitions, want)
	}
}

// TestNothingInCommon: what cannot be compared is an error that says why.
func TestNothingInCommon(t *testing.T) {
	words := build(t, terms, hello, parcel, bye)
	other := build(t, []string{"salut", "colis", "argent", "adieu"}, hello, parcel, bye)
	vectors := func(width int) *intent.Model {
		one := slices.Repeat([]float64{1}, width)
		return read(t, map[string]any{
			"encoder": map[string]any{"options": map[string]any{"observe": "vectors", "min_turns": 1}, "width": width},
			"chain":   map[string]any{"start": []float64{1}, "next": [][]float64{{1}}},
			"emission": []any{map[string]any{"name": "vector", "kind": "gaussian", "params": map[string]any{"covariance": "diagonal", "prior_weight": 0,
				"prior_scale": one, "floor": make([]float64, width), "means": [][]float64{one}, "covariances": [][]float64{one}}}},
			"states": []any{map[string]any{"name": "all", "turns": 100, "place": 0.5}},
		})
	}
	places := func(observe string, direction string) *intent.Model {
		encoder := map[string]any{"options": map[string]any{"observe": observe, "min_turns": 1}, "words": map[string]any{"terms": []string{"a"}},
			"space": map[string]any{"width": 1, "weights": []float64{1, 1}, "directions": direction}}
		part := map[string]any{"name": "symbol", "kind": "categorical", "params": map[string]any{"prior": 0.5, "probabilities": [][]float64{{0.25, 0.75}}}}
		if observe == "codes" {
			encoder["codebook"] = map[string]any{"centres": [][]float64{{1}, {-1}}}
		} else {
			encoder["width"] = 1
			part = map[string]any{"name": "vector", "kind": "gaussian", "params": map[string]any{"covariance": "diagonal", "prior_weight": 0,
				"prior_scale": []float64{1}, "floor": []float64{0}, "means": [][]float64{{1}}, "covariances": [][]float64{{1}}}}
		}
		return read(t, map[string]any{
			"encoder": encoder, "chain": map[string]any{"start": []float64{1}, "next": [][]float64{{1}}}, "emission": []any{part},
			"states": []any{map[string]any{"name": "all", "turns": 100, "place": 0.5}},
		})
	}
	const here, there = "AAAAAAAAgD8=", "AAAAAAAAgL8="
	for _, c := range []struct {
		a, b *intent.Model
		want string
	}{{places("lsa", here), places("lsa", there), "a space of its own"}, {places("codes", here), places("codes", there), "a space of its own"},
		{places("codes", here), places("lsa", here), "one model looks at codes, the other at lsa"}, {words, other, "no words in common"}, {words, vectors(2), "one model looks at words, the other at vectors"}, {vectors(2), vectors(3), "vectors of 2 and of 3"}} {
		if _, err := diff.Compare(c.a, c.b); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	for _, m := range []*intent.Model{vectors(2), places("lsa", here), places("codes", here)} {
		if got := said(compare(t, m, m)); got != "kept all → all" {
			t.Error(got)
		}
	}
}
