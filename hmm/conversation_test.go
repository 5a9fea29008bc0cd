package hmm_test

import (
	"slices"
	"testing"

	"intenthmm/hmm"
)

func TestSpread(t *testing.T) {
	data := make([]hmm.Conversation[int], 7)
	for i := range data {
		data[i].Obs = make([]int, 10)
	}
	if got := hmm.Turns(data); got != 70 {
		t.Errorf("%d turns, want 70", got)
	}
	for turns, want := range map[int][]int{
		100: {0, 1, 2, 3, 4, 5, 6}, 70: {0, 1, 2, 3, 4, 5, 6}, 69: {0, 2, 4, 6}, 35: {0, 2, 4, 6}, 34: {0, 3, 6}, 1: {0},
	} {
		if got := hmm.Spread(data, turns); !slices.Equal(got, want) {
			t.Errorf("%d turns: conversations %v, want %v", turns, got, want)
		}
	}
	if got := hmm.Spread(data[:0], 5); got != nil {
		t.Errorf("of none: %v", got)
	}
}
