// Package diff matches the states of two models and says what became of each: kept, renamed, split,
// merged, new or gone.
//
// States are compared by what they emit, over the terms that both models know, all others together
// counting as one: Hellinger's distance E between their distributions, speakers included where both
// models look at them. Of vectors of D numbers one number is compared, on average, as it is one word of words: the
// affinity is taken to the power 1/D. Beside words it is taken to the power of what the models weigh vectors by, on
// average. Gaussians with covariances of different shapes are compared by means and variances. Matched states are also compared by what they lead to: the total variation
// distance T between their ways out, where each way out counts as the same if the states it leads to
// are matched. The match is the one-to-one assignment with the smallest sum of ⅔ E + ⅓ T (Kuhn 1955);
// as T depends on the match, it is found again until it stays.
//
// A matched pair counts as the same state if it is nearer than half-way: if E² is at most half of what
// it is from one of the two to the nearest other state of its own model. A state that is left over is part of
// a split if the state nearest to it in the other model is matched already, is no farther than the
// nearest other state of one's own model, and is nearer to the mixture of the two than to its match
// alone; likewise for merges.
package diff

import (
	"intenthmm/hmm/intent"
)

// Kind is what became of a state.
type Kind string

const (
	Kept    Kind = "kept"
	Renamed Kind = "renamed" // the same by what it says, under another name
	Split   Kind = "split"   // one before, several after
	Merged  Kind = "merged"  // several before, one after
	New     Kind = "new"
	Gone    Kind = "gone"
)

// Kinds are all kinds, in the order in which they are counted for people.
var Kinds = []Kind{Kept, Renamed, Split, Merged, New, Gone}

// A Diff is what two models differ in.
type Diff struct {
	Before  Side     `json:"before"`
	After   Side     `json:"after"`
	Shared  int      `json:"shared_terms"`    // words or symbols that both know; for vectors their dimensions
	Mass    float64  `json:"shared_mass"`     // the least, of the two models, that those come to of all that is said
	Notes   []string `json:"notes,omitempty"` // what of the models is not compared, and why
	Changes []Change `json:"changes"`
}

// A Side is one of the two models.
type Side struct {
	States        int `json:"states"`
	Conversations int `json:"conversations"`
	Turns         int `json:"turns"`
}

// A State is a state in a Change.
type State struct {
	State  int     `json:"state"`
	Intent string  `json:"intent"`
	Share  float64 `json:"share"` // of the turns that its model was trained on
}

// A Change is what became of one or several states.
type Change struct {
	Kind   Kind    `json:"kind"`
	Before []State `json:"before,omitempty"` // the matched one first
	After  []State `json:"after,omitempty"`
	// Emissions and Transitions are the distances E and T of the matched pair.
	Emissions   float64 `json:"emissions"`
	Transitions float64 `json:"transitions"`
	// Share is the share of turns after less that before.
	Share float64  `json:"share_change"`
	Ways  []Way    `json:"ways,omitempty"`       // of the matched pair, those that changed most
	Came  []string `json:"words_came,omitempty"` // into the matched pair's most telling words
	Went  []string `json:"words_went,omitempty"`
}

// A Way is a way out of a state: to an intent, or to the end of the conversation, which is "".
type Way struct {
	To     string  `json:"to"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// Compare matches the states of a, the model before, with those of b, the model after. The error is
// of models that have nothing in common to compare: one of words and one of vectors, vocabularies
// without a common term.
func Compare(a, b *intent.Model) (*Diff, error) {
	v, err := newViews(a, b)
	if err != nil {
		return nil, err
	}
	d := &Diff{Before: side(a), After: side(b), Shared: v.shared, Mass: v.mass, Notes: v.notes}
	m := match(v, a, b)
	for _, g := range m.groups() {
		d.Changes = append(d.Changes, m.change(g))
	}
	return d, nil
}

func side(m *intent.Model) Side {
	return Side{len(m.States), m.Record.Data.Conversations, m.Record.Data.Turns}
}

// Count is the number of changes of a kind.
func (d *Diff) Count(k Kind) int {
	n := 0
	for _, c := range d.Changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}
