package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// turns are the conversations and turn numbers of decoded lines, in order.
func turns(t *testing.T, out string) string {
	t.Helper()
	var list []string
	for line := range strings.Lines(out) {
		var r row
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		list = append(list, fmt.Sprint(r.Conversation, r.Turn))
	}
	return strings.Join(list, " ")
}

// Interleaved conversations come out in input order, with the log's own turn numbers where it has
// some, gaps and all, and the place in the conversation where it has none.
func TestDecodeOrder(t *testing.T) {
	for _, method := range []string{"viterbi", "posterior"} {
		got := turns(t, must(t, "decode", "-q", "-m", words(t), interleaved, "--method", method).out)
		if want := "a2 b0 a5 c0 b1 a9 b2 c1 a10 b3"; got != want {
			t.Errorf("%s: %s, want %s", method, got, want)
		}
	}
}

// A conversation's turns are decoded alike wherever the other conversations' stand.
func TestInterleavingChangesNothing(t *testing.T) {
	byConversation := func(text string) []string {
		lines := slices.Collect(strings.Lines(text))
		slices.SortStableFunc(lines, func(a, b string) int {
			return cmp.Compare(a[:len(`{"conversation_id":"a`)], b[:len(`{"conversation_id":"a`)])
		})
		return lines
	}
	apart := strings.Join(byConversation(read(t, interleaved)), "")
	want := byConversation(must(t, "decode", "-q", "-m", words(t), interleaved).out)
	got := slices.Collect(strings.Lines(callWith(t, apart, "decode", "-q", "-m", words(t), "-").out))
	if diff := gocmp.Diff(want, got); diff != "" || len(got) != 10 {
		t.Errorf("(-interleaved +apart)\n%s", diff)
	}
}

// One log gives the same result however it is packed.
func TestPacking(t *testing.T) {
	m, text, dir := words(t), read(t, interleaved), t.TempDir()
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(text))
	z.Close()
	folder := filepath.Join(dir, "folder", "below")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"a.jsonl": text, "a.jsonl.gz": zipped.String(), "odd.name": text, "packed": zipped.String(),
		"folder/below/x.ndjson": text, "folder/notes.txt": "not a log", "folder/.hidden.jsonl": "{",
		"bom.jsonl": "\ufeff" + text, "crlf.jsonl": strings.ReplaceAll(text, "\n", "\r\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := must(t, "decode", "-q", "-m", m, interleaved).out
	for _, name := range []string{"a.jsonl", "a.jsonl.gz", "odd.name", "packed", "folder", "bom.jsonl", "crlf.jsonl"} {
		if got := must(t, "decode", "-q", "-m", m, filepath.Join(dir, name)).out; got != want {
			t.Errorf("%s: %s", name, gocmp.Diff(want, got))
		}
	}
	for _, stdin := range []string{text, zipped.String()} {
		if got := callWith(t, stdin, "decode", "-q", "-m", m, "-"); got.out != want {
			t.Errorf("standard input: %s%s", got.err, gocmp.Diff(want, got.out))
		}
	}
	// The identifiers of two files have nothing to do with each other.
	two := must(t, "decode", "-q", "-m", m, filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "folder"), filepath.Join(dir, "a.jsonl")).out
	if two != want+want {
		t.Errorf("two files and one of them again: %s", gocmp.Diff(want+want, two))
	}
}

// The German sample: semicolons, a header of its own, line breaks in quotes, and for once a byte
// order mark.
func TestMappedCSV(t *testing.T) {
	german := model(t, chatsGerman, "--map", germanMap, "-k", "3", "--restarts", "1")
	want := must(t, "decode", "-q", "-m", german, chatsGerman, "--map", germanMap).out
	if n := strings.Count(want, "\n"); n != 477 {
		t.Errorf("%d turns, want 477", n)
	}
	if !strings.HasPrefix(want, `{"conversation_id":"T-2025-0001","turn":0,`) {
		t.Errorf("begins %.60s", want)
	}
	marked := write(t, "bom.csv", "\ufeff"+read(t, chatsGerman))
	if got := must(t, "decode", "-q", "-m", german, marked, "--map="+germanMap, "--format=csv").out; got != want {
		t.Error("other output with a byte order mark")
	}
	call(t, "decode", "-m", german, chatsGerman).fails(t, statusFailed, "chats_de.csv:1", "missing column", "conversation_id", "Ticket, Zeit, Von, Nachricht")
	call(t, "decode", "-m", german, chatsGerman, "--map", germanMap+",label=Absicht").fails(t, statusFailed, "missing column", "Absicht")
}

// eval's label is where --label says, or else --map, or else "label", on the turns that have one.
func TestLabels(t *testing.T) {
	for _, test := range []struct {
		args   string
		labels int
		turns  int
	}{
		{"", 7, 7}, {"--label act", 2, 4}, {"--map label=act", 2, 4}, {"--map label=act --label label", 7, 7},
		{"--label speaker", 4, 10}, {"--label=conversation_id", 3, 10},
	} {
		args := append([]string{"eval", "--json", "-m", words(t), interleaved}, strings.Fields(test.args)...)
		var figures struct{ Labels, Turns int }
		if err := json.Unmarshal([]byte(must(t, args...).out), &figures); err != nil {
			t.Fatal(err)
		}
		if figures.Labels != test.labels || figures.Turns != test.turns {
			t.Errorf("%q: %+v, want %d labels on %d turns", test.args, figures, test.labels, test.turns)
		}
	}
	call(t, "eval", "-m", words(t), interleaved, "--label", "gold").fails(t, statusFailed, `no turn has a gold label in field "gold": name the field with --label`)
	call(t, "eval", "-m", words(t), interleaved, "--map", "label=mine").fails(t, statusFailed, `"mine"`)
}

// The model may come from standard input, and go to standard output.
func TestModelThroughPipe(t *testing.T) {
	path := words(t)
	r := must(t, "train", "-q", "-o", "-", chats, "-k", "4", "--restarts", "2", "--iterations", "8")
	if r.out != read(t, path) {
		t.Error("the model on standard output is another")
	}
	if !strings.Contains(r.err, "restart 2 (seed 2)") {
		t.Errorf("the tables are not on standard error: %s", r.err)
	}
	if got := callWith(t, r.out, "show", "-m", "-"); got.out != must(t, "show", "-m", path).out {
		t.Errorf("show -m -: %s", got.err)
	}
	if got := callWith(t, r.out, "decode", "-q", interleaved, "-m", "-"); got.out != must(t, "decode", "-q", "-m", path, interleaved).out {
		t.Errorf("decode -m -: %s", got.err)
	}
	callWith(t, r.out[:1000], "show", "-m", "-").fails(t, statusFailed, "model")
}

// The same data, options and seed give the same file, byte for byte, for any number of workers.
func TestWorkers(t *testing.T) {
	want := read(t, model(t, chats, "-k", "5", "--restarts", "3", "--iterations", "5", "--workers", "1"))
	for _, n := range []string{"2", "3", "8", "99999999"} {
		if read(t, model(t, chats, "-k", "5", "--restarts", "3", "--iterations", "5", "--workers", n)) != want {
			t.Errorf("another model with %s workers", n)
		}
	}
	if read(t, model(t, chats, "-k", "5", "--restarts", "3", "--iterations", "5", "--seed", "9")) == want {
		t.Error("the same model with another seed")
	}
	one := must(t, "decode", "-q", "-m", words(t), chats, "--workers", "1").out
	if must(t, "decode", "-q", "-m", words(t), chats, "--workers", "8").out != one {
		t.Error("decode: another result with 8 workers")
	}
}

// Quiet prints nothing but warnings and what was skipped; off a terminal, progress is plain lines.
func TestQuiet(t *testing.T) {
	out := filepath.Join(t.TempDir(), "m.json")
	train := []string{"train", chats, "-k", "2", "--restarts", "1", "-o", out}
	if r := must(t, append(train, "-q")...); r.err != "" {
		t.Errorf("train -q: %q", r.err)
	}
	if r := must(t, append(train, "-q", "--iterations", "2")...); r.err != "warning: the best restart had not converged by iteration 2\n" {
		t.Errorf("a warning: %q", r.err)
	}
	if r := must(t, train...); r.err != "read 4566 messages from 1 file\nmodel saved to "+out+"\n" {
		t.Errorf("not quiet: %q", r.err)
	}
	bad := write(t, "bad.jsonl", read(t, interleaved)+"{\n")
	if r := must(t, "decode", "-q", "-m", words(t), bad); !strings.Contains(r.err, "bad.jsonl:11: not JSON") {
		t.Errorf("a bad line: %q", r.err)
	}
}

func TestProgressLines(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b, func() int { return 100 }, journey{"states", true, 2, 1e-4, "nats a turn"})
	p.iteration(0, iteration(3, -250))
	if b.Len() > 0 {
		t.Errorf("speaks at once: %q", b.String())
	}
	p.spoke = time.Now().Add(-2 * pause)
	p.iteration(1, iteration(4, -250))
	p.iteration(1, iteration(5, -240))
	p.spoke = time.Now().Add(-2 * pause)
	p.search(23, 0.43)
	p.spoke = time.Now().Add(-2 * pause)
	p.step(0, 3, 10, "pass")
	if p.restarts[0] != 0.3 {
		t.Errorf("after 3 of 10 passes a restart is %v done", p.restarts[0])
	}
	p.finish()
	if got, want := b.String(), "training: restart 2 of 2, iteration 4, objective -2.5000 nats a turn\n"+
		"training: how many states? tried 23, 100 % of the search\n"+
		"training: restart 1 of 2, pass 3 of 10\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// An interrupt gets through to a command that waits for input, and leaves what was there.
func TestInterruptWaiting(t *testing.T) {
	m := words(t)
	for _, args := range [][]string{
		{"train", "-", "-o", "out"}, {"decode", "-m", m, "-", "-o", "out"}, {"eval", "-m", m, "-", "-o", "out"},
		{"live", "-m", m}, {"show", "-m", "-", "-o", "out"},
	} {
		t.Run(args[0], func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile("out", []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			in, typed := io.Pipe()
			defer typed.Close()
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				io.WriteString(typed, `{"conversation_id":"a","text":"hello there"}`+"\n")
				time.Sleep(100 * time.Millisecond) // it waits for more by now
				cancel()
			}()
			done := make(chan result, 1)
			go func() { done <- callIn(t, ctx, in, args...) }()
			select {
			case r := <-done:
				if args[0] == "live" {
					r.out = "" // an answer may have been written
				}
				r.fails(t, statusInterrupted, "intenthmm: interrupted\n")
			case <-time.After(10 * time.Second):
				t.Fatal("waits on")
			}
			only(t, ".", "out")
			if read(t, "out") != "old" {
				t.Error("the file was changed")
			}
		})
	}
}

// cancelling is a reader and writer that interrupts the command.
type cancelling struct {
	io.Reader
	io.Writer
	cancel context.CancelFunc
}

func (c cancelling) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err == io.EOF {
		c.cancel()
	}
	return n, err
}

func (c cancelling) Write(p []byte) (int, error) { c.cancel(); return c.Writer.Write(p) }

// An interrupt while decoding or writing leaves no half of an output.
func TestInterruptDecode(t *testing.T) {
	m, text := words(t), read(t, chats)
	for range 5 {
		ctx, cancel := context.WithCancel(t.Context())
		out := filepath.Join(t.TempDir(), "out.jsonl")
		callIn(t, ctx, cancelling{Reader: strings.NewReader(text), cancel: cancel}, "decode", "-m", m, "-", "-o", out).
			fails(t, statusInterrupted, "intenthmm: interrupted\n")
		only(t, filepath.Dir(out))
	}
	ctx, cancel := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	status := run(ctx, streams{nil, cancelling{Writer: &stdout, cancel: cancel}, &stderr}, []string{"intenthmm", "decode", "-q", "-m", m, chats})
	if status != statusInterrupted || stdout.Len() > 8192 {
		t.Errorf("exit %d after %d bytes: %s", status, stdout.Len(), &stderr)
	}
}

// An interrupt between reading and training saves nothing and says so.
func TestInterruptBeforeTraining(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out := filepath.Join(t.TempDir(), "m.json")
	r := callIn(t, ctx, cancelling{Reader: strings.NewReader(read(t, chats)), cancel: cancel}, "train", "-", "-q", "-o", out)
	r.fails(t, statusInterrupted, "intenthmm: interrupted")
	only(t, filepath.Dir(out))
}

func TestInterruptible(t *testing.T) {
	broken := errors.New("broken")
	r := untilDone(t.Context(), io.MultiReader(strings.NewReader("abc"), errorReader{broken}))
	data, err := io.ReadAll(r)
	if string(data) != "abc" || err != broken {
		t.Errorf("%q, %v", data, err)
	}
	if untilDone(t.Context(), nil) != nil {
		t.Error("a reader of nothing")
	}
}

type errorReader struct{ error }

func (e errorReader) Read([]byte) (int, error) { return 0, e.error }
