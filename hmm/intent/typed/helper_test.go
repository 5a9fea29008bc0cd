package typed_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/transcript"
)

var background = context.Background()

// flows are the two ways that conversations go, by what is said: some rounds one way, and some the other
// way to a refund.
var flows = [2]struct{ round, end []string }{
	{[]string{"ask", "check", "answer"}, []string{"thanks"}},
	{[]string{"answer", "check", "ask"}, []string{"refund", "thanks"}},
}

// said are conversations of the two flows in turn, three of four of the first.
func said(n int) (conversations []transcript.Conversation, kinds []int) {
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		c, kind := transcript.Conversation{ID: fmt.Sprint("c", i)}, 0
		if i%4 == 3 {
			kind = 1
		}
		symbols := append([]string{"hello"}, flows[kind].round...)
		for rng.IntN(3) > 0 {
			symbols = append(symbols, flows[kind].round...)
		}
		for t, symbol := range append(symbols, flows[kind].end...) {
			c.Messages = append(c.Messages, transcript.Message{Conversation: c.ID, Turn: t, Symbol: symbol, Text: "the text of " + symbol})
		}
		conversations, kinds = append(conversations, c), append(kinds, kind)
	}
	return conversations, kinds
}

// intents is a model of what is said, trained once.
var intents = sync.OnceValue(func() *intent.Model {
	o := intent.DefaultOptions()
	o.Encode.Observe, o.Encode.Speaker, o.Encode.MinTurns = encode.Symbols, false, 1
	o.States, o.Search.Restarts, o.CategoryPrior, o.Examples = 6, 4, 0.01, 0
	o.Search.Fit.Prior.Start, o.Search.Fit.Prior.Next = 0.1, 0.1
	conversations, _ := said(120)
	m, err := intent.Train(background, func(yield func(transcript.Message, error) bool) {
		for _, c := range conversations {
			for _, message := range c.Messages {
				if !yield(message, nil) {
					return
				}
			}
		}
	}, o)
	if err != nil {
		panic(err)
	}
	return m
})

// options are small ones.
func options() typed.Options {
	o := typed.DefaultOptions()
	o.Choose.Most, o.Search.Restarts, o.Search.Fit.Strength = 4, 2, 2
	o.Workers(2)
	return o
}

func train(t testing.TB, m *intent.Model, c []transcript.Conversation, o typed.Options) *typed.Model {
	t.Helper()
	out, err := typed.Train(background, m, c, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// file is what Write writes.
func file(t testing.TB, m *typed.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(data []byte) (*typed.Model, error) {
	return typed.Read(bytes.NewReader(data), emission.DefaultRegistry())
}

// state is the state that says a symbol.
func state(t testing.TB, m *intent.Model, symbol string) int {
	t.Helper()
	for i := range m.States {
		if terms := m.Terms(i, 1); len(terms) > 0 && terms[0].Text == symbol {
			return i
		}
	}
	t.Fatalf("no state says %q", symbol)
	return 0
}

// gate is of one worker.
var gate = em.NewGate(1)
