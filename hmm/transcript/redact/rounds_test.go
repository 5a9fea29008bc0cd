package redact

import (
	"os"
	"strings"
	"testing"
)

// TestRounds: what is found makes little else be found, however often it is repeated and whatever lies between.
func TestRounds(t *testing.T) {
	content, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := New(corpusNames...)
	for _, between := range []string{"", " ", "-", ".", "/", ":", ","} {
		for line := range strings.SplitSeq(string(content), "\n") {
			part, _, _ := strings.Cut(unescaped(line), " => ")
			text := strings.Repeat(part+between, 12)
			rounds := 0
			for found := r.find(text); len(found) > 0; found = r.find(text) {
				text = splice(text, found)
				rounds++
			}
			if rounds > 4 {
				t.Errorf("%q: %d rounds to %q", part+between, rounds, text)
			}
		}
	}
}
