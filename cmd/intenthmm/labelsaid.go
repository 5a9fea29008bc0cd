package main

import (
	"fmt"
	"io"
	"strings"

	"intenthmm/hmm/intent"
)

// tellLabels says which states have other labels than before, and warns of an outcome that a new name
// leaves behind. Both lists are of all states.
func tellLabels(w io.Writer, before, after []intent.Label) {
	changed := 0
	for i, now := range after {
		old := before[i]
		if now == old {
			continue
		}
		changed++
		fmt.Fprintln(w, labelLine(old, now))
		if now.Name != old.Name && now.Outcome == old.Outcome && now.Outcome != "" && now.Outcome != now.Name {
			fmt.Fprintf(w, "warning: state %d is called %s now, and its outcome is still %s: %[1]d --outcome calls that %[2]s too\n", now.State, now.Name, now.Outcome)
		}
	}
	if changed == 0 {
		fmt.Fprintln(w, "no label is another than before")
	}
}

// labelLine is a state's labels in a line.
func labelLine(old, now intent.Label) string {
	parts := []string{fmt.Sprintf("state %d: %s", now.State, now.Name)}
	if now.Outcome != "" {
		parts = append(parts, "outcome "+now.Outcome)
	} else if old.Outcome != "" {
		parts = append(parts, "no longer outcome "+old.Outcome)
	}
	if now.EndsAs != "" {
		parts = append(parts, "ends as "+now.EndsAs)
	} else if old.EndsAs != "" {
		parts = append(parts, "no longer ends as "+old.EndsAs)
	}
	return strings.Join(parts, ", ")
}
