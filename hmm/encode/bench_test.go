package encode

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// generate is n messages of made-up words with a long tail, numbers and punctuation among them.
func generate(n int) []transcript.Message {
	rng := rand.New(rand.NewPCG(1, 2))
	var words []string
	for i := range 5000 {
		word := ""
		for j := 0; j < 1+i%3 || word == ""; j++ {
			word += string("bcdfglmnprstv"[rng.IntN(13)]) + string("aeiou"[rng.IntN(5)]) + string("lnrst"[rng.IntN(5)])
		}
		words = append(words, word)
	}
	var messages []transcript.Message
	for i := range n {
		var b strings.Builder
		for j := range 4 + rng.IntN(16) {
			if j > 0 {
				b.WriteByte(' ')
			}
			switch rng.IntN(20) {
			case 0:
				fmt.Fprintf(&b, "%d:%02d", rng.IntN(24), rng.IntN(60))
			case 1:
				b.WriteString("don’t,")
			default:
				u := rng.Float64()
				b.WriteString(words[int(u*u*u*float64(len(words)))])
			}
		}
		b.WriteByte('?')
		messages = append(messages, transcript.Message{
			Conversation: fmt.Sprint(i / 12), Speaker: [...]string{"customer", "agent"}[i%2], Text: b.String(),
		})
	}
	return messages
}

func size(messages []transcript.Message) int64 {
	n := 0
	for i := range messages {
		n += len(messages[i].Text)
	}
	return int64(n)
}

func BenchmarkTokens(b *testing.B) {
	messages := generate(2000)
	b.SetBytes(size(messages))
	b.ReportAllocs()
	k := tokenizer{rules: DefaultOptions().Text}
	for b.Loop() {
		for i := range messages {
			k.each(messages[i].Text, func([]byte) {})
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	messages := generate(20_000)
	b.SetBytes(size(messages))
	b.ReportAllocs()
	for b.Loop() {
		build(b, DefaultOptions(), messages)
	}
}

// BenchmarkRead goes from the bytes of a JSONL file to a corpus: the help-desk sample, over and over.
func BenchmarkRead(b *testing.B) {
	data, err := os.ReadFile(samples.Helpdesk(b))
	if err != nil {
		b.Fatal(err)
	}
	data = bytes.Repeat(data, 1+(4<<20)/len(data))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		builder, err := NewBuilder(DefaultOptions())
		if err != nil {
			b.Fatal(err)
		}
		for m, err := range transcript.New([]string{"-"}, bytes.NewReader(data), transcript.DefaultOptions()).Messages() {
			if err != nil {
				b.Fatal(err)
			}
			if _, _, err := builder.Add(&m); err != nil {
				b.Fatal(err)
			}
		}
		if _, _, err := builder.Finish(context.Background(), nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncode is one message an operation.
func BenchmarkEncode(b *testing.B) {
	messages := generate(2000)
	e, _, _ := build(b, DefaultOptions(), messages)
	s := e.NewSession()
	var turn emission.Turn
	b.SetBytes(size(messages) / int64(len(messages)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := s.Encode(&turn, &messages[i%len(messages)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkEncodeAfterLong is BenchmarkEncode in a session that has once seen a very long message.
func BenchmarkEncodeAfterLong(b *testing.B) {
	messages := generate(20_000)
	e, _, _ := build(b, DefaultOptions(), messages)
	s := e.NewSession()
	var turn emission.Turn
	var all []string
	for i := 1; i < e.Terms.Len(); i++ {
		all = append(all, e.Terms.Term(i))
	}
	if err := s.Encode(&turn, &transcript.Message{Text: strings.Join(all, " ")}); err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		if err := s.Encode(&turn, &messages[i%len(messages)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// TestEncodeAllocations: once a session is warm, a text costs nothing but the segmenter's iterator,
// and a speaker's name nothing where it is in lower case.
func TestEncodeAllocations(t *testing.T) {
	messages := generate(200)
	e, _, _ := build(t, DefaultOptions(), messages)
	s := e.NewSession()
	var turn emission.Turn
	all := func() {
		for i := range messages {
			if err := s.Encode(&turn, &messages[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	all()
	if got := testing.AllocsPerRun(5, all); got > 0 {
		t.Errorf("%.0f allocations for %d messages, want none", got, len(messages))
	}
}
