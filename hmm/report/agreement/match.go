package agreement

import (
	"slices"

	"intenthmm/internal/assign"
)

// A Pair names a state by a label.
type Pair struct {
	State int    `json:"state"`
	Label string `json:"label"` // "" if no label is left for this state
	Turns int    `json:"turns"` // that have both
}

// Match gives every state at most one label and every label at most one state, so that the most
// turns carry the label of their state. It returns one pair for each state, in the order of
// t.States. A state for which no label is left, or only labels that none of its turns carries, has
// the label "". Where several matches are best, the same counts always give the same one.
//
// It costs O(min(S,L)² max(S,L)).
//
// Source: the assignment problem; Kuhn (1955), The Hungarian method for the assignment problem.
func (t *Table) Match() []Pair {
	weight := make([]float64, len(t.Counts))
	for i, n := range t.Counts {
		weight[i] = float64(n)
	}
	label, _ := assign.Max(weight, len(t.States), len(t.Labels))
	match := make([]Pair, len(t.States))
	for s, l := range label {
		match[s].State = t.States[s]
		if l >= 0 && t.Row(s)[l] > 0 {
			match[s].Label, match[s].Turns = t.Labels[l], t.Row(s)[l]
		}
	}
	return match
}

// Accuracy is the share of labelled turns whose state is matched with their label, one to one,
//
//	accuracy = max over one-to-one m of  1/N Σ_s n[s,m(s)]
//
// With more states than labels, the turns of the states left over count as wrong. It is 0 if nothing
// is labelled, and costs as much as [Table.Match].
func (t *Table) Accuracy() float64 {
	turns := 0
	for _, p := range t.Match() {
		turns += p.Turns
	}
	return t.share(turns)
}

// Purity is the share of turns that carry the most frequent label of their state,
//
//	purity = 1/N Σ_s max_l n[s,l]
//
// Several states may stand for one label, so splitting a state never lowers it, and it is 1 when every
// turn is a state of its own. It is 0 if nothing is labelled, and costs O(S L).
//
// Source: Manning, Raghavan and Schütze (2008), Introduction to Information Retrieval,
// section 16.3.
func (t *Table) Purity() float64 {
	turns := 0
	for s := range t.States {
		turns += slices.Max(t.Row(s))
	}
	return t.share(turns)
}

// InversePurity is the share of turns that are in the most frequent state of their label,
//
//	inverse purity = 1/N Σ_l max_s n[s,l]
//
// Merging states never lowers it, and it is 1 when there is a single state. It is 0 if nothing is
// labelled, and costs O(S L).
//
// Source: Amigó, Gonzalo, Artiles and Verdejo (2009), A comparison of extrinsic clustering evaluation
// metrics.
func (t *Table) InversePurity() float64 {
	most := make([]int, len(t.Labels))
	for s := range t.States {
		for l, n := range t.Row(s) {
			most[l] = max(most[l], n)
		}
	}
	turns := 0
	for _, n := range most {
		turns += n
	}
	return t.share(turns)
}

// share is turns as a part of all labelled turns.
func (t *Table) share(turns int) float64 {
	if t.Turns == 0 {
		return 0
	}
	return float64(turns) / float64(t.Turns)
}
