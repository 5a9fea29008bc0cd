package chain_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"intenthmm/hmm/chain"
)

func TestGroup(t *testing.T) {
	turns := []int{3, 9000, 0, 5, 4096, 4095, 5, 1, 2, 3, 4, 5, 6}
	groups := chain.Group(turns)
	seen := make([]bool, len(turns))
	last := math.MaxInt
	for _, g := range groups {
		if len(g) == 0 || len(g) > 8 || len(g) > 1 && turns[g[0]] >= 4096 {
			t.Errorf("group %v", g)
		}
		for _, i := range g {
			if seen[i] || turns[i] > last {
				t.Errorf("groups %v: conversation %d out of place", groups, i)
			}
			seen[i], last = true, turns[i]
		}
	}
	if len(groups) != 4 || slices.Contains(seen, false) {
		t.Errorf("groups %v", groups)
	}
	if groups := chain.Group(nil); len(groups) != 0 {
		t.Errorf("groups of nothing: %v", groups)
	}
}

func ExampleGroup() {
	fmt.Println(chain.Group([]int{2, 7000, 3, 5000, 1}))
	// Output: [[1] [3] [2 0 4]]
}
