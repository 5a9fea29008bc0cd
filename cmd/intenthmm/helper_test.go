package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/transcript"
)

var update = flag.Bool("update", false, "write the golden files in testdata/cmd anew")

const (
	chats       = "../../testdata/helpdesk/chats.jsonl"
	kb          = "../../testdata/kb"
	chatsGerman = "../../testdata/helpdesk/chats_de.csv"
	germanMap   = "conversation=Ticket,speaker=Von,text=Nachricht"
	goldenDir   = "../../testdata/cmd"
	interleaved = goldenDir + "/interleaved.jsonl"
	whatsApp    = goldenDir + "/whatsapp.txt"
)

// A result is what a call of the command came to.
type result struct {
	status   int
	out, err string
}

// call runs the command in this process.
func call(t *testing.T, args ...string) result { t.Helper(); return callWith(t, "", args...) }

// callWith is call with standard input.
func callWith(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	return callIn(t, context.Background(), strings.NewReader(stdin), args...)
}

func callIn(t *testing.T, ctx context.Context, stdin io.Reader, args ...string) result {
	t.Helper()
	threads := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(threads) // --workers changes it
	var out, err bytes.Buffer
	status := run(ctx, streams{stdin, &out, &err}, append([]string{"intenthmm"}, args...))
	return result{status, out.String(), err.String()}
}

// must is call for what has to succeed.
func must(t *testing.T, args ...string) result {
	t.Helper()
	r := call(t, args...)
	if r.status != statusDone {
		t.Fatalf("%s: exit %d\n%s", strings.Join(args, " "), r.status, r.err)
	}
	return r
}

// fails demands the exit status, nothing on standard output, the texts on standard error and no
// panic there.
func (r result) fails(t *testing.T, status int, texts ...string) {
	t.Helper()
	if r.status != status {
		t.Errorf("exit %d, want %d", r.status, status)
	}
	if r.out != "" {
		t.Errorf("on standard output: %.200q", r.out)
	}
	for _, text := range texts {
		if !strings.Contains(r.err, text) {
			t.Errorf("does not say %q:\n%s", text, r.err)
		}
	}
	if n := strings.Count(r.err, "intenthmm: "); n != 1 {
		t.Errorf("%d lines say why it failed, want 1:\n%s", n, r.err)
	}
}

// models are trained once for all tests.
var models struct {
	sync.Mutex
	dir  string
	path map[string]string
}

func TestMain(m *testing.M) {
	flag.Parse()
	if os.Getenv(embedderRole) != "" {
		beEmbedder()
		return
	}
	dir, err := os.MkdirTemp("", "intenthmm")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	models.dir, models.path = dir, map[string]string{}
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// model is the file of a model trained with the arguments.
func model(t *testing.T, args ...string) string {
	t.Helper()
	models.Lock()
	defer models.Unlock()
	key := strings.Join(args, " ")
	if models.path[key] == "" {
		path := filepath.Join(models.dir, fmt.Sprintf("model%d.json", len(models.path)))
		must(t, append([]string{"train", "-q", "-o", path}, args...)...)
		models.path[key] = path
	}
	return models.path[key]
}

// words is a small model of the help-desk chats.
func words(t *testing.T) string {
	t.Helper()
	return model(t, chats, "-k", "4", "--restarts", "2", "--iterations", "8")
}

// vectorLog is a log of vectors about two centres.
func vectorLog(numbers int) string {
	var b strings.Builder
	for c := range 10 {
		for turn := range 6 {
			x := float64((c+turn)%2)*8 + float64(turn)/10
			v := strings.Repeat(fmt.Sprintf("%g,", x), numbers)
			fmt.Fprintf(&b, `{"conversation_id":"%d","vector":[%s]}`+"\n", c, v[:len(v)-1])
		}
	}
	return b.String()
}

func vectors(t *testing.T) string {
	t.Helper()
	return model(t, write(t, "v.jsonl", vectorLog(3)), "--observe", "vectors", "-k", "2", "--restarts", "1")
}

func symbols(t *testing.T) string {
	t.Helper()
	return model(t, chats, "--observe", "symbols", "--map", "symbol=label", "-k", "3", "--restarts", "1", "--iterations", "5")
}

// write makes a file in a new folder.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// only demands that a folder holds these files and nothing else: no temporary ones.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	have := []string{}
	for _, e := range entries {
		have = append(have, e.Name())
	}
	if want := append([]string{}, names...); !cmp.Equal(want, have) {
		t.Errorf("in the folder: %v, want %v", have, want)
	}
}

// golden holds a text against a file in testdata/cmd.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(goldenDir, name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(read(t, path), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got), rewrite with -update if that is meant:\n%s", path, diff)
	}
}

func iteration(n int, objective float64) em.Iteration {
	return em.Iteration{Iteration: n, Objective: objective, Gain: 10}
}

type conversation = transcript.Conversation
