package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/report"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

func evalCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "compare decoded intents with gold labels",
		ArgsUsage: "FILE...",
		Description: "Decodes the transcripts and compares the states with a field of the log that holds gold\n" +
			"labels, on the turns that have one.",
		Flags: append([]cli.Flag{
			modelFlag(), methodFlag(),
			&cli.StringFlag{Name: "label", Value: "label", Usage: "`FIELD` with the gold label"},
			&cli.BoolFlag{Name: "json", Usage: "write the figures as JSON"},
			outputFlag("write to `FILE`"), workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return eval(c, s) },
	}
}

func eval(c *cli.Context, s streams) error {
	d, m, err := decodeInput(c, s)
	if err != nil {
		return err
	}
	var tally agreement.Tally
	for i, conversation := range d.conversations {
		for t, what := range d.decisions[i] {
			tally.Add(what.State, conversation.Messages[t].Label)
		}
	}
	table := tally.Table()
	if table.Turns == 0 {
		return fmt.Errorf("no turn has a gold label in field %q: name the field with --label", c.String("label"))
	}
	err = writeOutput(s, c.String("output"), func(w io.Writer) error {
		if c.Bool("json") {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(table.Figures())
		}
		return report.Agreement(w, m, table, width(s.out))
	})
	if err != nil {
		return err
	}
	return d.err()
}

// withLabel is the map with the gold label at that column.
func withLabel(fields map[transcript.Field]string, column string) map[transcript.Field]string {
	fields = maps.Clone(fields)
	if fields == nil {
		fields = map[transcript.Field]string{}
	}
	fields[transcript.FieldLabel] = column
	return fields
}
