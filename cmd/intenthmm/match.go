package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/match"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// defaultTop is the most fits that are listed of an intent or an article.
const defaultTop = 3

func matchCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "match",
		Usage:     "match articles to intents: what answers which, and what no article answers",
		ArgsUsage: "-m MODEL DOCUMENT...",
		Description: "Reads text, Markdown and HTML files, JSON lines and CSV of articles, folders and archives of\n" +
			"them. Prints for each intent the articles that answer it, or with --by article for each article\n" +
			"the intents; then the intents that no article answers, the most frequent first, and the articles\n" +
			"that no intent asks for. With --to or -o FILE it writes a line a pair, --top of each:\n\n" +
			"  state, intent, share         the intent and its share of the training turns\n" +
			"  article, title               the article and its first line\n" +
			"  probability                  that a turn of the intent is about the article; with --by article,\n" +
			"                               that the article is about the intent\n" +
			"  score                        how much likelier the article makes a word that marks the intent\n" +
			"                               than chance does, in nats\n" +
			"  none                         the probability of none; from .5 on nothing fits\n\n" +
			"Articles are held against intents by their words: the model must have been trained on text.\n\n" +
			"intenthmm match -m shop.hmm.json articles/\n" +
			"intenthmm match -m shop.hmm.json kb.csv --by article -o answers.csv",
		Flags: slices.Concat([]cli.Flag{
			modelFlag(),
			&cli.StringFlag{Name: "by", Value: "intent", DefaultText: "intent", Usage: "list by `WHAT`: intent or article"},
			&cli.IntFlag{Name: "top", Value: defaultTop, Usage: "at most `N` articles of an intent, or intents of an\n\tarticle"},
			outputFlag("write to `FILE`: as CSV if it ends in .csv, compressed in .gz"),
			&cli.StringFlag{Name: "to", DefaultText: "a table", Usage: "`FORMAT` of the output: jsonl or csv"},
			quietFlag(),
		}, documentFlags()),
		Action: func(c *cli.Context) error { return matchDocuments(c, s) },
	}
}

// matchDocuments holds the documents against the model, and writes what fits.
func matchDocuments(c *cli.Context, s streams) error {
	format, err := outputFormat(c)
	if err != nil {
		return err
	}
	path := c.String("output")
	if format == "" && !standard(path) {
		format = "jsonl"
	}
	by := c.String("by")
	switch {
	case by != "intent" && by != "article":
		return usage("--by %q, expected intent or article", by)
	case c.Int("top") < 1:
		return usage("--top %d, expected at least 1", c.Int("top"))
	}
	found, err := findMatches(c, s)
	if err != nil {
		return err
	}
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		switch {
		case format != "":
			return writeRows(w, format, matchedPairs(found, by), matchColumns)
		case by == "article":
			return found.ByArticle(w, width(s.out, path))
		}
		return found.Write(w, width(s.out, path))
	})
}

// findMatches reads the model and the documents.
func findMatches(c *cli.Context, s streams) (*report.Matches, error) {
	files, err := paths(c)
	if err != nil {
		return nil, err
	}
	if c.String("model") == "-" && slices.Contains(files, "-") {
		return nil, usage("match: the model and documents cannot both be read from standard input")
	}
	if err := checkOutput(c, append(slices.Clone(files), c.String("model"))...); err != nil {
		return nil, err
	}
	m, err := openModel(c, s)
	if err != nil {
		return nil, err
	}
	articles, _, err := textDocuments(c, s, files, m.Record.Data.Hidden)
	if err != nil {
		return nil, err
	}
	warnOfForeign(s.err, m, articles)
	found, err := match.Articles(m, articles)
	if err == nil && len(articles) == 0 {
		err = errors.New("there are no documents to match")
	}
	return &report.Matches{Model: m, Articles: articles, Found: found, Top: c.Int("top")}, err
}

// mostForeign is the share of unknown words above which articles seem to be of something else than the chats that the
// model was trained on. Articles have more words of their own than chats have.
const mostForeign = 0.5

// warnOfForeign warns of articles of which the model hardly knows a word.
func warnOfForeign(w io.Writer, m *intent.Model, articles []transcript.Message) {
	if m.Encoder.Options.Observe != encode.Words {
		return
	}
	session := m.Encoder.NewSession()
	for i := range articles {
		session.Sequence(nil, articles[i].Text)
	}
	if share := session.Coverage().UnknownSince(encode.Coverage{}); share > mostForeign {
		fmt.Fprintf(w, "warning: %.0f%% of the articles' words are unknown to this model: nothing can be matched by them\n", 100*share)
	}
}

// A matched is an intent and an article, as they are written.
type matched struct {
	State       int     `json:"state"`
	Intent      string  `json:"intent"`
	Share       float64 `json:"share"`
	Article     string  `json:"article"`
	Title       string  `json:"title"`
	Probability float64 `json:"probability"`
	Score       float64 `json:"score"`
	None        float64 `json:"none"`
}

// matchedPairs are the first fits of every intent or of every article.
func matchedPairs(f *report.Matches, by string) []matched {
	var pairs []matched
	add := func(state, article int, fit match.Fit, none float64) {
		pairs = append(pairs, matched{state, f.Model.States[state].Name, f.Found.Share(state),
			f.Articles[article].Conversation, f.Title(article), fit.Probability, fit.Score, none})
	}
	if by == "article" {
		for a := range f.Articles {
			fits, none := f.Found.ForArticle(a)
			for _, fit := range fits[:min(f.Top, len(fits))] {
				add(fit.Of, a, fit, none)
			}
		}
		return pairs
	}
	for state := range f.Model.States {
		fits, none := f.Found.ForIntent(state)
		for _, fit := range fits[:min(f.Top, len(fits))] {
			add(state, fit.Of, fit, none)
		}
	}
	return pairs
}

var matchColumns = []csvColumn[matched]{
	{"state", func(p matched) string { return strconv.Itoa(p.State) }},
	{"intent", func(p matched) string { return p.Intent }},
	{"share", func(p matched) string { return number(&p.Share) }},
	{"article", func(p matched) string { return p.Article }},
	{"title", func(p matched) string { return p.Title }},
	{"probability", func(p matched) string { return number(&p.Probability) }},
	{"score", func(p matched) string { return number(&p.Score) }},
	{"none", func(p matched) string { return number(&p.None) }},
}
