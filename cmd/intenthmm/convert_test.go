package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
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
	if out := must(t, "convert", one, two, "--to", "csv").out; !strings.Contains(out, "\na,") || !strings.Contains(out, "\n2.csv:a,") {
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

// TestNamesOfFiles: what stands before identifiers does not depend on how the path was typed, and no two files have the same.
func TestNamesOfFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, path := range []string{"a/1.csv", "a/b/1.csv", "c/1.csv"} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("conversation_id,text\nx,"+path+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]string{
		"a/1.csv a/b/1.csv c/1.csv":                     "x 1.csv#2:x 1.csv#3:x",
		"./a/1.csv a/../a/b/1.csv " + here + "/c/1.csv": "x 1.csv#2:x 1.csv#3:x",
		"a":             "x b/1.csv:x",
		"./a/ c":        "x b/1.csv:x 1.csv#2:x",
		".":             "x a/b/1.csv:x c/1.csv:x",
		here + "/a/../": "x a/b/1.csv:x c/1.csv:x",
	} {
		r := must(t, append([]string{"convert", "--to", "csv"}, strings.Fields(args)...)...)
		var ids []string
		for line := range strings.Lines(r.out) {
			if id, _, _ := strings.Cut(line, ","); id != "conversation_id" {
				ids = append(ids, id)
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
		n := len(strings.Fields(want))
		if !strings.HasSuffix(r.err, fmt.Sprintf("wrote %d turns in %d conversations\n", n, n)) {
			t.Error(r.err)
		}
	}
}

// TestReport: files that are left out, guesses, and times that nobody understands are told of; so is what was read before the data
// break off. A file that was found and has no usable line ends nothing.
func TestReport(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.csv": "conversation_id,time,text\nx,2024-01-05 10:00,hi\nx,soon,ho\n", "b.csv": "", "c.jsonl": "{\n", "d.md": "x", "e.md": "x", "f.md": "x", "g.md": "x", "h.md": "x",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := must(t, "convert", dir, "-o", filepath.Join(t.TempDir(), "x.csv"))
	in := func(name string) string { return filepath.Join(dir, name) }
	want := "read 2 messages from 2 files, 6 other files left out; skipped 1 line: 1 not JSON; 1 time not understood\n" +
		"  left out " + in("b.csv") + ": no lines: the file is empty\n  left out " + in("d.md") + ": not named like what is read\n" +
		"  left out " + in("e.md") + ": not named like what is read\n  left out " + in("f.md") + ": not named like what is read\n" +
		"  left out " + in("g.md") + ": not named like what is read\n  and 1 more\n" +
		"  guessed 1 time: a time without a zone was taken for UTC\n" +
		"  such as " + in("a.csv") + ":3: time not understood: \"soon\": it stays as it is, and so does the order of its file\n" +
		"  skipped " + in("c.jsonl") + ":1: not JSON: "
	if !strings.HasPrefix(r.err, want) || !strings.HasSuffix(r.err, "wrote 2 turns in 1 conversation\n") {
		t.Errorf("got\n%swant\n%s", r.err, want)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprint(z, strings.Repeat(goodLine, 1000))
	z.Close()
	cut := write(t, "cut.jsonl.gz", packed.String()[:packed.Len()-5])
	r = call(t, "convert", cut, "-o", filepath.Join(t.TempDir(), "x.csv"))
	if r.status != statusFailed || !strings.Contains(r.err, " messages from 1 file\n") || !strings.Contains(r.err, "cut short") {
		t.Error(r.err)
	}
}
