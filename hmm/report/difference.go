package report

import (
	"fmt"
	"io"
	"strings"

	"intenthmm/hmm/report/diff"
)

// sharedEnough is the share of what is said that both models must know for their match to mean much.
const sharedEnough = 0.5

// Difference writes what became of the states of one model in another: a line that counts, and a
// table of the states. width is the number of terminal cells to fit into, at least 80.
func Difference(w io.Writer, d *diff.Diff, width int) error {
	fmt.Fprintf(w, "before: %s; after: %s\n", describe(d.Before), describe(d.After))
	if d.Mass < sharedEnough {
		fmt.Fprintf(w, "the models share only %s of what is said: take the match with care\n", percent(d.Mass))
	}
	for _, note := range d.Notes {
		fmt.Fprintln(w, note)
	}
	var counts []string
	for _, k := range diff.Kinds {
		if n := d.Count(k); n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, k))
		}
	}
	fmt.Fprintln(w, strings.Join(counts, ", "))
	fmt.Fprintln(w)
	name := max(14, (width-60)/4)
	columns := []column{{title: "what"}, {title: "before", width: name}, {title: "after", width: name}, {title: "share"},
		{title: "E", right: true}, {title: "T", right: true}, {title: "changed", width: width - 48 - 2*name}}
	var rows [][]string
	for _, c := range d.Changes {
		row := []string{string(c.Kind), sideOf(c.Before), sideOf(c.After), shareOf(c), "", "", changed(c)}
		if len(c.Before) > 0 && len(c.After) > 0 {
			row[4], row[5] = fmt.Sprintf("%.2f", c.Emissions), fmt.Sprintf("%.2f", c.Transitions)
		}
		rows = append(rows, row)
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, differenceLegend)
	return err
}

const differenceLegend = `share: of all turns, before → after. E, T: distances from 0 to 1 between what the
matched states say and what they lead to. changed: ways out by 5 percentage points
or more; + and - words that came to or went from the 8 most telling ones.
`

func describe(s diff.Side) string {
	return fmt.Sprintf("%s, of %s", plural(s.States, "state"), plural(s.Turns, "turn"))
}

func sideOf(states []diff.State) string {
	var lines []string
	for _, s := range states {
		lines = append(lines, fmt.Sprintf("%d %s", s.State, s.Intent))
	}
	return strings.Join(lines, "\n")
}

func shareOf(c diff.Change) string {
	total := func(states []diff.State) string {
		sum := 0.0
		for _, s := range states {
			sum += s.Share
		}
		return percent(sum)
	}
	switch c.Kind {
	case diff.New:
		return "→ " + total(c.After)
	case diff.Gone:
		return total(c.Before) + " →"
	}
	return total(c.Before) + " → " + total(c.After)
}

// changed says in words what else is different.
func changed(c diff.Change) string {
	var lines []string
	for _, way := range c.Ways {
		to := way.To
		if to == "" {
			to = "end"
		}
		lines = append(lines, fmt.Sprintf("→ %s %.0f%% → %.0f%%", to, 100*way.Before, 100*way.After))
	}
	var words []string
	for _, word := range c.Came {
		words = append(words, "+"+word)
	}
	for _, word := range c.Went {
		words = append(words, "-"+word)
	}
	if len(words) > 0 {
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, "\n")
}

// DifferenceJSON writes the difference for programs.
func DifferenceJSON(w io.Writer, d *diff.Diff) error { return indented(w, d) }
