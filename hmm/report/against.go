package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/agreement"
)

// shownLabels bounds the labels listed for a state.
const shownLabels = 4

// Groups are what items with gold labels were sorted into: turns into states, documents into clusters.
type Groups struct {
	Item, Group, Title string   // "turn", "state", and what the names of groups are called in a table
	Names              []string // of the groups
}

// Intents are the states of a model.
func Intents(m *intent.Model) Groups {
	g := Groups{Item: "turn", Group: "state", Title: "intent"}
	for _, s := range m.States {
		g.Names = append(g.Names, s.Name)
	}
	return g
}

// Agreement writes how well groups agree with gold labels, and groups against labels. width is the number of terminal
// cells to fit into, at least 80.
func Agreement(w io.Writer, g Groups, t *agreement.Table, width int) error {
	f := t.Figures()
	fmt.Fprintf(w, "%s, %s, %s\n\n", plural(f.Turns, "labelled "+g.Item), plural(f.States, g.Group), plural(f.Labels, "label"))
	err := write(w, []column{{title: "measure"}, {title: "value", right: true}, {title: "meaning"}}, [][]string{
		{"nmi", figure(f.NMI), "normalised mutual information (V-measure)"},
		{"ari", figure(f.ARI), "adjusted Rand index"},
		{"ami", figure(f.AMI), "adjusted mutual information"},
		{"accuracy", figure(f.Accuracy), "each " + g.Group + " matched to one label, one to one"},
		{"purity", figure(f.Purity), g.Item + "s with the commonest label of their " + g.Group},
		{"inverse purity", figure(f.InversePurity), g.Item + "s in the commonest " + g.Group + " of their label"},
		{"homogeneity", figure(f.Homogeneity), g.Group + "s hold one label"},
		{"completeness", figure(f.Completeness), "labels lie in one " + g.Group},
	}, false)
	if err != nil {
		return err
	}
	return against(w, g, t, width)
}

func figure(x float64) string { return fmt.Sprintf("%.3f", x) }

// against lists, for each group, the label that it is matched to and the labels that it holds.
func against(w io.Writer, g Groups, t *agreement.Table, width int) error {
	match := map[int]string{}
	for _, p := range t.Match() {
		match[p.State] = p.Label
	}
	var rows [][]string
	for i, group := range t.States {
		rows = append(rows, []string{
			fmt.Sprint(group), g.Names[group], fmt.Sprint(t.StateTurns[i]), match[group], held(t, i),
		})
	}
	label := min(26, width/4)
	return write(w, []column{
		{title: "#", right: true}, {title: g.Title, width: 18}, {title: g.Item + "s", right: true},
		{title: "matched label", width: label}, {title: "labels in it", width: width - 34 - label},
	}, rows, false)
}

// held lists the commonest labels of a state with their shares.
func held(t *agreement.Table, state int) string {
	row := t.Row(state)
	order := make([]int, len(row))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(row[b], row[a]) })
	text, rest := "", 0
	for i, l := range order {
		if i >= shownLabels {
			rest += row[l]
			continue
		}
		if 100*row[l] < t.StateTurns[state] && i > 0 {
			rest += row[l]
			continue
		}
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %.0f%%", t.Labels[l], 100*float64(row[l])/float64(t.StateTurns[state]))
	}
	if 100*rest >= t.StateTurns[state] {
		text += fmt.Sprintf(", others %.0f%%", 100*float64(rest)/float64(t.StateTurns[state]))
	}
	return text
}
