package selection_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
)

func TestFolds(t *testing.T) {
	fold := selection.Folds(103, 5, 7)
	size := make([]int, 5)
	for _, f := range fold {
		size[f]++
	}
	if slices.Max(size)-slices.Min(size) > 1 {
		t.Errorf("sizes %v", size)
	}
	if slices.IsSorted(fold) || !slices.Equal(fold, selection.Folds(103, 5, 7)) || slices.Equal(fold, selection.Folds(103, 5, 8)) {
		t.Error("the deal is not random, or not the seed's")
	}
}

// TestCrossValidate does it by hand: for every conversation, a model of those that are not in its fold.
func TestCrossValidate(t *testing.T) {
	data := draw(t, truth(t, 2), 30, 1)
	prototype, err := untrained(6)(2)
	if err != nil {
		t.Fatal(err)
	}
	o := options(2)
	o.Restarts, o.Seed = 2, 9
	got, err := selection.CrossValidate(context.Background(), prototype, data, 3, o)
	if err != nil {
		t.Fatal(err)
	}
	fold := selection.Folds(len(data), 3, 9)
	for f := range 3 {
		var train []hmm.Conversation[int]
		for i := range data {
			if fold[i] != f {
				train = append(train, data[i])
			}
		}
		m, err := baumwelch.Train(context.Background(), prototype, train, o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range data {
			if fold[i] != f {
				continue
			}
			if want, err := hmm.NewDecoder(m.Model).Score(&data[i]); err != nil || math.Abs(want-got[i]) > 1e-9 {
				t.Errorf("conversation %d: %v, want %v (%v)", i, got[i], want, err)
			}
		}
	}
	for _, folds := range []int{1, 31} {
		if _, err := selection.CrossValidate(context.Background(), prototype, data, folds, o); err == nil || !strings.Contains(err.Error(), "folds of 30") {
			t.Errorf("%d folds: %v", folds, err)
		}
	}
}

// TestScores: one a conversation, in order, for any number of workers; the error names the conversation.
func TestScores(t *testing.T) {
	m := truth(t, 3)
	data := draw(t, m, 700, 2) // more than are scored in one go
	one, err := selection.Scores(context.Background(), m, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	three, err := selection.Scores(context.Background(), m, data, options(3).Fit.Loop.Gate)
	if err != nil || !slices.Equal(one, three) {
		t.Errorf("other scores from three workers: %v", err)
	}
	for _, i := range []int{0, 300, 699} {
		if want, err := hmm.NewDecoder(m).Score(&data[i]); err != nil || one[i] != want {
			t.Errorf("conversation %d: %v, want %v", i, one[i], want)
		}
	}
	data[600].Obs[0] = 99
	if _, err := selection.Scores(context.Background(), m, data, nil); err == nil || !strings.Contains(err.Error(), "conversation 600: turn 0: symbol 99") {
		t.Errorf("error %v", err)
	}
}

func TestStability(t *testing.T) {
	m := truth(t, 4)
	data := draw(t, m, 50, 3)
	other := m.Clone()
	if !other.Permute([]int{2, 0, 3, 1}) {
		t.Fatal("cannot permute")
	}
	same, err := selection.Stability([]*hmm.Model[int]{m, other, m}, data)
	if err != nil || same != 1 {
		t.Errorf("the same but for names: %v, %v", same, err)
	}
	// A model of two states, each two of the four: half of the turns match at most.
	half, err := selection.Stability([]*hmm.Model[int]{m, truth(t, 2)}, draw(t, truth(t, 2), 50, 3))
	if err != nil || !(half > 0.4 && half < 1) {
		t.Errorf("other models: %v, %v", half, err)
	}
	if _, err := selection.Stability([]*hmm.Model[int]{m}, data); err == nil {
		t.Error("one model has a stability")
	}
}
