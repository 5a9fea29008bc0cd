package diff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/diff"
)

const dims = 60

// around are means of states of dims numbers, at a distance from what their names say.
func around(distance float64, names ...string) map[string][]float64 {
	at := map[string]int{"hello": 0, "parcel": 1, "bye": 2, "chat": 3}
	means := map[string][]float64{}
	for _, n := range names {
		mean := make([]float64, dims)
		for i := range mean {
			mean[i] = 6*float64((i+at[n])%4) + distance
		}
		means[n] = mean
	}
	return means
}

// A clouded says of a model of vectors how it is: its words, what vectors count for, the family, and the encoder.
type clouded struct {
	kind       string // "": gaussian
	covariance string // "": diagonal
	weight     float64
	words      bool
	encoder    map[string]any
}

// cloudy is a model of states at means, of equal shares, which follow each other likewise.
func cloudy(t *testing.T, c clouded, names []string, means map[string][]float64) *intent.Model {
	t.Helper()
	k := len(names)
	one := slices.Repeat([]float64{1}, dims)
	var rows, covariances, words [][]float64
	var states []map[string]any
	for i, name := range names {
		rows = append(rows, means[name])
		covariance := slices.Repeat([]float64{1}, dims)
		if c.covariance == "full" {
			covariance = make([]float64, dims*dims)
			for d := range dims {
				covariance[d*dims+d] = 1
				if d > 0 { // neighbours go together
					covariance[d*dims+d-1], covariance[(d-1)*dims+d] = 0.45, 0.45
				}
			}
		}
		covariances = append(covariances, covariance)
		word := []float64{0.02, 0.02, 0.02, 0.02}
		word[i%4] = 0.94
		words = append(words, word)
		states = append(states, map[string]any{"name": name, "turns": 100.0 / float64(k), "place": 0.5})
	}
	options := map[string]any{"observe": "vectors", "min_turns": 1}
	encoder := map[string]any{"options": options, "width": dims}
	params := map[string]any{"covariance": "diagonal", "prior_weight": 0, "prior_scale": one, "floor": make([]float64, dims), "means": rows, "covariances": covariances}
	kind := "gaussian"
	if c.covariance != "" {
		params["covariance"] = c.covariance
	}
	if c.kind != "" {
		kind = c.kind
		params = map[string]any{"directions": rows, "concentrations": slices.Repeat([]float64{5}, k), "prior_weight": 0, "prior_mean": make([]float64, dims)}
		for i := range rows {
			unit := make([]float64, dims)
			unit[i] = 1
			rows[i] = unit
		}
	}
	vector := map[string]any{"name": "vector", "kind": kind, "params": params}
	parts := []any{vector}
	if c.words {
		options["observe"], encoder["words"] = "words", map[string]any{"terms": []string{"a", "b", "c"}}
		parts = []any{map[string]any{"name": "words", "kind": "words", "params": map[string]any{"length": 3, "prior": 0, "probabilities": words}}}
		if delete(encoder, "width"); c.weight > 0 {
			options["vectors"], encoder["width"], vector["weight"] = true, dims, c.weight
			parts = append(parts, vector)
		}
	}
	for key, v := range c.encoder {
		encoder[key] = v
	}
	next := slices.Repeat([]float64{1 / float64(k)}, k*k)
	return read(t, map[string]any{
		"encoder": encoder, "chain": map[string]any{"start": slices.Repeat([]float64{1 / float64(k)}, k), "next": [][]float64{next}},
		"emission": parts, "states": states,
	})
}

var three = []string{"hello", "parcel", "bye"}

// TestManyDimensions: states that moved a little in each of many dimensions are the same; others are not.
func TestManyDimensions(t *testing.T) {
	a := cloudy(t, clouded{}, three, around(0, three...))
	moved := cloudy(t, clouded{}, []string{"bye", "parcel", "hello"}, around(1, three...))
	if got, want := said(compare(t, a, moved)), "kept bye → bye; kept hello → hello; kept parcel → parcel"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	other := cloudy(t, clouded{}, []string{"hello", "parcel", "chat"}, around(1, "hello", "parcel", "chat"))
	if got, want := said(compare(t, a, other)), "gone bye → ; kept hello → hello; kept parcel → parcel; new  → chat"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestShapes: Gaussians of different shapes are compared by what both have, and the difference says so.
func TestShapes(t *testing.T) {
	a, b := cloudy(t, clouded{}, three, around(0, three...)), cloudy(t, clouded{covariance: "full"}, three, around(0, three...))
	d := compare(t, a, b)
	if got, want := said(d), "kept bye → bye; kept hello → hello; kept parcel → parcel"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, c := range d.Changes {
		if c.Emissions > 1e-7 {
			t.Errorf("equal means and variances are %v apart", c.Emissions)
		}
	}
	if len(d.Notes) != 1 || d.Notes[0] != "covariances are diagonal and full: means and variances are compared" {
		t.Errorf("notes %q", d.Notes)
	}
	if d := compare(t, b, b); len(d.Notes) != 0 || d.Count(diff.Kept) != 3 {
		t.Errorf("%+v", d)
	}
}

// TestVectorsBesideWords: both count, the vectors by their weight.
func TestVectorsBesideWords(t *testing.T) {
	at := func(weight float64, m map[string][]float64) *intent.Model {
		return cloudy(t, clouded{words: true, weight: weight}, three, m)
	}
	far := func(d *diff.Diff) float64 {
		for _, c := range d.Changes {
			if len(c.Before) > 0 && c.Before[0].Intent == "parcel" {
				return c.Emissions
			}
		}
		return -1
	}
	same, moved := around(0, three...), around(0.5, three...)
	light, heavy := compare(t, at(0.01, same), at(0.01, moved)), compare(t, at(0.1, same), at(0.1, moved))
	between := compare(t, at(0.01, same), at(0.19, moved))
	if e := far(light); !(e > 0.05 && e < 0.2) || !(far(heavy) > 2*e) || far(between) != far(heavy) {
		t.Errorf("E %v, %v and %v", e, far(heavy), far(between))
	}
	if d := compare(t, at(0.1, same), at(0.1, same)); d.Count(diff.Kept) != 3 || far(d) > 1e-7 || len(d.Notes) != 0 {
		t.Errorf("%+v", d)
	}
	d := compare(t, at(0.5, same), at(0, moved))
	if far(d) > 1e-7 || d.Count(diff.Kept) != 3 || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "words are compared") {
		t.Errorf("%+v", d)
	}
}

// TestVectorsOfAnotherKind: what cannot be compared says why.
func TestVectorsOfAnotherKind(t *testing.T) {
	means := around(0, three...)
	gaussian := cloudy(t, clouded{}, three, means)
	projected := func(scale float64) map[string]any {
		rows := make([][]float64, dims)
		for i := range rows {
			rows[i] = make([]float64, dims)
			rows[i][i] = scale
		}
		return map[string]any{"projection": map[string]any{"mean": make([]float64, dims), "rows": rows}}
	}
	for want, m := range map[string]*intent.Model{
		"distributed as gaussian, those of the other as vmf":   cloudy(t, clouded{kind: "vmf"}, three, around(0, three...)),
		"each model projects or scales vectors in its own way": cloudy(t, clouded{encoder: projected(2)}, three, means),
		`come from the log, those of the other from "embed.py"`: cloudy(t, clouded{encoder: map[string]any{"options": map[string]any{
			"observe": "vectors", "min_turns": 1, "embedder": map[string]any{"name": "embed.py", "probe": []float64{1}}}}}, three, means),
	} {
		if _, err := diff.Compare(gaussian, m); err == nil || !strings.Contains(fmt.Sprint(err), want) || !strings.Contains(err.Error(), "cannot be compared") {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if d := compare(t, cloudy(t, clouded{encoder: projected(2)}, three, means), cloudy(t, clouded{encoder: projected(2)}, three, means)); d.Count(diff.Kept) != 3 {
		t.Errorf("%+v", d)
	}
}
