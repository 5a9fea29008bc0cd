package main

import (
	"encoding/json"
	"fmt"
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

// What was said in an intent is an article that answers it.
func TestMatchFinds(t *testing.T) {
	m, texts, text := words(t), textsOf(t), map[int]string{}
	for line := range strings.Lines(must(t, "decode", "-m", m, chats).out) {
		var r row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		text[r.State] += texts[r.Conversation][r.Turn] + "\n"
	}
	dir := t.TempDir()
	for state, text := range text {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("state%d.txt", state)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := 0
	for line := range strings.Lines(must(t, "match", "-m", m, dir, "--to", "jsonl", "--top", "1").out) {
		var pair matched
		if err := json.Unmarshal([]byte(line), &pair); err != nil {
			t.Fatal(err)
		}
		found++
		if pair.Article != fmt.Sprintf("state%d.txt", pair.State) || pair.None >= .5 {
			t.Errorf("state %d is answered by %s, none %v", pair.State, pair.Article, pair.None)
		}
	}
	if found != 4 {
		t.Errorf("%d intents", found)
	}
}

// textsOf is what was said in the chats, by conversation and turn.
func textsOf(t *testing.T) map[string]map[int]string {
	t.Helper()
	texts := map[string]map[int]string{}
	for line := range strings.Lines(read(t, chats)) {
		var m struct {
			Conversation string `json:"conversation_id"`
			Turn         int
			Text         string
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		if texts[m.Conversation] == nil {
			texts[m.Conversation] = map[int]string{}
		}
		texts[m.Conversation][m.Turn] = m.Text
	}
	return texts
}

// TestMatchForeign: articles of another language are warned of, and those of the sample are not.
func TestMatchForeign(t *testing.T) {
	for text, warned := range map[string]bool{
		`{"id":"ru","text":"Как вернуть товар и получить деньги 12"}`:          true,
		`{"id":"en","text":"Where is my order? What is your account number?"}`: false,
	} {
		r := callWith(t, text+"\n", "match", "-m", words(t), "-")
		if got := strings.Contains(r.err, "of the articles' words are unknown to this model"); r.status != statusDone || got != warned {
			t.Errorf("%s: exit %d, %s", text, r.status, r.err)
		}
	}
	if r := must(t, "match", "-m", words(t), articles); strings.Contains(r.err, "unknown") {
		t.Error(r.err)
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
		{[]string{"match", "-m", m}, statusUsage, "no documents given"},
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
