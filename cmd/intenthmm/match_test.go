package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// articles are those of the help desk.
var articles = filepath.Join("..", "..", "testdata", "helpdesk", "articles")

// What is written is a line a pair, of every intent or of every article.
func TestMatchRows(t *testing.T) {
	m := words(t)
	for by, want := range map[string]int{"intent": 4 * 2, "article": 12 * 2} {
		path := filepath.Join(t.TempDir(), "pairs.jsonl")
		must(t, "match", "-m", m, articles, "--by", by, "--top", "2", "-o", path)
		lines := strings.Split(strings.TrimSpace(read(t, path)), "\n")
		if len(lines) != want {
			t.Errorf("by %s: %d lines, expected %d", by, len(lines), want)
		}
		var first matched
		if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || first.Title == "" || first.Intent == "" || !(first.Probability > 0 && first.None > 0) {
			t.Errorf("by %s: %s: %v", by, lines[0], err)
		}
	}
}

// An article of the words that mark an intent answers it, and it is no gap any more.
func TestMatchFills(t *testing.T) {
	var states []struct {
		Name  string
		Words []struct{ Word string }
	}
	m := model(t, chats, "-k", "5", "--restarts", "2", "--iterations", "8")
	var shown struct{ States json.RawMessage }
	if err := json.Unmarshal([]byte(must(t, "show", "-m", m, "--json").out), &shown); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(shown.States, &states); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, w := range states[4].Words {
		text.WriteString(strings.Repeat(w.Word+" ", 10))
	}
	if text.Len() == 0 {
		t.Fatal("no words of the last state")
	}
	new := filepath.Join(t.TempDir(), "new.txt")
	if err := os.WriteFile(new, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out := must(t, "match", "-m", m, articles, new, "--to", "csv", "--top", "1").out
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, "4,") && !strings.Contains(line, "new.txt") {
			t.Errorf("the last state is answered by %s", line)
		}
	}
}

func TestMatchRefuses(t *testing.T) {
	m := words(t)
	empty := t.TempDir()
	for _, test := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"match", "-m", m}, statusUsage, "no transcripts given"},
		{[]string{"match", articles}, statusUsage, "no model given"},
		{[]string{"match", "-m", m, articles, "--by", "turn"}, statusUsage, `--by "turn", expected intent or article`},
		{[]string{"match", "-m", m, articles, "--top", "0"}, statusUsage, "--top 0, expected at least 1"},
		{[]string{"match", "-m", m, articles, "--to", "xml"}, statusUsage, `--to "xml"`},
		{[]string{"match", "-m", "-", "-"}, statusUsage, "cannot both be read from standard input"},
		{[]string{"match", "-m", m, empty}, statusFailed, empty},
		{[]string{"match", "-m", symbols(t), articles}, statusFailed, "the model observes symbols and knows no words"},
		{[]string{"match", "-m", vectors(t), articles}, statusFailed, "the model observes vectors and knows no words"},
	} {
		call(t, test.args...).fails(t, test.status, test.says)
	}
}
