package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

const patience = 20 * time.Second

// A talk is the command live on pipes.
type talk struct {
	t      *testing.T
	in     *io.PipeWriter
	lines  chan string
	err    safeBuffer
	status chan int
}

// safeBuffer is read while the command writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}
func (s *safeBuffer) String() string { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }

func newTalk(t *testing.T, args ...string) *talk {
	in, input := io.Pipe()
	output, out := io.Pipe()
	k := &talk{t: t, in: input, lines: make(chan string), status: make(chan int, 1)}
	go func() {
		k.status <- run(t.Context(), streams{in, out, &k.err}, append([]string{"intenthmm", "live"}, args...))
		out.Close()
	}()
	go func() {
		for scan := bufio.NewScanner(output); scan.Scan(); {
			k.lines <- scan.Text()
		}
		close(k.lines)
	}()
	return k
}

// ask writes a line and waits for the answer.
func (k *talk) ask(line string) liveStep {
	k.t.Helper()
	k.tell(line)
	var step liveStep
	select {
	case answer := <-k.lines:
		if err := json.Unmarshal([]byte(answer), &step); err != nil {
			k.t.Fatalf("%q: %v", answer, err)
		}
	case <-time.After(patience):
		k.t.Fatalf("no answer to %s: %s", line, k.err.String())
	}
	return step
}

func (k *talk) tell(line string) {
	k.t.Helper()
	written := make(chan error, 1)
	go func() { _, err := io.WriteString(k.in, line+"\n"); written <- err }()
	select {
	case err := <-written:
		if err != nil {
			k.t.Fatal(err)
		}
	case <-time.After(patience):
		k.t.Fatalf("does not read %s", line)
	}
}

// end closes the input and returns the exit status.
func (k *talk) end() int {
	k.t.Helper()
	k.in.Close()
	select {
	case status := <-k.status:
		return status
	case <-time.After(patience):
		k.t.Fatal("does not end")
		return 0
	}
}

func said(conversation, text string) string {
	return fmt.Sprintf(`{"conversation_id":%q,"speaker":"customer","text":%q}`, conversation, text)
}

// Every line is answered before the next is written; conversations do not disturb one another.
func TestLiveAnswers(t *testing.T) {
	k := newTalk(t, "-m", words(t))
	first := k.ask(said("a", "hi, where is my order?"))
	if first.Turn != 0 || first.Conversation != "a" || first.Surprise == nil || *first.Surprise <= 0 || first.Basis != "filtered" ||
		first.Intent == "" || first.Confidence <= 0 || first.Confidence > 1 || len(first.Next) != shownNext {
		t.Errorf("%+v", first)
	}
	sum := first.Stop
	for _, n := range first.Next {
		sum += n.Probability
	}
	if first.Stop < 0 || sum > 1+1e-9 || first.Next[0].Probability < first.Next[1].Probability {
		t.Errorf("%+v", first)
	}
	if b := k.ask(said("b", "hi, where is my order?")); b.Turn != 0 || *b.Surprise != *first.Surprise || b.Confidence != first.Confidence {
		t.Errorf("another conversation: %+v, want %+v", b, first)
	}
	a, b := k.ask(said("a", "thank you")), k.ask(said("b", "thank you"))
	if a.Turn != 1 || b.Turn != 1 || *a.Surprise != *b.Surprise {
		t.Errorf("%+v, %+v", a, b)
	}
	if c := k.ask(`{"conversation_id":"c","turn":40,"text":"x"}`); c.Turn != 40 {
		t.Errorf("the log's own number: %+v", c)
	}
	if status := k.end(); status != statusDone || k.err.String() != "" {
		t.Errorf("exit %d: %s", status, k.err.String())
	}
}

// A bad line gets no answer, and is reported at once though no other line follows, however many
// there were before.
func TestLiveBadLines(t *testing.T) {
	k := newTalk(t, "-m", words(t))
	for i := range 60 {
		line := []string{"{", `{"conversation_id":"a"}`, "17"}[i%3]
		k.tell(line)
		says := fmt.Sprintf("skipped stdin:%d: ", i+1)
		for start := time.Now(); !strings.Contains(k.err.String(), says); time.Sleep(time.Millisecond) {
			if time.Since(start) > patience {
				t.Fatalf("%s is not reported: %s", line, k.err.String())
			}
		}
	}
	if step := k.ask(said("a", "hello")); step.Turn != 0 {
		t.Errorf("%+v", step)
	}
	if status := k.end(); status != statusDone || !strings.HasSuffix(k.err.String(), "read 1 message from 1 file; skipped 60 lines: 20 missing field, 20 not JSON, 20 not an object\n") {
		t.Errorf("exit %d: %s", status, k.err.String())
	}
}

// Nobody said anything: that is no failure.
func TestLiveNothing(t *testing.T) {
	if r := callWith(t, "", "live", "-m", words(t)); r.status != statusDone || r.out != "" || r.err != "" {
		t.Errorf("exit %d: %q, %q", r.status, r.out, r.err)
	}
}

func TestLiveStrict(t *testing.T) {
	k := newTalk(t, "-m", words(t), "--strict")
	k.ask(said("a", "hello"))
	k.tell("{")
	if status := k.end(); status != statusFailed || !strings.Contains(k.err.String(), "intenthmm: stdin:2: not JSON") {
		t.Errorf("exit %d: %s", status, k.err.String())
	}
}

// A vector of the wrong length is a bad line, also the first of all: the model says what is right.
func TestLiveVectors(t *testing.T) {
	k := newTalk(t, "-m", vectors(t), "--map", "vector=v,conversation=c")
	k.tell(`{"c":"a","v":[1,2]}`)
	if step := k.ask(`{"c":"a","v":[0,0,0]}`); step.Turn != 0 {
		t.Errorf("%+v", step)
	}
	if status := k.end(); status != statusDone || !strings.Contains(k.err.String(), "skipped stdin:1: bad vector: found 2 numbers: expected 3\n") {
		t.Errorf("exit %d: %s", status, k.err.String())
	}
}

// Only so many conversations are remembered.
func TestLiveForgets(t *testing.T) {
	k := newTalk(t, "-m", words(t), "--sessions", "2")
	want := []int{0, 0, 1, 0, 2, 0, 0, 1}
	for i, id := range []string{"a", "b", "a", "c", "a", "b", "c", "c"} { // c drops b, b drops c, c drops a
		if step := k.ask(said(id, "hello")); step.Turn != want[i] {
			t.Errorf("line %d, %s: turn %d, want %d", i+1, id, step.Turn, want[i])
		}
	}
	k.end()
}

func TestRecent(t *testing.T) {
	made := 0
	r := newRecent(3, func() int { made++; return made })
	for i := range 1000 {
		r.get(fmt.Sprint(i % 100))
		if len(r.at) > 3 || r.order.Len() != len(r.at) {
			t.Fatalf("%d and %d held", len(r.at), r.order.Len())
		}
	}
	if made != 1000 || r.get("99") != 1000 || r.get("98") != 999 || r.get("97") != 998 || r.get("96") != 1001 {
		t.Errorf("%d made", made)
	}
}

// Whoever reads the answers may go away.
func TestLiveReaderGone(t *testing.T) {
	in, input := io.Pipe()
	output, out := io.Pipe()
	var stderr safeBuffer
	status := make(chan int, 1)
	m := words(t)
	go func() { status <- run(t.Context(), streams{in, out, &stderr}, []string{"intenthmm", "live", "-m", m}) }()
	output.Close()
	go io.WriteString(input, said("a", "hello")+"\n"+said("a", "hello")+"\n")
	select {
	case got := <-status:
		if got != statusFailed || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("exit %d: %s", got, stderr.String())
		}
	case <-time.After(patience):
		t.Fatal("does not end")
	}
}

// Decoding live and as a whole agree about the last turn: its posterior is filtered.
func TestLiveAgreesWithDecode(t *testing.T) {
	ongoing := model(t, chats, "-k", "4", "--restarts", "1", "--iterations", "8", "--ongoing")
	live := callWith(t, read(t, interleaved), "live", "-m", ongoing)
	decoded := must(t, "decode", "-q", "-m", ongoing, interleaved, "--method", "posterior")
	last := func(out string) map[string]row {
		rows := map[string]row{}
		for line := range strings.Lines(out) {
			var r row
			if err := json.Unmarshal([]byte(line), &r); err != nil {
				t.Fatal(err)
			}
			rows[r.Conversation] = r
		}
		return rows
	}
	one, two := last(live.out), last(decoded.out)
	if len(one) != 3 {
		t.Errorf("%d conversations: %s", len(one), live.err)
	}
	for id, r := range one {
		if math.Abs(r.Confidence-two[id].Confidence) > 1e-9 || r.State != two[id].State || r.Turn != two[id].Turn {
			t.Errorf("%s: live %+v, decode %+v", id, r, two[id])
		}
	}
}
