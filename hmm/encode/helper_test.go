package encode

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// build encodes messages and returns the observations in their order.
func build(t testing.TB, o Options, messages []transcript.Message) (*Encoder, []emission.Turn, *Corpus) {
	t.Helper()
	b, err := NewBuilder(o)
	if err != nil {
		t.Fatal(err)
	}
	type place struct{ conversation, turn int }
	var places []place
	for i := range messages {
		c, n, err := b.Add(&messages[i])
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place{c, n})
	}
	e, corpus, err := b.Finish(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var turns []emission.Turn
	for _, p := range places {
		turns = append(turns, corpus.Turns[p.conversation][p.turn])
	}
	return e, turns, corpus
}

// texts is one conversation of a text a turn.
func texts(texts ...string) []transcript.Message {
	var m []transcript.Message
	for _, text := range texts {
		m = append(m, transcript.Message{Conversation: "c", Text: text})
	}
	return m
}

// plainOptions are words and nothing else, all kept.
func plainOptions() Options { return Options{Observe: Words, MinTurns: 1} }

// show is a turn's words with their weights.
func show(v *Vocabulary, bag []emission.Count) string {
	var parts []string
	for _, c := range bag {
		term := v.Term(int(c.Word))
		if c.Word == 0 {
			term = "?"
		}
		parts = append(parts, fmt.Sprintf("%s:%.3g", term, c.N))
	}
	return strings.Join(parts, " ")
}

// same fails unless a session of e encodes the messages to turns.
func same(t *testing.T, e *Encoder, messages []transcript.Message, turns []emission.Turn) {
	t.Helper()
	s := e.NewSession()
	var got emission.Turn
	for i := range messages {
		m := &messages[i]
		if err := s.Encode(&got, m); err != nil {
			t.Fatalf("%s:%d: %v", m.File, m.Line, err)
		}
		if want := turns[i]; got.Symbol != want.Symbol || got.Speaker != want.Speaker ||
			!slices.Equal(got.Words, want.Words) || !slices.Equal(got.Vector, want.Vector) {
			t.Fatalf("%s:%d: %q of %q:\nsession %+v\nbuilder %+v", m.File, m.Line, m.Text, m.Speaker, got, want)
		}
	}
}

// reread is the encoder after a round trip through JSON.
func reread(t *testing.T, e *Encoder) *Encoder {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	back := &Encoder{}
	if err := json.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	if err := back.Check(); err != nil {
		t.Fatal(err)
	}
	e.NewSession() // makes tables, as that of the other does
	back.NewSession()
	if !reflect.DeepEqual(e, back) {
		t.Fatal("the encoder is another one after a round trip through JSON")
	}
	return back
}

// interleave has the first turns of all conversations, then the second ones, and so on.
func interleave(messages []transcript.Message) []transcript.Message {
	place, turns := make([]int, len(messages)), map[string]int{}
	order := make([]int, len(messages))
	for i, m := range messages {
		place[i], order[i] = turns[m.Conversation], i
		turns[m.Conversation]++
	}
	slices.SortStableFunc(order, func(i, j int) int { return place[i] - place[j] })
	var out []transcript.Message
	for _, i := range order {
		out = append(out, messages[i])
	}
	return out
}
