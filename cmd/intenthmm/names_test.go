package main

import (
	"strings"
	"testing"
)

// A list of names that cannot be read hides nobody: it is refused, and shown to nobody.
func TestNamesFile(t *testing.T) {
	log := write(t, "a.jsonl", `{"conversation_id":"a","text":"I am José"}`+"\n")
	for content, want := range map[string]string{
		"M\xfcller\nJos\xe9\n": ":1: not UTF-8",
		"Ann\nJos\xe9\n":       ":2: not UTF-8",
		"\n \n":                "no names",
	} {
		r := call(t, "convert", log, "--redact-names", write(t, "n.txt", content))
		if r.status != statusFailed || !strings.Contains(r.err, want) || strings.Contains(r.err, "Jos") {
			t.Errorf("%q: status %d, %q", content, r.status, r.err)
		}
	}
	if r := must(t, "convert", log, "--redact-names", write(t, "n.txt", "\ufeffJosé\r\n")); !strings.Contains(r.out, "I am <name>") {
		t.Errorf("%q", r.out)
	}
}
