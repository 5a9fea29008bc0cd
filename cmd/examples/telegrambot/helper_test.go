package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
	"intenthmm/hmm/session/store/bolt"
	"intenthmm/hmm/transcript"
)

// trained is a model of what customers of the sample say, in which the states that customers ask for a
// person in are marked.
var trained = sync.OnceValues(func() (*intent.Model, error) {
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = 14, 2, 30
	log := transcript.New([]string{"../../../testdata/helpdesk/chats.jsonl"}, nil, transcript.DefaultOptions())
	m, err := intent.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
		for message, err := range log.Messages() {
			if (err != nil || message.Speaker == speaker) && !yield(message, err) {
				return
			}
		}
	}, o)
	if err != nil {
		return nil, err
	}
	unmarked, err := m.Engine(m.SessionOptions()) // the model's own engine is made once, with the marks
	if err != nil {
		return nil, err
	}
	asks := unmarked.NewSession()
	for _, text := range script[:2] {
		if _, err := asks.Push(speaker, text); err != nil {
			return nil, err
		}
	}
	step, err := asks.Push(speaker, script[2])
	if err != nil {
		return nil, err
	}
	m.States[step.State].Name, m.States[step.State].Outcome = "asks for a person", "hand-off"
	return m, nil
})

// script is a customer who comes to ask for a person with the third message.
var script = []string{"hi", "where is my order?", "this is pointless, give me a human", "hello?", "thanks, that helps", "I want to talk to a real person", "this is pointless, give me a human"}

// expected are the risk of every turn of the script and the path of the first three, by a session of the
// model without a bot.
func expected(t *testing.T) (risks []float64, path []string) {
	t.Helper()
	m := model(t)
	s := m.NewSession()
	for i, text := range script {
		step, err := s.Push(speaker, text)
		if err != nil {
			t.Fatal(err)
		}
		chance, ok := step.Chance("hand-off")
		if !ok {
			t.Fatal("the model has no outcome")
		}
		risks = append(risks, chance.Within)
		if i < 3 {
			for _, state := range step.Settled {
				path = append(path, m.States[state].Name)
			}
		}
		if i == 2 {
			for _, state := range step.Unsettled {
				path = append(path, m.States[state].Name)
			}
		}
	}
	return risks, path
}

func model(t *testing.T) *intent.Model {
	t.Helper()
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// risky are options with a threshold that the third turn of the script is the first to reach.
func risky(t *testing.T) options {
	t.Helper()
	risks, _ := expected(t)
	before := max(risks[0], risks[1])
	if before > risks[2]-0.1 {
		t.Fatalf("risks %.2f: the script is of no use", risks)
	}
	o := defaultOptions()
	o.Agents, o.Threshold = agents, (before+risks[2])/2
	return o
}

// file is a store in a file; reopen closes and opens it.
type file struct {
	t    *testing.T
	path string
	*bolt.Store
}

func newFile(t *testing.T) *file { return newFileAt(t, filepath.Join(t.TempDir(), "chats.db")) }

func newFileAt(t *testing.T, path string) *file {
	f := &file{t: t, path: path}
	f.reopen()
	t.Cleanup(func() { f.Close() })
	return f
}

func (f *file) reopen() {
	f.t.Helper()
	if f.Store != nil {
		if err := f.Close(); err != nil {
			f.t.Fatal(err)
		}
	}
	var err error
	if f.Store, err = bolt.Open(f.path, bolt.DefaultOptions()); err != nil {
		f.t.Fatal(err)
	}
}

// start runs a bot until it is stopped, at the test's end at the latest.
func start(t *testing.T, tg *telegram, s store.Store, o options) (stop func()) {
	t.Helper()
	b, err := newBot(model(t), s, tg.server.URL, token, o, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	b.updates.pause, b.send.pause = 10*time.Millisecond, 10*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// turns is how many turns the store has of a chat.
func turns(t *testing.T, s store.Store, chat int64) int {
	t.Helper()
	return conversation(t, s, chat).Turns
}

func conversation(t *testing.T, s store.Store, chat int64) live.Reply {
	t.Helper()
	k, err := live.New(model(t), s, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	reply, err := k.Read(t.Context(), conversationID(chat))
	if err != nil {
		t.Fatal(err)
	}
	return reply
}
