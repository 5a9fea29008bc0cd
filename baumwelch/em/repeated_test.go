package em_test

import (
	"fmt"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
)

// A repair that is made again and again is told once, of each distribution and kind, with when it was made.
func TestRepeats(t *testing.T) {
	trace := make([]em.Iteration, 12)
	for i := range trace {
		trace[i].Iteration = i
		if i > 0 {
			trace[i].Repairs = append(trace[i].Repairs, em.Repair{Distribution: 2, Action: "grew"})
		}
		if i%3 == 1 {
			trace[i].Repairs = append(trace[i].Repairs, em.Repair{Distribution: 0, Action: "grew"}, em.Repair{Distribution: 0, Action: "grew"})
		}
	}
	trace[5].Repairs = append(trace[5].Repairs, em.Repair{Distribution: 2, Action: "died"})
	var got []string
	for _, r := range em.Repeats(trace) {
		got = append(got, fmt.Sprintf("%s: %s", r.When(), r.Repair))
	}
	want := []string{"iterations 1 to 11: state 2: grew", "4 iterations from 1 to 10: state 0: grew", "iteration 5: state 2: died"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(em.Repeats(nil)) != 0 {
		t.Error("repairs of nothing")
	}
}
