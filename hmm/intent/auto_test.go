package intent_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/simulated"
)

// simulatedLog is a log of k states.
func simulatedLog(k, conversations int, seed uint64) []transcript.Message {
	return simulated.New(k, seed).Messages(conversations, seed)
}

// TestAuto finds the number of states of a log, records how, and does so for any number of workers.
func TestAuto(t *testing.T) {
	messages := simulatedLog(5, 100, 1)
	o := intent.DefaultOptions()
	o.Workers(1)
	m := train(t, messages, o)
	s := m.Record.Selection
	if m.HMM.States() != 5 || s == nil || s.Candidates[s.Best].States != 5 || m.Record.Options.States != 5 {
		t.Fatalf("%d states, selection %+v", m.HMM.States(), s)
	}
	if s.Starts != 5 || s.Cancelled || s.StandardErrors != 1 || len(m.Record.Restarts) != 5 {
		t.Errorf("selection %+v, %d restarts", s, len(m.Record.Restarts))
	}
	o.Workers(3)
	data := file(t, m)
	if !bytes.Equal(data, file(t, train(t, messages, o))) {
		t.Error("another file from three workers")
	}
	if back := reread(t, m); !bytes.Equal(file(t, back), data) {
		t.Error("the selection does not survive the file")
	}
	sound(t, m, messages[:30])
	o.States = 5
	if given := train(t, messages, o); given.Record.Selection != nil {
		t.Error("a selection where the number was given")
	}
}

// TestAutoStarts: with fewer restarts than the search has models, no more are fitted.
func TestAutoStarts(t *testing.T) {
	o := intent.DefaultOptions()
	o.Search.Restarts = 2
	m := train(t, simulatedLog(3, 60, 1), o)
	if s := m.Record.Selection; s.Starts != 2 || len(m.Record.Restarts) != 2 {
		t.Errorf("%d starts from the search, %d restarts", s.Starts, len(m.Record.Restarts))
	}
}

// TestAutoCancelled: an interrupt of the search gives its best model, and the record says so.
func TestAutoCancelled(t *testing.T) {
	messages := simulatedLog(5, 100, 1)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := intent.DefaultOptions()
	o.Workers(1)
	n := 0
	o.Select.OnProgress = func(int, float64) {
		if n++; n == 3 {
			cancel()
		}
	}
	m, err := intent.Train(ctx, stream(messages), o)
	if err != nil {
		t.Fatal(err)
	}
	s := m.Record.Selection
	if s == nil || !s.Cancelled || s.Best != -1 || m.HMM.States() != 40 {
		t.Errorf("%d states, selection %+v", m.HMM.States(), s)
	}
	if w := strings.Join(m.Record.Warnings, "\n"); !strings.Contains(w, "cancelled while the number of states was searched for") || strings.Contains(w, "of 5 restarts") {
		t.Errorf("warnings %q", m.Record.Warnings)
	}
	sound(t, reread(t, m), messages[:30])
}

// TestAutoOnSmallData: what cannot be compared is an error that says what to do.
func TestAutoOnSmallData(t *testing.T) {
	one := simulatedLog(3, 2, 1)
	for i := range one {
		one[i].Conversation = "only"
	}
	_, err := intent.Train(context.Background(), stream(one), intent.DefaultOptions())
	if err == nil || !strings.Contains(err.Error(), "give the number of states") {
		t.Errorf("error %v", err)
	}
	if m := train(t, simulatedLog(3, 2, 1), intent.DefaultOptions()); m.HMM.States() < 1 {
		t.Errorf("%d states", m.HMM.States())
	}
}
