package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
)

func showCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "print the map of a model: its states, what marks them, what they lead to",
		ArgsUsage: "-m MODEL",
		Description: "Prints what the model was trained on and how that went, and for every state its name, its share\n" +
			"of the turns, who speaks, the words that mark it (with their lift: how much more probable they\n" +
			"are than in the other states), what it leads to, and typical turns.\n\n" +
			"With --trace, why to trust it: what entered and what was left out, what each iteration changed\n" +
			"and when that ended, and which states are the least certain. --plot draws that.",
		Flags: []cli.Flag{
			modelFlag(),
			toggle("trace", "tell how the model came about instead"),
			&cli.StringFlag{Name: "plot", Usage: "draw the trace to `FILE`, by its name a .png or .svg"},
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
	if c.IsSet("plot") {
		return showPlot(c, s)
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	warn(s.err, m)
	path := c.String("output")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		switch {
		case c.Bool("trace") && c.Bool("json"):
			return report.NewTrace(m).JSON(w)
		case c.Bool("trace"):
			return report.NewTrace(m).Write(w)
		case c.Bool("json"):
			return report.JSON(w, m)
		}
		return showMap(w, m, width(s.out, path))
	})
}

func showMap(w io.Writer, m *intent.Model, width int) error {
	if err := report.Training(w, m); err != nil {
		return err
	}
	return report.States(w, m, width)
}

// showPlot draws the trace.
func showPlot(c *cli.Context, s streams) error {
	path := c.String("plot")
	format, err := plot.FormatOf(path)
	if err != nil {
		return usage("--plot: %w", err)
	}
	if c.IsSet("output") || c.Bool("json") {
		return usage("--plot writes a picture to %s: it takes neither -o nor --json", path)
	}
	if err := notInput(path, c.String("model")); err != nil {
		return err
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		return plot.Trace(w, report.NewTrace(m), format)
	})
}
