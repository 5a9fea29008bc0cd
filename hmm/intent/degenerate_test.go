package intent_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// TestDegenerateData trains on corpora that hold next to nothing: a sound model or a clear error.
func TestDegenerateData(t *testing.T) {
	say := func(conversations int, texts ...string) []transcript.Message {
		var m []transcript.Message
		for c := range conversations {
			for i, text := range texts {
				m = append(m, transcript.Message{Conversation: fmt.Sprint(c), Speaker: []string{"x", "y"}[i%2], Text: text})
			}
		}
		return m
	}
	mute := func(m []transcript.Message, speaker string) []transcript.Message {
		for i := range m {
			m[i].Speaker = speaker
		}
		return m
	}
	for _, c := range []struct {
		what     string
		messages []transcript.Message
		fails    string
	}{
		{"nothing", nil, "no messages"},
		{"one conversation", say(1, "hello", "where is it", "here", "thanks", "bye now"), ""},
		{"one turn", say(1, "hello"), ""},
		{"one turn a conversation", say(20, "hello"), ""},
		{"two turns", say(1, "hello", "you"), ""},
		{"all turns alike", say(10, "hello", "hello", "hello"), ""},
		{"some empty texts", say(10, "hello", "", "bye", ""), ""},
		{"only empty texts", say(10, "", "", ""), "no message has any words"},
		{"only punctuation", say(10, "?", "..."), "no message has any words"},
		{"one speaker", mute(say(10, "hello", "bye"), "x"), ""},
		{"no speaker", mute(say(10, "hello", "bye"), ""), ""},
		{"emoji only", say(10, "😀", "👍🏽 👍🏽", "❤️"), ""},
		{"not UTF-8", say(10, "hello \xff you", "\xfe\xfe", "b\xe9b\xe9"), ""},
		{"one long turn", say(1, strings.Repeat("word another 7:30 ", 3000)), ""},
		{"many empty turns", append(say(1, "hello"), say(300, "", "")...), ""},
	} {
		for _, k := range []int{1, 2, 12} {
			t.Run(fmt.Sprintf("%s, %d states", c.what, k), func(t *testing.T) {
				m, err := intent.Train(context.Background(), stream(c.messages), quick(k))
				if c.fails != "" {
					if m != nil || err == nil || !strings.Contains(err.Error(), c.fails) {
						t.Fatalf("error %v, want one with %q", err, c.fails)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				sound(t, m, c.messages)
				sound(t, m, mute(say(2, "words never heard before", "", "😀", "???", "\xff"), "stranger"))
			})
		}
	}
}

func TestDegenerateSymbolsAndVectors(t *testing.T) {
	for _, c := range []struct {
		what    string
		observe encode.Observe
		make    func(i int) transcript.Message
		fails   string
	}{
		{"one symbol", encode.Symbols, func(int) transcript.Message { return transcript.Message{Symbol: "a"} }, ""},
		{"symbols missing", encode.Symbols, func(i int) transcript.Message { return transcript.Message{Symbol: []string{"a", ""}[i%2]} }, ""},
		{"symbol not UTF-8", encode.Symbols, func(i int) transcript.Message { return transcript.Message{Symbol: []string{"\xffa", "\xfe"}[i%2]} }, ""},
		{"no symbols", encode.Symbols, func(int) transcript.Message { return transcript.Message{Text: "a"} }, "no message has a symbol"},
		{"one vector", encode.Vectors, func(int) transcript.Message { return transcript.Message{Vector: []float64{3, 4}} }, ""},
		{"zeros", encode.Vectors, func(int) transcript.Message { return transcript.Message{Vector: []float64{0}} }, ""},
		{"vectors missing", encode.Vectors, func(i int) transcript.Message { return transcript.Message{Vector: [][]float64{{1, 2}, nil}[i%2]} }, ""},
		{"vectors empty", encode.Vectors, func(i int) transcript.Message { return transcript.Message{Vector: [][]float64{{}, {1, 2}}[i%2]} }, ""},
		{"far from the origin", encode.Vectors, func(i int) transcript.Message { return transcript.Message{Vector: []float64{1e9 + float64(i%3)}} }, ""},
		{"tiny", encode.Vectors, func(i int) transcript.Message { return transcript.Message{Vector: []float64{1e-160 * float64(i)}} }, ""},
		{"huge", encode.Vectors, func(i int) transcript.Message { return transcript.Message{Vector: []float64{1e150 * float64(i)}} }, ""},
		{"no vectors", encode.Vectors, func(int) transcript.Message { return transcript.Message{Text: "a"} }, "no message has a vector"},
		{"two zeros", encode.Vectors, func(int) transcript.Message { return transcript.Message{Vector: []float64{0, 0}} }, ""},
		{"two axes", encode.Vectors, func(i int) transcript.Message {
			return transcript.Message{Vector: [][]float64{{1e100, 0}, {0, -1e-100}}[i%2]}
		}, ""},
		{"NaN", encode.Vectors, func(int) transcript.Message { return transcript.Message{Vector: []float64{math.NaN()}} }, "NaN"},
	} {
		for _, k := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s, %d states", c.what, k), func(t *testing.T) {
				var messages []transcript.Message
				for i := range 24 {
					m := c.make(i)
					m.Conversation = fmt.Sprint(i / 6)
					messages = append(messages, m)
				}
				o := quick(k)
				o.Encode.Observe = c.observe
				m, err := intent.Train(context.Background(), stream(messages), o)
				if c.fails != "" {
					if m != nil || err == nil || !strings.Contains(err.Error(), c.fails) {
						t.Fatalf("error %v, want one with %q", err, c.fails)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				sound(t, m, messages)
				if len(messages[1].Vector) == 0 {
					return
				}
				o.VectorFamily = intent.VonMisesFisher
				m, err = intent.Train(context.Background(), stream(messages), o)
				if len(messages[1].Vector) == 1 {
					if err == nil || !strings.Contains(err.Error(), "expected 2 or more") {
						t.Errorf("directions in one dimension: %v", err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				sound(t, m, messages)
			})
		}
	}
}
