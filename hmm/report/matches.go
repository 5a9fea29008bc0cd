package report

import (
	"fmt"
	"io"
	"strings"

	"intenthmm/hmm/document/match"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// Matches is a model, articles, and how well these answer its intents.
type Matches struct {
	Model    *intent.Model
	Articles []transcript.Message
	Found    *match.Matching
	Top      int // the most fits that are listed of one thing
}

// Title is the first line of an article.
func (m *Matches) Title(article int) string {
	first, _, _ := strings.Cut(strings.TrimSpace(m.Articles[article].Text), "\n")
	return shorten(first)
}

// Write writes the articles of every intent, in the order of the states, and Gaps. width is the number of terminal cells
// to fit into, at least 80.
func (m *Matches) Write(w io.Writer, width int) error {
	shares := m.Model.Shares()
	var rows [][]string
	for i, s := range m.Model.States {
		fits, none := m.Found.ForIntent(i)
		rows = append(rows, []string{fmt.Sprint(i), s.Name, percent(shares[i]), m.fits(fits, m.article), percent(none), terms(m.Model, i)})
	}
	text := (width - 41) / 2
	err := write(w, []column{{title: "#", right: true}, {title: "intent", width: 16}, {title: "share", right: true},
		{title: "articles (score)", width: text}, {title: "none", right: true}, {title: "words (lift)", width: text}}, rows, true)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "share: of all turns. articles: how probably a turn of the intent is about each, and\n", scoreLegend)
	return m.Gaps(w)
}

// ByArticle writes the intents of every article, and Gaps.
func (m *Matches) ByArticle(w io.Writer, width int) error {
	var rows [][]string
	for a := range m.Articles {
		fits, none := m.Found.ForArticle(a)
		rows = append(rows, []string{m.Articles[a].Conversation, m.Title(a), fmt.Sprint(m.Found.Known[a]), m.fits(fits, m.intent), percent(none)})
	}
	text := (width - 20) / 3
	err := write(w, []column{{title: "article", width: text}, {title: "title", width: text}, {title: "words", right: true},
		{title: "intents (score)", width: text}, {title: "none", right: true}}, rows, true)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "words: of the article that the model knows. intents: which one it answers, how probably,\nand ", scoreLegend)
	return m.Gaps(w)
}

// scoreLegend explains what both tables hold.
const scoreLegend = `score: how much likelier it makes a word that marks the intent than chance does, in nats.
none: that it is none of them.
`

// fits lists what fits, the most probable first.
func (m *Matches) fits(fits []match.Fit, name func(int) string) string {
	var lines []string
	for _, f := range fits[:min(m.Top, len(fits))] {
		if f.Probability >= leastShown {
			lines = append(lines, fmt.Sprintf("%.0f%% %s (%.2f)", 100*f.Probability, name(f.Of), f.Score))
		}
	}
	return strings.Join(lines, "\n")
}

func (m *Matches) article(number int) string { return m.Articles[number].Conversation }

func (m *Matches) intent(state int) string {
	return fmt.Sprintf("%d %s", state, m.Model.States[state].Name)
}

// Gaps writes the intents that no article answers, the most frequent first, and the articles that no intent asks for.
func (m *Matches) Gaps(w io.Writer) error {
	shares := m.Model.Shares()
	gaps, total := m.Found.Gaps(), 0.0
	for _, i := range gaps {
		total += shares[i]
	}
	fmt.Fprintf(w, "\nNo article answers %d of %s, %s of the turns. What is to write next, unless it is talk\nthat needs no article:\n",
		len(gaps), plural(len(m.Model.States), "intent"), percent(total))
	for _, i := range gaps {
		fmt.Fprintln(w, printable(fmt.Sprintf("  %6s  %s: %s", percent(shares[i]), m.intent(i), terms(m.Model, i))))
	}
	unasked := m.Found.Unasked()
	_, err := fmt.Fprintf(w, "No intent asks for %d of %s:\n", len(unasked), plural(len(m.Articles), "article"))
	for _, a := range unasked {
		_, err = fmt.Fprintln(w, printable(fmt.Sprintf("  %s  %s", m.article(a), m.Title(a))))
	}
	return err
}
