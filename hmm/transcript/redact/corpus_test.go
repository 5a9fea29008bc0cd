package redact

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var corpusNames = []string{"Dana", "Dana Reyes", "Zelda", "José", "Mark", "Ann-Kathrin", "O'Brien", "Straßer", "Γιώργος", "Νίκος", "Иван",
	"李雷", "王", "김민준", "さくら", "สมชาย", "İpek", "Url"}

var (
	aToken   = regexp.MustCompile(`<[a-z]+>`)
	anEscape = regexp.MustCompile(`\\u[0-9a-f]{4}`)
)

// TestCorpus reads lines of ten languages and more: what must go and what must stay.
func TestCorpus(t *testing.T) {
	content, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := New(corpusNames...)
	var wanted, found, both, lines int
	for i, line := range strings.Split(string(content), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		text, want, changes := strings.Cut(unescaped(line), " => ")
		if !changes {
			want = text
		}
		got := r.Text(text)
		if got != want {
			t.Errorf("corpus.txt:%d: %q\n got %q\nwant %q", i+1, text, got, want)
		}
		lines++
		w, g, b := shared(aToken.FindAllString(want, -1), aToken.FindAllString(got, -1))
		wanted, found, both = wanted+w, found+g, both+b
	}
	if lines < 200 {
		t.Errorf("%d lines", lines)
	}
	if t.Failed() {
		t.Errorf("%d lines: recall %.3f (of %d), precision %.3f (of %d)",
			lines, float64(both)/float64(wanted), wanted, float64(both)/float64(max(found, 1)), found)
	}
}

// unescaped is a line with signs for their numbers.
func unescaped(line string) string {
	return anEscape.ReplaceAllStringFunc(line, func(e string) string {
		sign, _ := strconv.Unquote(`"` + e + `"`) // the expression says that it can
		return sign
	})
}

// shared counts tokens of two lists, and those that are in both.
func shared(want, got []string) (w, g, both int) {
	left := map[string]int{}
	for _, token := range want {
		left[token]++
	}
	for _, token := range got {
		if left[token]--; left[token] >= 0 {
			both++
		}
	}
	return len(want), len(got), both
}
