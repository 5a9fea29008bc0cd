package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"intenthmm/hmm/intent/typed"
)

const (
	shownMore  = 4    // intents that a type has more of
	shownEdges = 2    // of a type's first and last turns
	shownLeads = 4    // transitions
	longFlow   = 8    // intents of a typical conversation
	leastTrait = 0.01 // probability below which what a type does more often is not shown
)

// Types writes what types of conversation there are, and how the flow of each differs from that of all:
// its share of the conversations, their mean length, the intents that it has more of, where it starts and
// ends, what leads to what, outcomes, and typical conversations. width is the number of terminal cells to
// fit into, at least 80.
func Types(w io.Writer, m *typed.Model, width int) error {
	text := (width - 22) / 4
	columns := []column{{title: "#", right: true}, {title: "share", right: true}, {title: "turns", right: true},
		{title: "more of", width: text}, {title: "starts, ends", width: text}, {title: "leads to", width: text}, {title: "typical", width: text}}
	shares := m.Shares()
	var rows [][]string
	for c := range m.Types {
		rows = append(rows, []string{
			fmt.Sprint(c), percent(shares[c]), fmt.Sprintf("%.1f", m.Types[c].MeanTurns()),
			traits(m, "", m.Uses(c, shownMore)), edges(m, c), traits(m, "", m.Leads(c, shownLeads)), typicalFlows(m, c),
		})
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, typesLegend)
	return err
}

const typesLegend = `share: of all conversations. turns: their mean number. more of: intents that the
type spends more turns in than all types together, its share of turns, in brackets
that of all; what a type is called is the first two. starts, ends (→ ■), leads to:
likewise, what is more frequent than overall. typical: conversations whose intents
are shared as those of the type, and how they go.
`

// TypesAsGroups are the types of conversation as groups.
func TypesAsGroups(m *typed.Model) Groups {
	g := Groups{Item: "conversation", Group: "type", Title: "type"}
	for c := range m.Types {
		g.Names = append(g.Names, m.Name(c))
	}
	return g
}

// traits lists traits, a line each after the sign before, with the share of all in brackets.
func traits(m *typed.Model, before string, all []typed.Trait) string {
	var lines []string
	for _, t := range all {
		if t.Probability >= leastTrait {
			lines = append(lines, before+trait(m, t))
		}
	}
	return strings.Join(lines, "\n")
}

func trait(m *typed.Model, t typed.Trait) string {
	name := func(i int) string { return fmt.Sprintf("%d %s", i, m.Intents.States[i].Name) }
	what := name(t.State)
	if t.To >= 0 {
		what += " → " + name(t.To)
	}
	return fmt.Sprintf("%s %.0f%% (%.0f%%)", what, 100*t.Probability, 100*t.Overall)
}

// edges are where a type starts and ends, and what it comes to.
func edges(m *typed.Model, c int) string {
	lines := []string{traits(m, "", m.Starts(c, shownEdges)), traits(m, "→ ■ ", m.Ends(c, shownEdges))}
	outcomes := m.Types[c].Outcomes
	for _, name := range slices.Sorted(maps.Keys(outcomes)) {
		lines = append(lines, fmt.Sprintf("● %s %.0f%%", name, 100*outcomes[name]))
	}
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool { return line == "" }), "\n")
}

// typicalFlows are a type's typical conversations with the way that they go.
func typicalFlows(m *typed.Model, c int) string {
	var lines []string
	for _, e := range m.Types[c].Examples {
		flow := make([]string, 0, longFlow+1)
		for _, i := range e.Flow[:min(longFlow, len(e.Flow))] {
			flow = append(flow, fmt.Sprint(i))
		}
		if len(e.Flow) > longFlow {
			flow = append(flow, "…")
		}
		lines = append(lines, e.Conversation+": "+strings.Join(flow, "→"))
	}
	return strings.Join(lines, "\n")
}
