package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/report"
)

func showCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:  "show",
		Usage: "print the map of a model: its states, what marks them, what they lead to",
		Flags: []cli.Flag{
			modelFlag(),
			&cli.BoolFlag{Name: "json", Usage: "write it as JSON"},
			outputFlag("write to `FILE`"),
		},
		Action: func(c *cli.Context) error { return show(c, s) },
	}
}

func show(c *cli.Context, s streams) error {
	if c.Args().Present() {
		return usage("show takes a model with -m, and no other files")
	}
	m, err := openModel(c)
	if err != nil {
		return err
	}
	return writeOutput(s, c.String("output"), func(w io.Writer) error {
		if c.Bool("json") {
			return report.JSON(w, m)
		}
		if err := report.Training(w, m); err != nil {
			return err
		}
		return report.States(w, m, width(s.out))
	})
}
