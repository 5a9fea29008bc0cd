package report

import (
	"fmt"
	"io"

	"intenthmm/hmm/intent"
)

// Labels writes what people say of the states: names, the suggested ones where others are given, and
// outcomes. width is the number of terminal cells to fit into, at least 80.
func Labels(w io.Writer, m *intent.Model, width int) error {
	text := (width - 16) / 4
	columns := []column{{title: "#", right: true}, {title: "intent", width: text}, {title: "suggested", width: text},
		{title: "outcome", width: text}, {title: "ends as", width: text}, {title: "share", right: true}}
	shares := m.Shares()
	var rows [][]string
	for i, s := range m.States {
		rows = append(rows, []string{fmt.Sprint(i), s.Name, s.Suggested, s.Outcome, s.EndsAs, percent(shares[i])})
	}
	if err := write(w, columns, rows, false); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, labelsLegend)
	return err
}

const labelsLegend = `suggested: the name that training gave, where people have given another. outcome:
what a conversation has come to once it is in the state. ends as: the outcome of
one that ends after it. share: of all turns.
`

// marked is a state's name with its marks, a line each. An outcome that is called like the state is named
// once.
func marked(s intent.State) string {
	text := s.Name
	switch s.Outcome {
	case "":
	case s.Name:
		text = "● " + s.Name
	default:
		text += "\n● " + s.Outcome
	}
	if s.EndsAs != "" {
		text += "\n○ " + s.EndsAs
	}
	return text
}

// legendOf explains the columns of States, and the marks where there are any.
func legendOf(states []intent.State) string {
	names, marks := "Names are suggestions, made of such words.\n", ""
	for _, s := range states {
		if s.Suggested != "" {
			names = "Names that nobody gave are suggestions, made of such words.\n"
		}
		if s.Outcome != "" || s.EndsAs != "" {
			marks = "●: the outcome that a conversation has come to in the state. ○: the outcome of one\nthat ends after it.\n"
		}
	}
	return legend + names + marks
}
