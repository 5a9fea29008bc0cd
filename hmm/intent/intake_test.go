package intent_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// TestStages holds the order of the stages of training, and that the file knows nothing of the watch.
func TestStages(t *testing.T) {
	messages, _ := helpdeskModel(t)
	messages = messages[:150]
	o := quick(3)
	o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = 1, 1
	alone := file(t, train(t, messages, o))
	var order []em.Stage
	running := map[em.Stage]bool{}
	o.Watch(func(s em.Stage, begins bool) {
		if running[s] == begins {
			t.Errorf("%s: begins is %v twice", s, begins)
		}
		running[s] = begins
		if begins && !slices.Contains(order, s) {
			order = append(order, s)
		}
		for other := range running {
			if begins && other != s && running[other] {
				t.Errorf("%s begins within %s", s, other)
			}
		}
	})
	if watched := file(t, train(t, messages, o)); !bytes.Equal(watched, alone) {
		t.Error("another file where somebody watches")
	}
	want := []em.Stage{intent.Reading, intent.Encoding, baumwelch.StartingPoints, em.EStep, em.MStep, intent.Describing}
	if !slices.Equal(order, want) {
		t.Errorf("stages %q, want %q", order, want)
	}
	for s, still := range running {
		if still {
			t.Errorf("%s does not end", s)
		}
	}
}

// TestFirstErrorCounts: messages are read ahead of their encoding, and still the first thing that is
// wrong is what is told.
func TestFirstErrorCounts(t *testing.T) {
	errBroken := errors.New("broken")
	o := quick(2)
	o.Encode.Observe = encode.Vectors
	for _, c := range []struct{ ragged, broken int }{{3, 5}, {5, 3}, {100, 101}, {101, 100}, {70, -1}, {-1, 70}} {
		sent := 0
		_, err := intent.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
			for i := range 200 {
				m := transcript.Message{File: "log", Line: i, Conversation: "c", Vector: []float64{1, 2}}
				if i == c.ragged {
					m.Vector = []float64{1}
				}
				sent++
				if i == c.broken {
					yield(transcript.Message{}, errBroken)
					return
				}
				if !yield(m, nil) {
					return
				}
			}
		}, o)
		first := c.ragged >= 0 && (c.broken < 0 || c.ragged < c.broken)
		if first && (err == nil || !strings.HasPrefix(err.Error(), "log:") || !strings.Contains(err.Error(), "vector of 1 values")) {
			t.Errorf("%+v: error %v", c, err)
		}
		if !first && !errors.Is(err, errBroken) {
			t.Errorf("%+v: error %v", c, err)
		}
		if sent == 200 {
			t.Errorf("%+v: the stream was read to its end", c)
		}
	}
}
