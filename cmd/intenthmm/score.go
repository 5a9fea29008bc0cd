package main

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// shownStrange is the number of strangest turns and conversations that people are shown.
const shownStrange = 10

func scoreCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "score",
		Usage:     "find the turns and conversations that a model finds strange",
		ArgsUsage: "-m MODEL FILE...",
		Description: "Prints the strangest turns and conversations. With --to or -o FILE it writes all turns instead, a\n" +
			"line each, in the order of the input, or with --top N the N strangest, those first:\n\n" +
			"  conversation_id, turn, speaker, state, intent, confidence   as decode writes them\n" +
			"  surprise         -log p(turn | turns before), nats: minus the turn's log-likelihood; null where\n" +
			"                   the model holds the turn impossible, and began anew\n" +
			"  percentile       the share of the training turns that were less surprising, 0 to 100\n\n" +
			"and with --per conversation a line a conversation: conversation_id, turns, log_likelihood (of all\n" +
			"of it, nats; null where it is impossible) and surprise (the mean of its turns). Where the model\n" +
			"weights words the surprise is that of the weighted words, as in live.\n\n" +
			"intenthmm score -m shop.hmm.json new.jsonl --top 20 -o strange.csv",
		Flags: append([]cli.Flag{
			modelFlag(), outputFlag("write to `FILE`: as CSV if it ends in .csv, compressed in .gz"),
			&cli.StringFlag{Name: "to", DefaultText: "a table", Usage: "`FORMAT` of the output: jsonl or csv"},
			&cli.StringFlag{Name: "per", Value: "turn", DefaultText: "turn", Usage: "a line for each `WHAT`: turn or conversation"},
			&cli.IntFlag{Name: "top", DefaultText: "all; " + strconv.Itoa(shownStrange) + " in tables", Usage: "only the `N` strangest, the strangest first"},
			methodFlag(), workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return score(c, s) },
	}
}

// A scoredTurn is one turn with its surprise.
type scoredTurn struct {
	row
	Surprise   *float64 `json:"surprise"`             // nats; null: impossible
	Percentile *float64 `json:"percentile,omitempty"` // null: the model's file does not say
	text       string
}

// A scoredConversation is one conversation with its log-likelihood.
type scoredConversation struct {
	Conversation  string   `json:"conversation_id"`
	Turns         int      `json:"turns"`
	LogLikelihood *float64 `json:"log_likelihood"` // nats; null: impossible
	Surprise      *float64 `json:"surprise"`       // nats, mean of the turns; null: one is impossible
}

func score(c *cli.Context, s streams) error {
	format, err := outputFormat(c)
	if err != nil {
		return err
	}
	if format == "" && (!standard(c.String("output")) || c.IsSet("per")) {
		format = "jsonl"
	}
	per := c.String("per")
	if per != "turn" && per != "conversation" {
		return usage("--per %q, expected turn or conversation", per)
	}
	if n := c.Int("top"); c.IsSet("top") && n < 1 {
		return usage("--top %d, expected at least 1", n)
	}
	d, m, err := decodeInput(c, s)
	if err != nil {
		return err
	}
	turns, conversations, err := d.scores(m)
	if err != nil {
		return err
	}
	path := c.String("output")
	return d.write(c.Context, s, path, func(w io.Writer) error {
		switch {
		case format == "":
			return scoreTables(w, m, turns, conversations, cmp.Or(c.Int("top"), shownStrange), width(s.out, path))
		case per == "conversation":
			return writeRows(w, format, strangest(conversations, c.Int("top")), conversationColumns)
		}
		return writeRows(w, format, strangest(turns, c.Int("top")), turnColumns)
	})
}

// scores are the turns in the order of the input, and the conversations, that could be decoded.
func (d *decoded) scores(m *intent.Model) ([]scoredTurn, []scoredConversation, error) {
	rows := d.rows()
	steps := make([][]float64, len(d.conversations))
	var conversations []scoredConversation
	for i := range d.conversations {
		if d.decisions[i] == nil {
			continue
		}
		surprise, last, err := surprises(m, d.conversations[i].Messages)
		if err != nil {
			return nil, nil, err
		}
		steps[i] = surprise
		conversations = append(conversations, scoreConversation(m, d.conversations[i].ID, surprise, last))
	}
	turns := make([]scoredTurn, 0, len(rows))
	for _, at := range d.order {
		if steps[at.conversation] == nil {
			continue
		}
		message := &d.conversations[at.conversation].Messages[at.turn]
		t := scoredTurn{row: rows[len(turns)], text: message.Text}
		surprise := steps[at.conversation][at.turn]
		t.Surprise = finite(surprise)
		if p, ok := m.SurprisePercentile(surprise); ok {
			t.Percentile = &p
		}
		turns = append(turns, t)
	}
	return turns, conversations, nil
}

// surprises is the surprise of every turn, and the probability that the last one was the last.
func surprises(m *intent.Model, messages []transcript.Message) (surprise []float64, stop float64, err error) {
	session := m.NewSession()
	for t := range messages {
		step, err := session.PushTurn(intent.TurnOf(&messages[t]))
		if err != nil {
			return nil, 0, err
		}
		surprise, stop = append(surprise, step.Surprise), step.Stop
	}
	return surprise, stop, nil
}

func scoreConversation(m *intent.Model, id string, surprise []float64, stop float64) scoredConversation {
	sum := 0.0
	for _, v := range surprise {
		sum += v
	}
	end := 0.0
	if m.Record.Options.Whole && m.HMM.Chain.Stop != nil {
		end = math.Log(stop)
	}
	return scoredConversation{id, len(surprise), finite(end - sum), finite(sum / float64(len(surprise)))}
}

// finite is a pointer to a number that JSON has, nil for ±Inf.
func finite(x float64) *float64 {
	if math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func (t scoredTurn) strangeness() *float64         { return t.Surprise }
func (c scoredConversation) strangeness() *float64 { return c.Surprise }

// strangest is the top most surprising, the most surprising first, those that are impossible before all;
// or, if top is 0, all as they are.
func strangest[T interface{ strangeness() *float64 }](all []T, top int) []T {
	if top == 0 {
		return all
	}
	value := func(v T) float64 {
		if s := v.strangeness(); s != nil {
			return *s
		}
		return math.Inf(1)
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b T) int { return cmp.Compare(value(b), value(a)) })
	return sorted[:min(top, len(sorted))]
}

func scoreTables(w io.Writer, m *intent.Model, turns []scoredTurn, conversations []scoredConversation, top, width int) error {
	var strange []report.StrangeTurn
	for _, t := range strangest(turns, top) {
		strange = append(strange, report.StrangeTurn{
			Conversation: t.Conversation, Turn: t.Turn, Speaker: t.Speaker, Text: t.text, State: t.State,
			Surprise: t.Surprise, Percentile: t.Percentile,
		})
	}
	var unusual []report.StrangeConversation
	for _, c := range strangest(conversations, top) {
		unusual = append(unusual, report.StrangeConversation{
			Conversation: c.Conversation, Turns: c.Turns, LogLikelihood: c.LogLikelihood, Surprise: c.Surprise,
		})
	}
	return report.Strange(w, m, strange, unusual, width)
}

var turnColumns = []csvColumn[scoredTurn]{
	{"conversation_id", func(t scoredTurn) string { return t.Conversation }},
	{"turn", func(t scoredTurn) string { return strconv.Itoa(t.Turn) }},
	{"speaker", func(t scoredTurn) string { return t.Speaker }},
	{"state", func(t scoredTurn) string { return strconv.Itoa(t.State) }},
	{"intent", func(t scoredTurn) string { return t.Intent }},
	{"confidence", func(t scoredTurn) string { return number(&t.Confidence) }},
	{"surprise", func(t scoredTurn) string { return number(t.Surprise) }},
	{"percentile", func(t scoredTurn) string { return number(t.Percentile) }},
}

var conversationColumns = []csvColumn[scoredConversation]{
	{"conversation_id", func(c scoredConversation) string { return c.Conversation }},
	{"turns", func(c scoredConversation) string { return strconv.Itoa(c.Turns) }},
	{"log_likelihood", func(c scoredConversation) string { return number(c.LogLikelihood) }},
	{"surprise", func(c scoredConversation) string { return number(c.Surprise) }},
}
