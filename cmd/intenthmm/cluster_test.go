package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestClusterBad: wrong usage and bad files are told before anything is trained or written.
func TestClusterBad(t *testing.T) {
	dir := t.TempDir()
	out, model := filepath.Join(dir, "out.json"), filepath.Join(t.TempDir(), "m.json")
	must(t, "cluster", kb, "-k", "2", "-q", "-o", model)
	for _, c := range []struct {
		status int
		args   []string
		say    string
	}{
		{statusFailed, []string{kb, "--label", "flow", "-k", "2", "-o", out}, `no document has a gold label in field "flow": name the field with --label`},
		{statusFailed, []string{kb, "--label", "flow", "-m", model, "--assignments", out}, `no document has a gold label in field "flow"`},
		{statusFailed, []string{kb, "-k", "13", "-o", out}, "13 clusters of 12 documents"},
		{statusFailed, []string{kb, "-k", "2", "--min-documents", "50", "-o", out}, "no word is in at least 50 of 12 documents"},
		{statusUsage, []string{kb, "-k", "2", "--min-documents", "0", "-o", out}, "at least 0 turns"},
		{statusUsage, []string{kb, "--observe", "symbols", "--min-documents", "2", "-o", out}, "--min-documents is about words"},
		{statusUsage, []string{kb, "-m", model, "-k", "3"}, "--clusters says how to train"},
		{statusUsage, []string{kb, "-m", model, "--method", "kmeans"}, "--method says how to train"},
		{statusUsage, []string{kb, "-m", model, "--stem", "english"}, "--stem says how to train"},
		{statusUsage, []string{kb, "-m", model, "--min-documents", "2"}, "--min-documents says how to train"},
		{statusFailed, []string{kb, "-m", words(t)}, "it holds intents, see intenthmm show -m"},
	} {
		call(t, append([]string{"cluster", "-q"}, c.args...)...).fails(t, c.status, c.say)
		only(t, dir)
	}
	must(t, "cluster", "-q", "-m", model, kb, "--threshold", "0.3", "--strict", "--of", "documents", "--workers", "1", "--json", "--plot", filepath.Join(dir, "a.svg"))
}

// TestClusterStrange: documents of which nothing is known come first among the strangest, and belong to no cluster.
func TestClusterStrange(t *testing.T) {
	model := filepath.Join(t.TempDir(), "m.json")
	must(t, "cluster", kb, "-k", "3", "-q", "-o", model)
	russian := `{"id":"ru","text":"Как вернуть товар и получить деньги"}` + "\n"
	known := `{"id":"en","text":"The carrier lost the parcel"}` + "\n"
	r := callWith(t, known+russian, "cluster", "-m", model, "-", "--json")
	var found struct {
		None     int `json:"in_none"`
		Outliers []struct {
			Document   string
			Cluster    *int
			Percentile float64
			Unknown    float64
		}
	}
	if err := json.Unmarshal([]byte(r.out), &found); err != nil {
		t.Fatal(err)
	}
	o := found.Outliers
	if found.None != 1 || len(o) != 2 || o[0].Document != "ru" || o[0].Cluster != nil || o[0].Unknown != 1 || o[0].Percentile != 0 || o[1].Cluster == nil || o[1].Unknown >= 1 {
		t.Errorf("%+v", found)
	}
	r = callWith(t, russian, "cluster", "-m", model, "-", "--assignments", "-")
	if want := `"cluster":null,"name":"","probability":0,"log_likelihood":0,"percentile":0,"unknown":1}`; !strings.Contains(r.out, want) {
		t.Errorf("assignments %s", r.out)
	}
}

// Clusters of vectors are told by the words of the texts, where there are any.
func TestClustersOfVectorsHaveNames(t *testing.T) {
	_, _, inline := beside(t, 150)
	args := []string{"cluster", inline, "--of", "turns", "--observe", "vectors", "-k", "2", "--restarts", "1", "-q"}
	if r := must(t, args...); strings.Contains(r.out, "cluster 0") || !strings.Contains(r.out, "×") {
		t.Error(r.out)
	}
	if r := must(t, append(args, "--fold-numbers", "--stop-words", "/dev/null")...); strings.Contains(r.out, "cluster 0") {
		t.Error(r.out)
	}
	change(t, inline, func(n int, m map[string]any) { delete(m, "text") })
	if r := must(t, args...); !strings.Contains(r.out, "cluster 0") {
		t.Error(r.out)
	}
}
