package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/report"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/report/heldout"
	"intenthmm/hmm/transcript"
)

func evalCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "judge a model on held-out conversations, with and without gold labels",
		ArgsUsage: "-m MODEL FILE...",
		Description: "Judges the model on conversations that it was not trained on, without labels: log-likelihood a\n" +
			"turn and a word; the order of the first six turns of a conversation (Kendall's tau of the\n" +
			"likeliest of all 720); the next intent, and what probabilities are worth. With --train it trains\n" +
			"simpler models on the model's training data, and says so where one of them is better.\n\n" +
			"Where the log has a field with gold labels, the states are compared with them too, on the turns\n" +
			"that have one: nmi (V-measure), ari, ami, accuracy (states matched to labels one to one),\n" +
			"purity, inverse_purity, homogeneity and completeness.\n\n" +
			"intenthmm eval -m shop.hmm.json new.jsonl --train chats.jsonl\n" +
			"intenthmm eval -m shop.hmm.json gold.jsonl --label act --json",
		Flags: append([]cli.Flag{
			modelFlag(),
			&cli.StringFlag{Name: "label", DefaultText: defaultLabel, Usage: "`FIELD` with the gold label, if there is one"},
			trainingFlag(),
			toggle("json", "write the figures as JSON"),
			outputFlag("write to `FILE`, compressed if it ends in .gz"),
			methodFlag(), workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return eval(c, s) },
	}
}

const defaultLabel = "label"

// labelField is where the log has the gold labels that the command wants: as --label says, or else
// --map. It is "" for a command that wants none.
func labelField(c *cli.Context, fields map[transcript.Field]string) string {
	if c.Command.Name != "eval" {
		return ""
	}
	if label := c.String("label"); label != "" {
		return label
	}
	if label := fields[transcript.FieldLabel]; label != "" {
		return label
	}
	return defaultLabel
}

// evaluated is the figures of eval as JSON.
type evaluated struct {
	*agreement.Figures                  // nil without labels
	Heldout            *heldout.Figures `json:"heldout"`
}

func eval(c *cli.Context, s streams) error {
	d, m, err := decodeInput(c, s)
	if err != nil {
		return err
	}
	var tally agreement.Tally
	labelled := false
	for i, conversation := range d.conversations {
		for t, message := range conversation.Messages {
			labelled = labelled || message.Label != ""
			if d.decisions[i] != nil {
				tally.Add(d.decisions[i][t].State, message.Label)
			}
		}
	}
	fields, _ := transcript.ParseMap(c.String("map"))
	if named := cmp.Or(c.String("label"), fields[transcript.FieldLabel]); named != "" && !labelled {
		return fmt.Errorf("no turn has a gold label in field %q: name the field with --label", named)
	}
	judged, err := judge(c, s, m, d)
	if err != nil {
		return err
	}
	table, path := tally.Table(), c.String("output")
	return d.write(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			out := evaluated{Heldout: judged}
			if labelled {
				figures := table.Figures()
				out.Figures = &figures
			}
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(out)
		}
		if labelled {
			if err := report.Agreement(w, report.Intents(m), table, width(s.out, path)); err != nil {
				return err
			}
		}
		return report.Heldout(w, judged)
	})
}
