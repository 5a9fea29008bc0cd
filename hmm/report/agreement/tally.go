package agreement

import (
	"fmt"
	"maps"
	"slices"
)

// A Tally counts turns by state and gold label, in any order of turns. The zero value is empty and
// ready to use. A Tally is not safe for concurrent use.
type Tally struct {
	turns map[cell]int
}

type cell struct {
	state int
	label string
}

// Add counts one turn. A turn with the label "" carries no gold annotation and is not counted.
// States are numbers of any kind: none is special, and they need not be consecutive.
func (t *Tally) Add(state int, label string) { t.add(state, label, 1) }

func (t *Tally) add(state int, label string, turns int) {
	if label == "" {
		return
	}
	if t.turns == nil {
		t.turns = make(map[cell]int)
	}
	t.turns[cell{state, label}] += turns
}

// Table arranges what has been counted up to now. The tally may go on counting: a Table shares
// nothing with it. Table runs in O(C log C + S L) time for C non-zero cells, S states and L labels.
func (t *Tally) Table() *Table {
	stateTurns, labelTurns := make(map[int]int), make(map[string]int)
	for c, n := range t.turns {
		stateTurns[c.state] += n
		labelTurns[c.label] += n
	}
	table := &Table{
		States: slices.Sorted(maps.Keys(stateTurns)),
		Labels: byFrequency(labelTurns),
	}
	table.Counts = make([]int, len(table.States)*len(table.Labels))
	row, col := positions(table.States), positions(table.Labels)
	for c, n := range t.turns {
		table.Counts[row[c.state]*len(table.Labels)+col[c.label]] = n
	}
	table.sum()
	return table
}

// Count makes the table of one or many conversations laid end to end: turn t is in states[t] and
// labelled labels[t], or "" if nobody labelled it. Count panics if the lengths differ.
func Count(states []int, labels []string) *Table {
	if len(states) != len(labels) {
		panic(fmt.Sprintf("agreement: %d states, but %d labels", len(states), len(labels)))
	}
	var t Tally
	for i, s := range states {
		t.Add(s, labels[i])
	}
	return t.Table()
}
