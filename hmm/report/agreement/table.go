package agreement

import (
	"cmp"
	"maps"
	"slices"
)

// A Table holds how many turns of each state carry each gold label. It is plain data, made by
// [Tally.Table] or [Count]; its methods rely on the sums, so read it and do not change it.
//
// Only states and labels of at least one labelled turn appear.
type Table struct {
	States     []int    // S states, ascending
	Labels     []string // L labels, the most frequent first, equally frequent ones by name
	Counts     []int    // S×L, row-major: turns by state and label
	StateTurns []int    // S row sums
	LabelTurns []int    // L column sums
	Turns      int      // sum of all: the labelled turns
}

// Row returns the counts of state States[s], one for each label. It is a part of Counts, not a copy.
func (t *Table) Row(s int) []int {
	return t.Counts[s*len(t.Labels) : (s+1)*len(t.Labels)]
}

func (t *Table) sum() {
	t.StateTurns = make([]int, len(t.States))
	t.LabelTurns = make([]int, len(t.Labels))
	for s := range t.States {
		for l, n := range t.Row(s) {
			t.StateTurns[s] += n
			t.LabelTurns[l] += n
			t.Turns += n
		}
	}
}

// oneToOne reports whether every state has turns of a single label and every label has turns in a
// single state: states and labels are the same but for their names.
func (t *Table) oneToOne() bool {
	cells := 0
	for _, n := range t.Counts {
		if n > 0 {
			cells++
		}
	}
	return len(t.States) == len(t.Labels) && cells == len(t.States)
}

// settled returns the value of the symmetric figures (NMI, ARI, AMI) where their formulas say 0/0,
// and where rounding would spoil a round number: perfect agreement is 1; a single state or a single
// label that does not agree perfectly says nothing and is 0, as is a table of no turns.
func (t *Table) settled() (figure float64, ok bool) {
	switch {
	case t.Turns == 0:
		return 0, true
	case t.oneToOne():
		return 1, true
	case len(t.States) == 1 || len(t.Labels) == 1:
		return 0, true
	}
	return 0, false
}

func byFrequency(turns map[string]int) []string {
	return slices.SortedFunc(maps.Keys(turns), func(a, b string) int {
		return cmp.Or(cmp.Compare(turns[b], turns[a]), cmp.Compare(a, b))
	})
}

func positions[K comparable](keys []K) map[K]int {
	at := make(map[K]int, len(keys))
	for i, k := range keys {
		at[k] = i
	}
	return at
}
