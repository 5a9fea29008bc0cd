package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
)

const defaultModel = "intents.hmm.json"

func trainCommand(s streams) *cli.Command {
	d := intent.DefaultOptions()
	return &cli.Command{
		Name:      "train",
		Usage:     "learn a model from transcripts, without labels",
		ArgsUsage: "FILE...",
		Description: "Reads files, folders or standard input (-), fits the model from several starting points,\n" +
			"keeps the best, saves it and prints the map of its states. An interrupt saves the best so far.",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "states", Aliases: []string{"k"}, Value: d.States, Usage: "number of intents `K` to look for"},
			&cli.IntFlag{Name: "restarts", Value: d.Search.Restarts, Usage: "`R` starting points"},
			&cli.Uint64Flag{Name: "seed", Value: d.Search.Seed, Usage: "of all random choices"},
			outputFlag("model `FILE`, compressed if it ends in .gz (default: " + defaultModel + ")"),
			&cli.StringFlag{Name: "observe", Value: string(d.Encode.Observe), Usage: "what of a turn to look at: words, symbols or vectors"},
			&cli.BoolFlag{Name: "no-speaker", Usage: "do not look at who speaks"},
			&cli.BoolFlag{Name: "ongoing", Usage: "the log cuts conversations off: do not learn where they stop"},
			&cli.StringFlag{Name: "covariance", Value: d.Covariance.String(), Usage: "of vectors: spherical, diagonal, full or tied"},
			&cli.StringFlag{Name: "start", Value: d.Search.Start.String(), Usage: "starting points: kmeans or random"},
			&cli.IntFlag{Name: "iterations", Value: d.Search.Fit.Loop.MaxIterations, Usage: "most iterations of a restart"},
			&cli.Float64Flag{Name: "tolerance", Value: d.Search.Fit.Loop.Tolerance, Usage: "gain in nats a turn that counts as converged"},
			workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return train(c, s) },
	}
}

func train(c *cli.Context, s streams) error {
	o, err := trainOptions(c)
	if err != nil {
		return err
	}
	files, err := paths(c)
	if err != nil {
		return err
	}
	ro, err := readOptions(c, observed(o.Encode.Observe))
	if err != nil {
		return err
	}
	in := newInput(s, files, ro)
	messages := in.messages(c.Context)
	if !c.Bool("quiet") {
		p := newProgress(s.err, o.Search.Restarts, o.Search.Fit.Loop.Tolerance)
		defer p.finish()
		o.Search.OnIteration = func(restart int, it em.Iteration) {
			p.read(in.reader.Summary().Messages)
			p.iteration(restart, it)
		}
	}
	m, err := intent.Train(c.Context, messages, o)
	in.report(s.err, c.Bool("quiet"))
	if errors.Is(err, baumwelch.ErrNothingTrained) {
		return fmt.Errorf("%w: nothing was trained yet, so nothing is saved", errInterrupted)
	}
	if err != nil {
		return err
	}
	m.Record.Data.Skipped = in.skipped()
	return finishTraining(c, s, m)
}

// finishTraining saves the model and tells of it.
func finishTraining(c *cli.Context, s streams, m *intent.Model) error {
	path, tables := c.String("output"), s.out
	if path == "" {
		path = defaultModel
	}
	if path == "-" {
		tables = s.err
		if err := writeOutput(s, path, m.Write); err != nil {
			return err
		}
	} else if err := m.Save(path); err != nil {
		return err
	}
	if err := report.Training(tables, m); err != nil {
		return err
	}
	if err := report.States(tables, m, width(tables)); err != nil {
		return err
	}
	warn(s.err, m)
	if path != "-" {
		fmt.Fprintf(s.err, "model saved to %s\n", path)
	}
	if c.Context.Err() != nil {
		return errInterrupted
	}
	return nil
}

func warn(w io.Writer, m *intent.Model) {
	for _, text := range m.Record.Warnings {
		fmt.Fprintf(w, "warning: %s\n", text)
	}
}

// trainOptions are the training options that the flags say.
func trainOptions(c *cli.Context) (intent.Options, error) {
	o := intent.DefaultOptions()
	o.States, o.Whole = c.Int("states"), !c.Bool("ongoing")
	o.Encode.Observe, o.Encode.Speaker = encode.Observe(c.String("observe")), !c.Bool("no-speaker")
	o.Search.Restarts, o.Search.Seed = c.Int("restarts"), c.Uint64("seed")
	o.Search.Fit.Loop.MaxIterations, o.Search.Fit.Loop.Tolerance = c.Int("iterations"), c.Float64("tolerance")
	var covariance emission.Covariance
	if err := covariance.UnmarshalText([]byte(c.String("covariance"))); err != nil {
		return o, usageError{err}
	}
	o.Covariance = covariance
	if err := o.Search.Start.UnmarshalText([]byte(c.String("start"))); err != nil {
		return o, usageError{err}
	}
	n, err := workers(c)
	if err != nil {
		return o, err
	}
	o.Workers(n)
	if err := o.Check(); err != nil {
		return o, usageError{err}
	}
	return o, nil
}
