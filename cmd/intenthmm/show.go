package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/diff"
	"intenthmm/hmm/report/plot"
)

func showCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "print the map of a model: its states, what marks them, what they lead to",
		ArgsUsage: "-m MODEL [-m MODEL2]",
		Description: "Prints what the model was trained on and how that went, and for every state its name, its share\n" +
			"of the turns, who speaks, the words that mark it (with their lift: how much more probable they\n" +
			"are than in the other states), what it leads to, and typical turns. Of a model of clusters,\n" +
			"topics or types it prints what their training did.\n\n" +
			"--trace   why to trust it: what entered and what was left out, what each iteration changed and\n" +
			"          when that ended, which states are the least certain; --plot draws that\n" +
			"--errors  how exact it is: 95% intervals of its probabilities, from the transcripts that it was\n" +
			"          trained on, which stand after the flags\n" +
			"-m twice  what became of the states of the first model in the second: kept, renamed, split,\n" +
			"          merged, new or gone\n\n" +
			"intenthmm show -m shop.hmm.json --trace --plot training.png\n" +
			"intenthmm show -m shop.hmm.json --errors chats.jsonl\n" +
			"intenthmm show -m old.hmm.json -m new.hmm.json",
		Flags: append([]cli.Flag{
			modelsFlag{&cli.StringSliceFlag{Name: "model", Aliases: []string{"m"}, Usage: "model `FILE`, needed; two to compare them"}},
			toggle("trace", "tell how the model came about instead"),
			&cli.StringFlag{Name: "plot", Usage: "draw the trace to `FILE`, by its name a .png or .svg"},
			toggle("errors", "tell how exact the probabilities are instead"),
			toggle("json", "write it as JSON, with the record of the training"),
			outputFlag("write to `FILE`, compressed if it ends in .gz"),
			workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return show(c, s) },
	}
}

// modelsFlag is a flag that may be given twice, which its line in the help need not say twice.
type modelsFlag struct{ *cli.StringSliceFlag }

func (f modelsFlag) String() string {
	return (&cli.StringFlag{Name: f.Name, Aliases: f.Aliases, Usage: f.Usage}).String()
}

// show prints what of a model, or of two, was asked for.
func show(c *cli.Context, s streams) error {
	models := c.StringSlice("model")
	if len(models) == 0 {
		return usage("show: no model given; name its file with -m")
	}
	if len(models) > 2 {
		return usage("show: %d models, expected one, or two to compare", len(models))
	}
	if err := oneOf(c, len(models) == 2, "two models"); err != nil {
		return err
	}
	if !c.Bool("errors") {
		if err := noFiles(c, "a model with -m"); err != nil {
			return err
		}
	}
	if err := checkOutput(c, append(c.Args().Slice(), models...)...); err != nil {
		return err
	}
	switch {
	case len(models) == 2:
		return showDifference(c, s, models[0], models[1])
	case c.Bool("errors"):
		return showErrors(c, s, models[0])
	}
	format, whole, err := peeked(c, s, models[0])
	if err != nil {
		return err
	}
	if read := shownKinds[format]; read != nil {
		return showKind(c, s, models[0], read, whole)
	}
	m, err := intent.Read(whole, emission.DefaultRegistry())
	if err != nil {
		return ofFile(models[0], err)
	}
	return showIntents(c, s, m)
}

// ofFile is an error with the file in it, unless that is standard input.
func ofFile(path string, err error) error {
	if path == "-" {
		return err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// showIntents prints the map of a model of intents, or its trace.
func showIntents(c *cli.Context, s streams, m *intent.Model) error {
	if c.IsSet("plot") {
		if err := showPlot(c, s, m); err != nil || !c.Bool("trace") {
			return err
		}
	}
	warn(s.err, m.Record.Warnings)
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

// oneOf refuses two things to show at once, but for the trace and its plot.
func oneOf(c *cli.Context, compare bool, what string) error {
	var asked []string
	if compare {
		asked = append(asked, what)
	}
	for _, flag := range []string{"trace", "plot", "errors"} {
		if c.IsSet(flag) {
			asked = append(asked, "--"+flag)
		}
	}
	if len(asked) > 1 && !slices.Equal(asked, []string{"--trace", "--plot"}) {
		return usage("show: %s and %s: one at a time", asked[0], asked[len(asked)-1])
	}
	path := c.String("plot")
	switch {
	case !c.IsSet("plot"):
	case !c.IsSet("trace") && (c.IsSet("output") || c.Bool("json")):
		return usage("--plot writes a picture to %s: without --trace it takes neither -o nor --json", path)
	case path == c.String("output"):
		return usage("the trace and the plot cannot both be written to %s", path)
	}
	return nil
}

func showMap(w io.Writer, m *intent.Model, width int) error {
	if err := report.Training(w, m); err != nil {
		return err
	}
	return report.States(w, m, width)
}

// showPlot draws the trace, and says where to.
func showPlot(c *cli.Context, s streams, m *intent.Model) error {
	path := c.String("plot")
	format, err := plot.FormatOf(path)
	if err != nil {
		return usage("--plot: %w", err)
	}
	if err := notInput(path, c.StringSlice("model")...); err != nil {
		return err
	}
	err = writeOutput(c.Context, s, path, func(w io.Writer) error {
		return plot.Trace(w, report.NewTrace(m), format)
	})
	if err == nil && !c.Bool("quiet") {
		fmt.Fprintf(s.err, "trace drawn to %s\n", path)
	}
	return err
}

// showDifference compares two models.
func showDifference(c *cli.Context, s streams, before, after string) error {
	if before == "-" && after == "-" {
		return usage("show: the two models cannot both be read from standard input")
	}
	a, err := openNamed(c, s, before)
	if err != nil {
		return err
	}
	b, err := openNamed(c, s, after)
	if err != nil {
		return err
	}
	d, err := diff.Compare(a, b)
	if err != nil {
		return err
	}
	path := c.String("output")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			return report.DifferenceJSON(w, d)
		}
		return report.Difference(w, d, width(s.out, path))
	})
}
