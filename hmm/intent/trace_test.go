package intent_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// TestTraceIsRecorded: each iteration of the kept restart has moves, and survives the file.
func TestTraceIsRecorded(t *testing.T) {
	_, m := helpdeskModel(t)
	r := reread(t, m).Record
	if len(r.Moves) != len(r.Trace) || len(r.Trace) < 3 {
		t.Fatalf("%d moves, %d iterations", len(r.Moves), len(r.Trace))
	}
	for n, move := range r.Moves {
		if len(move.States) != len(m.States) || move.States[move.Most] != slices.Max(move.States) {
			t.Errorf("iteration %d: %+v", n, move)
		}
		if d := max(move.Transitions, move.Emissions); d != move.States[move.Most] || (d == 0) != (n == 0) || d > 1 {
			t.Errorf("iteration %d: the farthest went %v: %+v", n, d, move)
		}
	}
	for i, run := range r.Restarts {
		if len(run.Objectives) != run.Iterations+1 || run.Objectives[run.Iterations] != run.Objective || !slices.IsSorted(run.Objectives) {
			t.Errorf("restart %d: objectives %v", i, run.Objectives)
		}
	}
}

// TestCertainty holds the recorded certainties against what decoding the training data says.
func TestCertainty(t *testing.T) {
	messages, m := helpdeskModel(t)
	turns, doubtful, sum := make([]int, len(m.States)), make([]int, len(m.States)), make([]float64, len(m.States))
	for _, decisions := range decode(t, m, group(t, messages), intent.Viterbi, 1) {
		for _, d := range decisions {
			turns[d.State]++
			sum[d.State] += d.Confidence
			if d.Confidence < 0.5 {
				doubtful[d.State]++
			}
		}
	}
	for i, s := range m.States {
		n := float64(turns[i])
		if c := s.Certainty; c == nil || c.Turns != turns[i] || math.Abs(c.Mean-sum[i]/n) > 1e-9 || c.Doubtful != float64(doubtful[i])/n {
			t.Errorf("state %d: %+v, want %d turns, mean %v, %d doubtful", i, c, turns[i], sum[i]/n, doubtful[i])
		}
	}
}

// TestEntered counts by hand.
func TestEntered(t *testing.T) {
	messages := []transcript.Message{
		{Conversation: "a", Text: "hello hello you"}, {Conversation: "a", Text: "..."}, {Conversation: "b", Text: "hello"}, {Conversation: "b", Text: "you there"},
	}
	o := quick(1)
	o.Encode.MinTurns = 2
	d := train(t, messages, o).Record.Data
	if d.Words != 6 || d.Silent != 1 || d.Rare != 1 || d.Turns != 4 || d.Conversations != 2 {
		t.Errorf("%+v, want 6 words, 1 turn without, 1 with a rare one", d)
	}
	log := "{\"conversation_id\":\"a\",\"text\":\"hi\"}\n{\n[]\n{\n{\n{\n"
	r := transcript.New([]string{"-"}, strings.NewReader(log), transcript.DefaultOptions())
	for range r.Messages() {
	}
	d.Took(r.Summary())
	if len(d.Files) != 1 || d.Files[0] != (intent.File{Name: "stdin", Kept: 1, Skipped: 5}) || d.Skipped["not JSON"] != 4 || d.Skipped["not an object"] != 1 {
		t.Errorf("files %+v, skipped %v", d.Files, d.Skipped)
	}
	if len(d.Examples) != 4 || !strings.HasPrefix(d.Examples[0], "stdin:2: not JSON") {
		t.Errorf("examples %q: three of one reason, one of the other", d.Examples)
	}
}
