package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/report"
)

func showCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "print the map of a model: its states, what marks them, what they lead to",
		ArgsUsage: "-m MODEL",
		Description: "Prints what the model was trained on and how that went, and for every state its name, its share\n" +
			"of the turns, who speaks, the words that mark it (with their lift: how much more probable they\n" +
			"are than in the other states), what it leads to, and typical turns.",
		Flags: []cli.Flag{
			modelFlag(),
			toggle("json", "write it as JSON, with the record of the training"),
			outputFlag("write to `FILE`, compressed if it ends in .gz"),
		},
		Action: func(c *cli.Context) error { return show(c, s) },
	}
}

func show(c *cli.Context, s streams) error {
	if err := noFiles(c, "a model with -m"); err != nil {
		return err
	}
	if err := checkOutput(c, c.String("model")); err != nil {
		return err
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	warn(s.err, m)
	path := c.String("output")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			return report.JSON(w, m)
		}
		if err := report.Training(w, m); err != nil {
			return err
		}
		return report.States(w, m, width(s.out, path))
	})
}
