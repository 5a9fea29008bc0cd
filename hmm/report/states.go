package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"intenthmm/hmm/intent"
)

const (
	shownTerms     = 6
	shownNext      = 3
	leastShown     = 0.05 // probability below which a speaker or a next state is not shown
	longestExample = 110  // runes
	leastWide      = 20   // cells of a column of words; one column holds all where there is less room
)

// States writes the map of a model: for every state its share of the turns, who speaks, the words
// that mark it with their lift over the rest, what it leads to, and typical turns. width is the
// number of terminal cells to fit into, at least 80.
func States(w io.Writer, m *intent.Model, width int) error {
	columns := []column{{title: "#", right: true}, {title: "intent", width: 16}, {title: "share", right: true}}
	speakers := m.Encoder.Speakers != nil
	if speakers {
		columns = append(columns, column{title: "who", width: 16})
	}
	// The columns before the words take 33 cells and 16 with the speakers.
	wide := (width - 49) / 3
	narrow := wide < leastWide
	if narrow {
		columns = append(columns, column{title: "words (lift) → next “turns”", width: width - 49})
	} else {
		for _, title := range []string{"words (lift)", "leads to", "typical turns"} {
			columns = append(columns, column{title: title, width: wide})
		}
	}
	shares := m.Shares()
	var rows [][]string
	for i, s := range m.States {
		row := []string{fmt.Sprint(i), marked(s), percent(shares[i])}
		if speakers {
			row = append(row, who(m, i))
		}
		cells := []string{terms(m, i), leadsTo(m, i), examples(s)}
		if narrow {
			cells[1] = "→ " + strings.ReplaceAll(cells[1], "\n", "\n→ ")
			cells = []string{strings.TrimSpace(strings.Join(cells, "\n"))}
		}
		rows = append(rows, append(row, cells...))
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	if _, err := fmt.Fprint(w, legendOf(m.States)); err != nil {
		return err
	}
	return mixed(w, m, width)
}

// legend explains the columns of States; how the names came about goes on in its last line.
const legend = `States stand in the order of their mean place in a conversation.
share: of all turns. words: what marks the state, and how many times likelier
each is there than elsewhere (lift); digits read 0. leads to: the state of the
next turn. `

func percent(p float64) string {
	if p > 0 && p < 0.001 {
		return "<0.1%"
	}
	return fmt.Sprintf("%.1f%%", 100*p)
}

// who lists the speakers of a state.
func who(m *intent.Model, state int) string {
	speakers := m.Speakers(state)
	names := slices.SortedFunc(maps.Keys(speakers), func(a, b string) int {
		return cmp.Or(cmp.Compare(speakers[b], speakers[a]), cmp.Compare(a, b))
	})
	var lines []string
	for _, name := range names {
		if p := speakers[name]; p >= leastShown {
			if name == "" {
				name = "others"
			}
			lines = append(lines, fmt.Sprintf("%s %.0f%%", name, 100*p))
		}
	}
	return strings.Join(lines, "\n")
}

func terms(m *intent.Model, state int) string { return listed(m.Terms(state, shownTerms)) }

func listed(terms []intent.Term) string {
	var parts []string
	for _, t := range terms {
		parts = append(parts, t.Text+" "+lift(t.Lift))
	}
	return strings.Join(parts, ", ")
}

func lift(x float64) string {
	switch {
	case x >= 1000:
		return ">999×"
	case x >= 10:
		return fmt.Sprintf("%.0f×", x)
	}
	return fmt.Sprintf("%.1f×", x)
}

// leadsTo lists the most probable next states, and the end.
func leadsTo(m *intent.Model, state int) string {
	next, stop := m.Next(state, shownNext)
	var lines []string
	for _, n := range next {
		if n.Probability >= leastShown {
			lines = append(lines, fmt.Sprintf("%d %s %.0f%%", n.State, n.Intent, 100*n.Probability))
		}
	}
	if stop >= leastShown {
		lines = append(lines, fmt.Sprintf("end %.0f%%", 100*stop))
	}
	return strings.Join(lines, "\n")
}

func examples(s intent.State) string {
	var lines []string
	for _, e := range s.Examples {
		lines = append(lines, "“"+shorten(e.Text)+"”")
	}
	return strings.Join(lines, "\n")
}

func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > longestExample {
		return string(runes[:longestExample-1]) + "…"
	}
	return text
}
