package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// Write writes the trace for people: what entered and what was left out, what changed in each
// iteration and when that stopped, and how certain the states are, the least certain first.
func (t *Trace) Write(w io.Writer) error {
	fmt.Fprintf(w, "WHAT ENTERED\n%s, %s", plural(t.Data.Conversations, "conversation"), plural(t.Data.Turns, "turn"))
	if t.Data.Words > 0 {
		fmt.Fprintf(w, ", %s", plural(t.Data.Words, "word"))
	}
	fmt.Fprintln(w)
	t.writeFiles(w)
	t.writeLeftOut(w)
	t.writeChoices(w)
	fmt.Fprint(w, "\nWHAT CHANGED\n")
	t.writeSelection(w)
	t.writeRestarts(w)
	if err := t.writeIterations(w); err != nil {
		return err
	}
	t.writeEnd(w)
	fmt.Fprint(w, "\nHOW CERTAIN THE STATES ARE\n")
	return t.writeStates(w)
}

// shownFiles bounds the files that are named.
const shownFiles = 10

func (t *Trace) writeFiles(w io.Writer) {
	for _, f := range t.Data.Files[:min(shownFiles, len(t.Data.Files))] {
		fmt.Fprintf(w, "  from %s: %s kept, %d skipped\n", printable(f.Name), plural(f.Kept, "line"), f.Skipped)
	}
	if more := len(t.Data.Files) - shownFiles; more > 0 {
		fmt.Fprintf(w, "  and %s\n", plural(more, "more file"))
	}
}

func (t *Trace) writeLeftOut(w io.Writer) {
	skipped := t.skipped()
	if skipped == 0 {
		fmt.Fprintln(w, "left out: no line")
	} else {
		fmt.Fprintf(w, "left out: %s of %d (%s)\n", plural(skipped, "line"), t.Data.Turns+skipped, percent(float64(skipped)/float64(t.Data.Turns+skipped)))
		reasons := slices.SortedFunc(maps.Keys(t.Data.Skipped), func(a, b string) int {
			return cmp.Or(cmp.Compare(t.Data.Skipped[b], t.Data.Skipped[a]), cmp.Compare(a, b))
		})
		for _, reason := range reasons {
			fmt.Fprintf(w, "  %d %s\n", t.Data.Skipped[reason], printable(reason))
		}
		for _, example := range t.Data.Examples {
			fmt.Fprintf(w, "  e.g. %s\n", printable(shorten(example)))
		}
	}
	tellHidden(w, t.Data.Hidden)
	if t.Data.Silent > 0 {
		fmt.Fprintf(w, "kept without content: %s had nothing of what is observed\n", plural(t.Data.Silent, "turn"))
	}
}

// tellHidden writes what of people was hidden, if anything was.
func tellHidden(w io.Writer, h transcript.Hidden) {
	var parts []string
	if len(h.Kinds) > 0 {
		parts = append(parts, strings.Join(h.Kinds, ", ")+" stand for what has that form")
	}
	if h.Names {
		parts = append(parts, "<name> for those of a list")
	}
	if h.Identifiers {
		parts = append(parts, "keyed hashes for conversations, and for authors without a role")
	}
	if parts != nil {
		fmt.Fprintf(w, "hidden of people: %s\n", printable(strings.Join(parts, "; ")))
	}
}

func (t *Trace) writeStates(w io.Writer) error {
	var rows [][]string
	recorded := false
	for _, s := range t.States {
		row := []string{fmt.Sprint(s.State), s.Intent, "0", "", ""}
		if c := s.Certainty; c != nil {
			recorded = true
			row[2], row[3], row[4] = fmt.Sprint(c.Turns), fmt.Sprintf("%.3f", c.Mean), percent(c.Doubtful)
		}
		rows = append(rows, row)
	}
	if !recorded {
		_, err := fmt.Fprintln(w, "not in this file, which an older version wrote")
		return err
	}
	columns := []column{{title: "#", right: true}, {title: "intent", width: 24}, {title: "turns", right: true}, {title: "mean posterior", right: true}, {title: "below 0.5", right: true}}
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	least := t.States[0]
	_, err := fmt.Fprintf(w, `turns: training turns decoded to the state, in a large corpus of a sample. mean
posterior: of the state at those turns. below 0.5: turns at which the other states
together are likelier.
least certain: state %d, %s: mean posterior %.3f, %s of its turns below 0.5
`, least.State, printable(least.Intent), least.Certainty.Mean, percent(least.Certainty.Doubtful))
	return err
}
