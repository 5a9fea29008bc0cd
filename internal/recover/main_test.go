package main

import "testing"

// TestFound is a corner of the table, without a miss.
func TestFound(t *testing.T) {
	for _, k := range []int{3, 5, 8} {
		if got := found(k, 100, 1); got != k {
			t.Errorf("%d states in a log of %d", got, k)
		}
	}
	if testing.Short() {
		t.Skip("the larger log takes seconds")
	}
	if got := found(12, 1000, 1); got != 12 {
		t.Errorf("%d states in a log of 12", got)
	}
}
