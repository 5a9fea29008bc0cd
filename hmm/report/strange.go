package report

import (
	"fmt"
	"io"
	"slices"

	"intenthmm/hmm/intent"
)

// A StrangeTurn is a turn that surprised the model.
type StrangeTurn struct {
	Conversation  string
	Turn          int
	Speaker, Text string
	State         int
	Surprise      *float64 // nats; nil: impossible
	Percentile    *float64 // of the training turns; nil: not known
}

// A StrangeConversation is a conversation that surprised the model.
type StrangeConversation struct {
	Conversation  string
	Turns         int
	LogLikelihood *float64 // nats; nil: impossible
	Surprise      *float64 // nats, mean of its turns; nil: one is impossible
}

// Strange writes turns and conversations in the order given. width is the number of terminal cells to fit
// into, at least 80.
func Strange(w io.Writer, m *intent.Model, turns []StrangeTurn, conversations []StrangeConversation, width int) error {
	var rows [][]string
	for _, t := range turns {
		said := "“" + shorten(t.Text) + "”"
		if t.Text == "" {
			said = ""
		}
		rows = append(rows, []string{
			optional(t.Surprise, "%.1f", "impossible"), optional(t.Percentile, "%.1f", ""), t.Conversation, fmt.Sprint(t.Turn),
			t.Speaker, fmt.Sprintf("%d %s", t.State, m.States[t.State].Name), said,
		})
	}
	err := write(w, []column{
		{title: "surprise", right: true}, {title: "%", right: true}, {title: "conversation", width: 16}, {title: "turn", right: true},
		{title: "speaker", width: 10}, {title: "intent", width: 16}, {title: "strangest turns", width: max(width-68, 12)},
	}, rows, true)
	if err != nil {
		return err
	}
	rows = nil
	for _, c := range conversations {
		rows = append(rows, []string{
			optional(c.Surprise, "%.2f", "impossible"), c.Conversation, fmt.Sprint(c.Turns), optional(c.LogLikelihood, "%.1f", "impossible"),
		})
	}
	err = write(w, []column{
		{title: "surprise a turn", right: true}, {title: "strangest conversations", width: 40}, {title: "turns", right: true},
		{title: "log-likelihood", right: true},
	}, rows, false)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w, "surprise: -log p(turn | turns before), nats; %: of the training turns that were\nless surprising.\n")
	if err == nil && negative(turns) {
		_, err = fmt.Fprint(w, "A surprise below 0 is that of a density, which may be above 1: vectors and places have such.\nCompare surprises with each other, or by %.\n")
	}
	return err
}

// negative reports whether a turn has a surprise below 0.
func negative(turns []StrangeTurn) bool {
	return slices.ContainsFunc(turns, func(t StrangeTurn) bool { return t.Surprise != nil && *t.Surprise < 0 })
}

// optional formats a number, or says what its lack means.
func optional(x *float64, format, lack string) string {
	if x == nil {
		return lack
	}
	return fmt.Sprintf(format, *x)
}
