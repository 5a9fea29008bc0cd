package main

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"intenthmm/hmm/intent"
)

func settled(first int, states ...int) []intent.PathTurn {
	var path []intent.PathTurn
	for i, state := range states {
		path = append(path, intent.PathTurn{Turn: first + i, State: state})
	}
	return path
}

// A note remembers the last settled turns, in whatever portions they are told, and no other
// conversation's.
func TestSettle(t *testing.T) {
	var n note
	n.settle(nil)
	n.settle(settled(0, 3))
	n.settle(settled(1, 1, 4, 1))
	if want := []int{3, 1, 4, 1}; n.First != 0 || !slices.Equal(n.Settled, want) {
		t.Errorf("%d: %v, want 0: %v", n.First, n.Settled, want)
	}
	n.settle(settled(4, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7))
	if want := []int{4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7}; n.First != 2 || !slices.Equal(n.Settled, want) {
		t.Errorf("%d: %v, want 2: %v", n.First, n.Settled, want)
	}
	n.settle(settled(0, 9))
	if want := []int{9}; n.First != 0 || !slices.Equal(n.Settled, want) {
		t.Errorf("%d: %v, want 0: %v", n.First, n.Settled, want)
	}
}

// The longest note is as long as its comment says.
func TestNoteLength(t *testing.T) {
	n := note{Handled: math.MaxInt64, Heard: math.MaxUint32, Risky: true, HandedOver: true, First: math.MaxInt32}
	for range mostPath {
		n.Settled = append(n.Settled, math.MaxInt16)
	}
	data, err := json.Marshal(n)
	if err != nil || len(data) > 250 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

// The risk is that within the horizon, of the likelier of two outcomes of the name.
func TestRisk(t *testing.T) {
	a := &intent.Answer{Outcomes: []intent.Risk{
		{Name: "hand-off", Within: 0.2, Ever: 0.9},
		{Name: "resolved", Within: 0.7, Ever: 0.8},
		{Name: "hand-off", Within: 0.3, Ever: 0.4}, // at the end
	}}
	for outcome, want := range map[string]float64{"hand-off": 0.3, "resolved": 0.7, "abandoned": 0} {
		if got := risk(a, outcome); got != want {
			t.Errorf("risk of %s: %v, want %v", outcome, got, want)
		}
	}
}
