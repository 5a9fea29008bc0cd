package diff

import (
	"cmp"
	"math"
	"slices"

	"intenthmm/hmm/intent"
)

const (
	tellingWords = 8    // of a state that are compared
	shownWays    = 3    // of those that changed
	leastWay     = 0.05 // change of a way out that is worth telling
)

// change says what became of a group.
func (m *matching) change(g group) Change {
	c := Change{Kind: m.kind(g), Before: states(m.a, m.shareAs[0], g.a), After: states(m.b, m.shareAs[1], g.b)}
	for _, s := range c.After {
		c.Share += s.Share
	}
	for _, s := range c.Before {
		c.Share -= s.Share
	}
	if len(g.a) == 0 || len(g.b) == 0 {
		return c
	}
	i, j := g.a[0], g.b[0]
	c.Emissions, c.Transitions = m.at(i, j), m.ways(i, j)
	c.Ways = m.changedWays(i, j)
	before, after := telling(m.a, i), telling(m.b, j)
	c.Came, c.Went = without(after, before), without(before, after)
	return c
}

func (m *matching) kind(g group) Kind {
	switch {
	case len(g.a) == 0:
		return New
	case len(g.b) == 0:
		return Gone
	case len(g.b) > 1:
		return Split
	case len(g.a) > 1:
		return Merged
	case m.a.States[g.a[0]].Name != m.b.States[g.b[0]].Name:
		return Renamed
	}
	return Kept
}

func states(m *intent.Model, shares []float64, numbers []int) []State {
	var out []State
	for _, i := range numbers {
		out = append(out, State{i, m.States[i].Name, shares[i]})
	}
	return out
}

// changedWays are the ways out of a pair that changed most: those to matched states, under the name
// that they have after, and the end.
func (m *matching) changedWays(i, j int) []Way {
	ka, kb := m.a.HMM.States(), m.b.HMM.States()
	ways := []Way{{"", stop(m.a, i), stop(m.b, j)}}
	for x, y := range m.ofA {
		if y >= 0 {
			ways = append(ways, Way{m.b.States[y].Name, m.a.HMM.Chain.Next[0][i*ka+x], m.b.HMM.Chain.Next[0][j*kb+y]})
		}
	}
	ways = slices.DeleteFunc(ways, func(w Way) bool { return w.size() < leastWay })
	slices.SortStableFunc(ways, func(a, b Way) int { return cmp.Compare(b.size(), a.size()) })
	return ways[:min(len(ways), shownWays)]
}

func (w Way) size() float64 { return math.Abs(w.After - w.Before) }

func telling(m *intent.Model, state int) []string {
	var words []string
	for _, t := range m.Terms(state, tellingWords) {
		words = append(words, t.Text)
	}
	return words
}

// without is the words that are not among the others.
func without(words, others []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(others, w) })
}
