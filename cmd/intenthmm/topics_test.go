package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestTopicsSame: the same bytes for any number of workers, and the picture and the table of shares are written.
func TestTopicsSame(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	r := must(t, "topics", chats, "-k", "3", "-o", at("a.json"), "--plot", at("a.png"), "--assignments", at("a.csv"))
	for _, said := range []string{"model saved to", "assignments written to", "topics drawn to"} {
		if !strings.Contains(r.err, said) {
			t.Errorf("does not say %q:\n%s", said, r.err)
		}
	}
	must(t, "topics", chats, "-k", "3", "--workers", "1", "-q", "-o", at("b.json.gz"))
	must(t, "topics", chats, "-k", "3", "--workers", "2", "-q", "-o", at("c.json"))
	if read(t, at("a.json")) != read(t, at("c.json")) {
		t.Error("another model with two workers")
	}
	only(t, dir, "a.csv", "a.json", "a.png", "b.json.gz", "c.json")
	a := must(t, "topics", "-m", at("a.json"), chats, "--assignments", "-", "--relevance", "0").out
	b := must(t, "topics", "-m", at("b.json.gz"), chats, "--assignments", "-").out
	if a != b || a == "" {
		t.Error("other shares from the compressed model")
	}
	sharesAgree(t, read(t, at("a.csv")), a)
}

// sharesAgree demands that a table of shares and lines of JSON say the same, and that shares sum to 1.
func sharesAgree(t *testing.T, table, lines string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(strings.NewReader(lines))
	for i, row := range rows[1:] {
		var line documentShares
		if err := d.Decode(&line); err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for k, want := range line.Shares {
			got, err := strconv.ParseFloat(row[5+k], 64)
			if err != nil || got != want {
				t.Errorf("row %d: topic %d has %q, want %v", i, k, row[5+k], want)
			}
			sum += got
		}
		if sum < 1-1e-9 || sum > 1+1e-9 || row[0] != line.Document || row[1] != strconv.Itoa(*line.Topic) || row[3] != strconv.Itoa(line.Words) {
			t.Errorf("row %d is %q, the line %+v", i, row, line)
		}
	}
	if d.More() {
		t.Error("more lines than rows")
	}
}

// TestTopicsUnknown: of documents of which no word is known there is no perplexity.
func TestTopicsUnknown(t *testing.T) {
	model := filepath.Join(t.TempDir(), "m.json")
	must(t, "topics", kb, "-k", "2", "-q", "-o", model)
	russian := `{"id":"ru","text":"Как вернуть товар и получить деньги"}` + "\n"
	if r := callWith(t, russian, "topics", "-m", model, "-"); !strings.Contains(r.out, "perplexity: none") || !strings.Contains(r.out, "1 of 1 document have no word") {
		t.Error(r.out)
	}
	if r := callWith(t, russian, "topics", "-m", model, "-", "--json"); !strings.Contains(r.out, `"perplexity": null`) {
		t.Error(r.out)
	}
}

// TestTopicsBad: wrong usage and bad files are told, and nothing is written.
func TestTopicsBad(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "m.json")
	model := filepath.Join(t.TempDir(), "m.json")
	must(t, "topics", kb, "-k", "2", "-q", "-o", model)
	for _, c := range []struct {
		status int
		args   []string
		say    string
	}{
		{statusUsage, []string{}, "no documents given"},
		{statusUsage, []string{kb, "-k", "0"}, `--topics "0"`},
		{statusUsage, []string{kb, "-k", "many"}, `--topics "many"`},
		{statusUsage, []string{kb, "--method", "magic"}, `method "magic"`},
		{statusUsage, []string{kb, "--by", "taste"}, `criterion "taste"`},
		{statusUsage, []string{kb, "--fewest", "9", "--most", "4"}, "9 to 4 topics"},
		{statusUsage, []string{kb, "--relevance", "2"}, "--relevance 2"},
		{statusUsage, []string{kb, "--perplexity", "guess"}, `--perplexity "guess"`},
		{statusUsage, []string{kb, "--most-share", "-1"}, "share of -1"},
		{statusUsage, []string{kb, "--restarts", "2", "--method", "gibbs"}, "one chain"},
		{statusUsage, []string{kb, "--plot", filepath.Join(dir, "a.gif")}, ".png or .svg"},
		{statusUsage, []string{kb, "--plot", filepath.Join(dir, "a.png"), "--assignments", filepath.Join(dir, "a.png")}, "would both write"},
		{statusUsage, []string{kb, "-m", model, "-o", out}, "takes no -o"},
		{statusUsage, []string{kb, "-m", model, "--seed", "2"}, "--seed says how to train"},
		{statusFailed, []string{kb, "-k", "13"}, "13 topics of 12 documents"},
		{statusUsage, []string{kb, "--embeddings", "x"}, "embeddings"},
		{statusUsage, []string{"-m", "-", "-"}, "both be read from standard input"},
		{statusFailed, []string{kb, "-m", chats}, "not a model file"},
		{statusFailed, []string{kb, "-m", words(t)}, "intenthmm topics"},
		{statusFailed, []string{filepath.Join(dir, "none.jsonl")}, "none.jsonl"},
		{statusFailed, []string{kb, "-k", "2", "--min-documents", "50"}, "no word is in at least 50"},
		{statusFailed, []string{write(t, "empty.jsonl", "")}, ""},
		{statusFailed, []string{write(t, "bad.jsonl", "{\"text\":\n{]}\n")}, ""},
	} {
		args := append([]string{"topics", "-q"}, c.args...)
		if c.args != nil && !slices.Contains(c.args, "-m") {
			args = append(args, "-o", out)
		}
		r := call(t, args...)
		r.fails(t, c.status, c.say)
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%q: a model was written", c.args)
		}
	}
	only(t, dir)
}
