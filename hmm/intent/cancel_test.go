package intent_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// TestCancelInTheMiddle cancels at the third iteration: the best so far, and a record that says so.
func TestCancelInTheMiddle(t *testing.T) {
	messages, _ := helpdeskModel(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := intent.DefaultOptions()
	o.States = 12
	o.Workers(1)
	o.Search.OnIteration = func(_ int, it em.Iteration) {
		if it.Iteration == 3 {
			cancel()
		}
	}
	m, err := intent.Train(ctx, stream(messages), o)
	if err != nil {
		t.Fatal(err)
	}
	r := m.Record
	if len(r.Restarts) != 1 || r.Restarts[0].Status != em.Cancelled || r.Restarts[0].Iterations != 3 || len(r.Trace) != 4 {
		t.Errorf("restarts %+v, %d iterations in the trace", r.Restarts, len(r.Trace))
	}
	want := []string{"cancelled after 0 of 5 restarts", "the best restart ended at iteration 3: cancelled"}
	if !slices.Equal(r.Warnings, want) {
		t.Errorf("warnings %q, want %q", r.Warnings, want)
	}
	sound(t, reread(t, m), messages[:50])
}

// TestCancelTheSecondRestart: the first has come to its end and is kept, and a warning says that it
// was not all.
func TestCancelTheSecondRestart(t *testing.T) {
	messages, _ := helpdeskModel(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := quick(4)
	o.Workers(1)
	o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = 3, 10
	o.Search.OnIteration = func(restart int, it em.Iteration) {
		if restart == 1 && it.Iteration == 0 {
			cancel()
		}
	}
	m, err := intent.Train(ctx, stream(messages[:300]), o)
	if err != nil {
		t.Fatal(err)
	}
	if r := m.Record; r.Best != 0 || len(r.Restarts) != 2 || r.Restarts[0].Status == em.Cancelled || r.Restarts[1].Status != em.Cancelled ||
		!slices.Contains(r.Warnings, "cancelled after 1 of 3 restarts") {
		t.Errorf("restarts %+v, best %d, warnings %q", r.Restarts, r.Best, r.Warnings)
	}
}

func TestCancelBeforeAnything(t *testing.T) {
	messages, _ := helpdeskModel(t)
	ctx, cancel := context.WithCancel(context.Background())
	m, err := intent.Train(ctx, func(yield func(transcript.Message, error) bool) {
		stream(messages)(yield)
		cancel() // all is read, nothing trained
	}, quick(4))
	if m != nil || !errors.Is(err, baumwelch.ErrNothingTrained) {
		t.Errorf("after reading: model %v, error %v", m != nil, err)
	}
	if m, err := intent.Train(ctx, stream(messages), quick(4)); m != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("while reading: model %v, error %v", m != nil, err)
	}
}

func TestStreamEndsWithAnError(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := intent.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
		_ = yield(transcript.Message{Conversation: "a", Text: "hi"}, nil) && yield(transcript.Message{}, broken)
	}, quick(1))
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}
