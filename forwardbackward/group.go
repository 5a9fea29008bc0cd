package forwardbackward

import (
	"cmp"
	"slices"

	"intenthmm/internal/lanes"
)

// longest is the number of turns from which a conversation runs alone: beside shorter ones its
// panels would be mostly empty.
const longest = 4096

// Group sorts conversations, given by their numbers of turns, into batches for a Workspace: indices
// of up to lanes.Width conversations of similar length each, the longest first. The order depends
// on the lengths alone.
func Group(turns []int) [][]int {
	order := make([]int, len(turns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(turns[b], turns[a]) })
	var groups [][]int
	for len(order) > 0 && turns[order[0]] >= longest {
		groups = append(groups, order[:1])
		order = order[1:]
	}
	return slices.AppendSeq(groups, slices.Chunk(order, lanes.Width))
}
