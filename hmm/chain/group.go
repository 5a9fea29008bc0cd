package chain

import (
	"slices"

	"intenthmm/internal/lanes"
)

// longest is the number of turns from which a conversation runs alone: beside shorter ones its
// panels would be mostly empty.
const longest = 4096

// Group sorts conversations, given by their numbers of turns, into batches for the recursions: indices
// of up to lanes.Width conversations of similar length each, the longest first, after those that run
// alone. The order depends on the lengths alone. O(N + longest) time.
func Group(turns []int) [][]int {
	begin := make([]int, longest+2) // where conversations of so many turns begin in order, the longest first
	for _, n := range turns {
		begin[place(n)+1]++
	}
	for p := range begin[1:] {
		begin[p+1] += begin[p]
	}
	alone := begin[1]
	order := make([]int, len(turns))
	for i, n := range turns {
		p := place(n)
		order[begin[p]] = i
		begin[p]++
	}
	groups := make([][]int, 0, alone+len(order)/lanes.Width+1)
	groups = slices.AppendSeq(groups, slices.Chunk(order[:alone], 1))
	return slices.AppendSeq(groups, slices.Chunk(order[alone:], lanes.Width))
}

// place is the rank of a conversation of n turns: 0 for those that run alone, then the longest first.
func place(n int) int { return longest - min(n, longest) }
