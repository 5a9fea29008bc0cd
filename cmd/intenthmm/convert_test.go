package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConvertTwice: what convert writes reads as the same conversations, from each of its formats.
func TestConvertTwice(t *testing.T) {
	for _, name := range []string{whatsApp, interleaved, chats} {
		first := must(t, "convert", name).out
		for _, to := range []string{"x.jsonl", "x.csv", "x.jsonl.gz"} {
			path := filepath.Join(t.TempDir(), to)
			must(t, "convert", name, "-o", path)
			if again := must(t, "convert", path).out; again != first {
				t.Errorf("%s through %s\n got %.300s\nwant %.300s", name, to, again, first)
			}
		}
	}
}

// TestConvertSeveral: identifiers of a second file do not meet those of the first.
func TestConvertSeveral(t *testing.T) {
	dir := t.TempDir()
	one, two := filepath.Join(dir, "1.csv"), filepath.Join(dir, "2.csv")
	for _, path := range []string{one, two} {
		if err := os.WriteFile(path, []byte("conversation_id,text\na,x\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out := must(t, "convert", one, two, "--to", "csv").out; !strings.Contains(out, "\na,") || !strings.Contains(out, "\n"+two+":a,") {
		t.Error(out)
	}
}

// TestNothingOfPeopleIsKept trains on a log of a secret, good lines and bad ones, and looks for it in the model and
// in everything printed.
func TestNothingOfPeopleIsKept(t *testing.T) {
	dir := t.TempDir()
	log, model, key, names := filepath.Join(dir, "x.jsonl"), filepath.Join(dir, "m.json"), filepath.Join(dir, "key"), filepath.Join(dir, "names")
	const secret = "dana@example.com"
	line := `{"conversation_id":"` + secret + `","speaker":"` + secret + `","text":"Reyes wrote to ` + secret + ` today"}` + "\n"
	for path, text := range map[string]string{log: strings.Repeat(line, 40) + `{"conversation_id":"a","turn":"` + secret + `","text":""}` + "\n",
		key: "0123456789abcdef", names: "Reyes\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := must(t, "train", log, "-k", "2", "--restarts", "1", "-o", model, "--redact", "--redact-names", names, "--hash-ids", key)
	for what, text := range map[string]string{"the model": read(t, model), "the output": r.out, "the messages": r.err} {
		for _, hidden := range []string{"dana", "Reyes", "reyes"} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s has %s", what, hidden)
			}
		}
	}
	r = must(t, "train", log, "-k", "2", "--restarts", "1", "-o", model, "--no-examples")
	if text := read(t, model) + r.out; strings.Contains(text, "wrote to") || strings.Contains(text, `bad value`) && strings.Contains(text, `turn is`) {
		t.Error("a sentence is in the model or the report")
	}
}

func TestChatFlagsThatMeanNothing(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"--gap", "-1m"}, {"--zone", "Nowhere/None"}, {"--roles", "x"}, {"--hash-ids", key}, {"--to", "xml"}, {"--format", "xml"}} {
		if r := call(t, append([]string{"convert", whatsApp}, args...)...); r.status != statusUsage {
			t.Errorf("%v: status %d, %s", args, r.status, r.err)
		}
	}
}
