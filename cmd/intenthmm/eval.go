package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/report"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

func evalCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "compare decoded intents with gold labels",
		ArgsUsage: "-m MODEL FILE...",
		Description: "Decodes the transcripts and compares the states with a field of the log that holds gold\n" +
			"labels, on the turns that have one: nmi (V-measure), ari, ami, accuracy (states matched to\n" +
			"labels one to one), purity, inverse_purity, homogeneity and completeness.\n\n" +
			"intenthmm eval -m shop.hmm.json gold.jsonl --label act --json",
		Flags: append([]cli.Flag{
			modelFlag(),
			&cli.StringFlag{Name: "label", DefaultText: defaultLabel, Usage: "`FIELD` with the gold label"},
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
	if !labelled {
		fields, _ := transcript.ParseMap(c.String("map"))
		return fmt.Errorf("no turn has a gold label in field %q: name the field with --label", labelField(c, fields))
	}
	table, path := tally.Table(), c.String("output")
	return d.write(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(table.Figures())
		}
		return report.Agreement(w, m, table, width(s.out, path))
	})
}
