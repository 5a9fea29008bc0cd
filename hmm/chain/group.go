package chain

import (
	"math"
	"slices"

	"intenthmm/internal/lanes"
)

// longest is the number of turns from which a conversation runs alone: beside shorter ones its
// panels would be mostly empty.
const longest = 4096

// Group sorts conversations, given by their numbers of turns, into batches for the recursions: indices
// of up to lanes.Width conversations of similar length each, the longest first. The order depends
// on the lengths alone.
func Group(turns []int) [][]int {
	keys := make([]uint64, len(turns)) // long before short, then in order
	for i, n := range turns {
		keys[i] = uint64(math.MaxUint32-n)<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]int, len(turns))
	for at, key := range keys {
		order[at] = int(key & math.MaxUint32)
	}
	groups := make([][]int, 0, len(order)/lanes.Width+1)
	for len(order) > 0 && turns[order[0]] >= longest {
		groups = append(groups, order[:1])
		order = order[1:]
	}
	return slices.AppendSeq(groups, slices.Chunk(order, lanes.Width))
}
