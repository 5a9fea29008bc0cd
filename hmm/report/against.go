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

// Agreement writes how well decoded states agree with gold labels, and states against labels.
func Agreement(w io.Writer, m *intent.Model, t *agreement.Table, width int) error {
	f := t.Figures()
	fmt.Fprintf(w, "%s, %s, %s\n\n", plural(f.Turns, "labelled turn"), plural(f.States, "state"), plural(f.Labels, "label"))
	err := write(w, []column{{title: "measure"}, {title: "value", right: true}, {title: "meaning"}}, [][]string{
		{"nmi", figure(f.NMI), "normalised mutual information (V-measure)"},
		{"ari", figure(f.ARI), "adjusted Rand index"},
		{"ami", figure(f.AMI), "adjusted mutual information"},
		{"accuracy", figure(f.Accuracy), "each state matched to one label, one to one"},
		{"purity", figure(f.Purity), "turns with the commonest label of their state"},
		{"inverse purity", figure(f.InversePurity), "turns in the commonest state of their label"},
		{"homogeneity", figure(f.Homogeneity), "states hold one label"},
		{"completeness", figure(f.Completeness), "labels lie in one state"},
	}, false)
	if err != nil {
		return err
	}
	return against(w, m, t, width)
}

func figure(x float64) string { return fmt.Sprintf("%.3f", x) }

// against lists, for each state, the label that it is matched to and the labels that it holds.
func against(w io.Writer, m *intent.Model, t *agreement.Table, width int) error {
	match := map[int]string{}
	for _, p := range t.Match() {
		match[p.State] = p.Label
	}
	var rows [][]string
	for s, state := range t.States {
		rows = append(rows, []string{
			fmt.Sprint(state), m.States[state].Name, fmt.Sprint(t.StateTurns[s]), match[state], held(t, s),
		})
	}
	label := min(26, width/4)
	return write(w, []column{
		{title: "#", right: true}, {title: "intent", width: 18}, {title: "turns", right: true},
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
