package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// embedderRole is the variable that makes this test binary an embedder: the longer, the larger its vectors.
const embedderRole = "INTENTHMM_TEST_EMBEDDER"

// beEmbedder answers each line of texts with their lengths and numbers of blanks.
func beEmbedder() {
	scale := float64(len(os.Getenv(embedderRole)))
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var question struct{ Texts []string }
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			panic(err)
		}
		if os.Getenv(embedderRole) == "dies" && len(question.Texts) > 1 {
			fmt.Fprintln(os.Stderr, "no memory left")
			os.Exit(9)
		}
		var vectors [][]float64
		for _, text := range question.Texts {
			vectors = append(vectors, []float64{scale * float64(len(text)), float64(strings.Count(text, " "))})
		}
		answer, err := json.Marshal(map[string]any{"vectors": vectors})
		if err != nil {
			panic(err)
		}
		fmt.Println(string(answer))
	}
}

// briefly is the arguments of a training that does not take long.
func briefly(args ...string) []string {
	return append([]string{chats, "-k", "3", "--restarts", "1", "--iterations", "3"}, args...)
}

// TestEncodings trains with every way to encode text and decodes with nothing beside the model.
func TestEncodings(t *testing.T) {
	vectors := filepath.Join(t.TempDir(), "vectors.txt")
	if err := os.WriteFile(vectors, []byte("my 1 0 0.5\nOrder 0.25 1 0\nthanks -1 -1 1\nis 0 1 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		in   string // the model file
	}{
		{[]string{"--stem", "english"}, `"stemmer":"snowball english"`},
		{[]string{"--phrases"}, `"phrases":["`},
		{[]string{"--fold-addresses", "--fold-numbers", "--sign-pairs"}, `\u003cemail\u003e`},
		{[]string{"--hash-bits", "9"}, `"hash_bits":9`},
		{[]string{"--grams", "4", "--phrases"}, `"grams":4,"length_power":0.6`},
		{[]string{"--grams", "0"}, `"edges":true,"length_power":0.4`},
		{[]string{"--observe", "words+vectors", "--embeddings", vectors}, `"grams":3,"length_power":0.6`},
		{[]string{"--observe", "lsa"}, `"edges":true,"length_power":0.4`},
		{[]string{"--observe", "lsa", "--dims", "9", "--covariance", "full"}, `"space":{"width":9,`},
		{[]string{"--observe", "lsa", "--stem", "english", "--phrases", "--no-speaker"}, `"dims":50`},
		{[]string{"--observe", "codes", "--codes", "17", "--dims", "20"}, `"codebook":{"centres":[[`},
		{[]string{"--observe", "codes", "--hash-bits", "9"}, `"codes":100`},
		{[]string{"--embeddings", vectors}, `"source":"vectors.txt"`},
		{[]string{"--embeddings", vectors, "--pca", "2", "--whiten", "--unit"}, `"unit":true`},
	} {
		m := model(t, briefly(c.args...)...)
		if !strings.Contains(read(t, m), c.in) {
			t.Errorf("%v: the model file has no %s", c.args, c.in)
		}
		if r := must(t, "decode", "-m", m, interleaved); strings.Count(r.out, "\n") != strings.Count(read(t, interleaved), "\n") {
			t.Errorf("%v: decode writes %s", c.args, r.out)
		}
		if r := must(t, "show", "-m", m); strings.Contains(r.out, "state 0") || !strings.Contains(r.out, "×") {
			t.Errorf("%v: a map without words:\n%s", c.args, r.out)
		}
		must(t, "simulate", "-m", m, "--conversations", "1")
	}
}

func TestStopWordsOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stop.txt")
	if err := os.WriteFile(path, []byte("Brindlewave\nhey\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	with, without := must(t, "show", "-m", model(t, briefly("--stop-words", path)...)), must(t, "show", "-m", model(t, briefly()...))
	if !strings.Contains(without.out, "brindlewave 21×") || strings.Contains(with.out, "brindlewave ") || strings.Contains(with.out, "hey ") {
		t.Errorf("with stop words:\n%s\nwithout:\n%s", with.out, without.out)
	}
}

func TestEncodingUsage(t *testing.T) {
	for _, c := range []struct {
		status int
		args   []string
		want   string
	}{
		{statusUsage, []string{"--stem", "klingon"}, "expected one of arabic"},
		{statusUsage, []string{"--hash-bits", "2"}, "2 hash bits, expected 4 to 20"},
		{statusUsage, []string{"--grams", "1"}, "grams of 1 characters, expected 2 to 8, or 0 for none"},
		{statusUsage, []string{"--grams", "3", "--observe", "lsa"}, "--grams is about words, and lsa is observed: leave it out, or observe words"},
		{statusUsage, []string{"--grams", "3", "--embeddings", chats}, "--grams is about words, and vectors are observed (--embeddings)"},
		{statusUsage, []string{"--pca", "3"}, "--pca is about vectors, and words are observed: give --embeddings, --embed-command or --observe vectors too"},
		{statusUsage, []string{"--phrases", "--observe", "vectors"}, "--phrases is about words, and vectors are observed: leave it out, or observe words"},
		{statusUsage, []string{"--embed-command", "x", "--observe", "words"}, "--embed-command is about vectors, and words are observed: leave --observe out"},
		{statusUsage, []string{"--embeddings", chats, "--hash-bits", "8"}, "--hash-bits is about words, and vectors are observed (--embeddings): leave it out"},
		{statusUsage, []string{"--embed-command", "x", "--stem", "english"}, "--stem is about words, and vectors are observed (--embed-command)"},
		{statusUsage, []string{"--unit", "--observe", "symbols"}, "--unit is about vectors, and symbols are observed"},
		{statusUsage, []string{"--pca", "3", "--observe", "lsa"}, "--pca is about vectors, and lsa is observed"},
		{statusUsage, []string{"--dims", "3"}, "3 dimensions of words, but words are observed, not lsa or codes"},
		{statusUsage, []string{"--observe", "lsa", "--codes", "3"}, "3 codes, but lsa is observed, not codes"},
		{statusUsage, []string{"--observe", "lsa", "--dims", "0"}, "--dims 0, expected at least 1"},
		{statusUsage, []string{"--observe", "codes", "--codes", "-1"}, "--codes -1, expected at least 1"},
		{statusUsage, []string{"--observe", "codes", "--topics", "3"}, "topics are of words, and what is observed is codes"},
		{statusUsage, []string{"--whiten=false", "--pca", "3"}, "--pca is about vectors"},
		{statusUsage, []string{"--embed-command", "x", "--embeddings", chats}, "expected one of them"},
		{statusFailed, []string{"--embeddings", "none.txt"}, "none.txt"},
		{statusFailed, []string{"--embeddings", chats}, "has a vector for none of the"},
		{statusFailed, []string{"--embed-command", "/no/such/program"}, "/no/such/program"},
		{statusFailed, []string{"--stop-words", "none.txt"}, "none.txt"},
	} {
		path := filepath.Join(t.TempDir(), "m.json")
		call(t, append([]string{"train", "-q", "-o", path}, briefly(c.args...)...)...).fails(t, c.status, c.want)
		if _, err := os.Stat(path); err == nil {
			t.Errorf("%v: a model was saved", c.args)
		}
	}
}

// TestEmbedCommand: the embedder is needed wherever transcripts are read, and must be the one of training.
func TestEmbedCommand(t *testing.T) {
	t.Setenv(embedderRole, "x")
	embedder := os.Args[0] + " -test.run=none"
	m := model(t, briefly("--embed-command", embedder, "--whiten")...)
	with := must(t, "decode", "-q", "-m", m, "--embed-command", embedder, interleaved)
	if strings.Count(with.out, "\n") != strings.Count(read(t, interleaved), "\n") {
		t.Errorf("decode writes %s", with.out)
	}
	must(t, "eval", "-m", m, "--embed-command", embedder, chats, "--train", chats)
	live := callWith(t, read(t, interleaved), "live", "-m", m, "--embed-command", embedder)
	if live.status != statusDone || strings.Count(live.out, "\n") != strings.Count(with.out, "\n") {
		t.Errorf("live: exit %d, %s%s", live.status, live.out, live.err)
	}

	call(t, "decode", "-m", m, interleaved).fails(t, statusUsage, "name that command with --embed-command")
	call(t, "decode", "-m", words(t), interleaved, "--embed-command", embedder).fails(t, statusUsage, "does not look at vectors that a command made")
	t.Setenv(embedderRole, "xx")
	call(t, "decode", "-q", "-m", m, "--embed-command", embedder, interleaved).fails(t, statusFailed, "makes other vectors than")
	t.Setenv(embedderRole, "dies")
	call(t, append([]string{"train", "-q", "-o", filepath.Join(t.TempDir(), "m.json"), "--embed-command", embedder}, briefly()...)...).fails(t, statusFailed, "exit status 9, and said: no memory left")
}

// TestDecodedSpeaker: the speaker is told where the log has one.
func TestDecodedSpeaker(t *testing.T) {
	log := write(t, "x.jsonl", `{"conversation_id":"a","speaker":"dana, \"d\"","text":"hello"}`+"\n"+`{"conversation_id":"a","text":"bye"}`+"\n")
	lines := strings.Split(must(t, "decode", "-q", "-m", words(t), log).out, "\n")
	if !strings.Contains(lines[0], `"turn":0,"speaker":"dana, \"d\"","state":`) || strings.Contains(lines[1], "speaker") {
		t.Errorf("JSON lines %q", lines)
	}
	lines = strings.Split(must(t, "decode", "-q", "-m", words(t), log, "--to", "csv").out, "\n")
	if !strings.HasPrefix(lines[1], `a,0,"dana, ""d""",`) || !strings.HasPrefix(lines[2], "a,1,,") {
		t.Errorf("CSV %q", lines)
	}
}

// TestTraceOfStopWords: the trace and the map for programs name them.
func TestTraceOfStopWords(t *testing.T) {
	m := model(t, briefly("--stop-words", write(t, "stop.txt", "The\nof\n"))...)
	if r := must(t, "show", "-m", m, "--trace"); !strings.Contains(r.out, "stop words, not shown: 2\n  of, the\n") {
		t.Errorf("the trace:\n%s", r.out)
	}
	if r := must(t, "show", "-m", m, "--json"); !strings.Contains(r.out, "\"stop_words\": [\n    \"of\",\n    \"the\"\n  ]") {
		t.Errorf("the map for programs:\n%.3000s", r.out)
	}
}
