package pipe

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// role is the variable that makes this test binary an embedder, and says which.
const role = "INTENTHMM_TEST_EMBEDDER"

func TestMain(m *testing.M) {
	if as := os.Getenv(role); as != "" {
		embed(as)
		return
	}
	os.Exit(m.Run())
}

// embed answers as an embedder does, or fails to.
func embed(as string) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for n := 0; lines.Scan(); n++ {
		var question struct{ Texts []string }
		if err := json.Unmarshal(lines.Bytes(), &question); err != nil {
			panic(err)
		}
		vectors := [][]float64{}
		for _, text := range question.Texts {
			vectors = append(vectors, vector(text))
		}
		switch {
		case as == "dies" && n == 1:
			fmt.Fprintln(os.Stderr, "out of memory")
			os.Exit(3)
		case as == "leaves" && n == 1:
			return
		case as == "miscounts" && n == 1:
			vectors = vectors[1:]
		case as == "ragged" && n == 1:
			vectors[1] = append(vectors[1], 1)
		case as == "empty":
			vectors[0] = nil
		case as == "talks" && n == 1:
			fmt.Println("loading model...")
			continue
		case as == "NaN" && n == 1:
			fmt.Println(`{"vectors":[[NaN,1],[1,1]]}`)
			continue
		case as == "hangs" && n == 1:
			time.Sleep(time.Hour)
		case as == "other":
			vectors[0][0] += 0.1
		case as == "rounded":
			vectors[0][0] += 1e-5
		case as == "longer":
			vectors[0] = append(vectors[0], 1)
		}
		data, err := json.Marshal(map[string]any{"vectors": vectors})
		if err != nil {
			panic(err)
		}
		fmt.Println(string(data))
	}
	if as == "stays" {
		time.Sleep(time.Hour)
	}
}

// vector is what the embedder makes of a text.
func vector(text string) []float64 { return []float64{float64(len(text)), float64(text[0]) / 3} }

// begin starts this test binary as an embedder.
func begin(t *testing.T, ctx context.Context, as string) *Process {
	t.Helper()
	t.Setenv(role, as)
	p, err := Start(ctx, os.Args[0]+" -test.run=none")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestEmbed(t *testing.T) {
	p := begin(t, context.Background(), "good")
	for _, texts := range [][]string{{"hello"}, {"a \"quoted\" <line>\nand another", "我要", "x"}, slices.Repeat([]string{strings.Repeat("long ", 1000)}, 200)} {
		vectors, err := p.Embed(texts)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range texts {
			if !slices.Equal(vectors[i], vector(text)) {
				t.Errorf("%.20q is %v, want %v", text, vectors[i], vector(text))
			}
		}
	}
	if vectors, err := p.Embed(nil); err != nil || vectors != nil {
		t.Errorf("of nothing: %v, %v", vectors, err)
	}
}

func TestBadEmbedders(t *testing.T) {
	for as, want := range map[string]string{
		"dies": "it ended: exit status 3, and said: out of memory", "leaves": "it ended without an answer",
		"miscounts": "it answered 2 texts with 1 vectors", "ragged": "vector 2 of its answer has 3 values, expected 2",
		"talks": `it answered "loading model..."`, "NaN": "it answered",
	} {
		t.Run(as, func(t *testing.T) {
			p := begin(t, context.Background(), as)
			if _, err := p.Embed([]string{"one"}); err != nil {
				t.Fatal(err)
			}
			_, err := p.Embed([]string{"two", "three"})
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "embedder ") {
				t.Errorf("error %v, want one with %q", err, want)
			}
			if _, again := p.Embed([]string{"four"}); again == nil {
				t.Error("it goes on after an error")
			}
		})
	}
	p := begin(t, context.Background(), "empty")
	if _, err := p.Embed([]string{"one"}); err == nil || !strings.Contains(err.Error(), "vector 1 of its answer has 0 values, expected 1") {
		t.Error(err)
	}
	for _, command := range []string{"", " ", "/no/such/program"} {
		if _, err := Start(context.Background(), command); err == nil {
			t.Errorf("started %q", command)
		}
	}
}

// An embedder that does not answer ends with its context, whose error it gives.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := begin(t, ctx, "hangs")
	if _, err := p.Embed([]string{"one"}); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := p.Embed([]string{"two"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// messages are of texts, and end with an error if that is not nil.
func messages(err error, texts ...string) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for i, text := range texts {
			if !yield(transcript.Message{Conversation: "c", Turn: i, Text: text, Vector: []float64{7}}, nil) {
				return
			}
		}
		if err != nil {
			yield(transcript.Message{}, err)
		}
	}
}

// TestMessages: the order is kept, whatever the batch; texts without anything in them have no vector.
func TestMessages(t *testing.T) {
	texts := []string{"one", "", "three", " ", "five", "six", "seven"}
	for _, batch := range []int{1, 2, 3, 7, 100} {
		p := begin(t, context.Background(), "good")
		broken := errors.New("broken line")
		n := 0
		var last error
		for m, err := range p.Messages(messages(broken, texts...), batch) {
			if err != nil {
				last = err
				continue
			}
			want := []float64(nil)
			if strings.TrimSpace(m.Text) != "" {
				want = vector(m.Text)
			}
			if m.Turn != n || m.Text != texts[n] || !slices.Equal(m.Vector, want) {
				t.Errorf("batch %d: message %d is %+v, want vector %v", batch, n, m, want)
			}
			n++
		}
		if n != len(texts) || last != broken {
			t.Errorf("batch %d: %d messages, error %v", batch, n, last)
		}
	}
}

// With a batch of one nothing is read ahead: who waits for an answer gets it.
func TestMessagesOneByOne(t *testing.T) {
	p := begin(t, context.Background(), "good")
	read := 0
	counted := func(yield func(transcript.Message, error) bool) {
		for m, err := range messages(nil, "one", "two", "three") {
			if read++; !yield(m, err) {
				return
			}
		}
	}
	passed := 0
	for range p.Messages(counted, 1) {
		if passed++; read != passed {
			t.Errorf("%d read, %d passed on", read, passed)
		}
		if passed == 2 {
			break
		}
	}
}

func TestMessagesOfTheDead(t *testing.T) {
	p := begin(t, context.Background(), "dies")
	n := 0
	var last error
	for _, err := range p.Messages(messages(nil, "1", "2", "3", "4", "5"), 2) {
		if last = err; err == nil {
			n++
		}
	}
	if n != 2 || last == nil || !strings.Contains(last.Error(), "exit status 3") {
		t.Errorf("%d messages, error %v", n, last)
	}
}

func TestIntroduce(t *testing.T) {
	var e encode.Embedder
	if err := begin(t, context.Background(), "good").Introduce(&e); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(e.Name, os.Args[0]) || !slices.Equal(e.Probe, vector(probe)) {
		t.Errorf("%+v", e)
	}
	for as, want := range map[string]string{"good": "", "rounded": "", "other": "they are 0.1 apart", "longer": "vectors of 3 values, the model learnt from 2", "dies": ""} {
		err := begin(t, context.Background(), as).Introduce(&e)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: error %v, want %q", as, err, want)
		}
	}
	e.Probe = []float64{math.MaxFloat64, math.MaxFloat64}
	if err := begin(t, context.Background(), "good").Introduce(&e); err == nil {
		t.Error("any embedder is as good")
	}
}

// A program that does not end with its input is killed.
func TestClose(t *testing.T) {
	p := begin(t, context.Background(), "stays")
	p.grace = 50 * time.Millisecond
	if _, err := p.Embed([]string{"one"}); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { p.Close(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it goes on")
	}
}

func TestTail(t *testing.T) {
	var w tail
	for i := range 1000 {
		fmt.Fprintf(&w, "line %d\n", i)
	}
	if s := w.String(); len(s) > mostSaid || !strings.HasSuffix(s, "line 999") {
		t.Errorf("%d bytes, %q", len(s), s)
	}
}
