package baumwelch_test

import (
	"slices"
	"sync"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
)

// TestStages counts the stages of a search: every one that begins ends, the clustering of the starting
// points has no steps of its own, and being watched changes nothing.
func TestStages(t *testing.T) {
	_, prototype, data := bodies(t, 6, 80)
	o := trainOptions(3, baumwelch.KMeans)
	alone, err := baumwelch.Train(background, prototype, data, o)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	begun, ended := map[em.Stage]int{}, map[em.Stage]int{}
	o.Fit.Loop.Watch = func(s em.Stage, begins bool) {
		mu.Lock()
		defer mu.Unlock()
		if begins {
			begun[s]++
		} else {
			ended[s]++
		}
	}
	watched, err := baumwelch.Train(background, prototype, data, o)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(params(watched.Model), params(alone.Model)) {
		t.Error("another model where somebody watches")
	}
	// 6 M-steps and so 7 E-steps a restart; starting points are prepared once, and made once a restart
	for stage, want := range map[em.Stage]int{em.EStep: 3 * 7, em.MStep: 3 * 6, baumwelch.StartingPoints: 1 + 3} {
		if begun[stage] != want || ended[stage] != want {
			t.Errorf("%s: %d began, %d ended, want %d", stage, begun[stage], ended[stage], want)
		}
	}
	if len(begun) != 3 {
		t.Errorf("stages %v", begun)
	}
}
