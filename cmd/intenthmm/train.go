package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// auto has the number of states searched for.
const auto = "auto"

const defaultModel = "intents.hmm.json"

func trainCommand(s streams) *cli.Command {
	d := intent.DefaultOptions()
	return &cli.Command{
		Name:      "train",
		Usage:     "learn a model from transcripts, without labels",
		ArgsUsage: "FILE...",
		Description: "Reads files, folders or standard input (-), fits the model from several starting points, keeps\n" +
			"the best, saves it and prints the map of its states. The same data, options and seed give the\n" +
			"same model file. An interrupt saves the best model so far, and a second one ends at once.\n" +
			"Unless --states is a number, a search comes first: models of up to 40 states, and of ever fewer,\n" +
			"are fitted without some conversations, and those show which predicts best; a table says why.\n" +
			"--timings prints, after the map and to standard error, what reading, encoding, the starting\n" +
			"points, the E- and M-steps, comparing numbers of states, describing and writing took of the time;\n" +
			"no time enters the model.\n\n" +
			"intenthmm train chats.jsonl --states 20 -o shop.hmm.json\n" +
			"intenthmm train export.csv --map conversation=Ticket,speaker=From,text=Body",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "states", Aliases: []string{"k"}, Value: auto, DefaultText: auto,
				Usage: "look for `K` intents; auto: for as many as predict\n\tconversations best that were not trained on"},
			&cli.IntFlag{Name: "restarts", Value: d.Search.Restarts, Usage: "fit from `R` starting points"},
			&cli.Uint64Flag{Name: "seed", Value: d.Search.Seed, Usage: "draw all random choices from seed `S`"},
			outputFlag("model `FILE`, compressed if it ends in .gz\n\t(default: " + defaultModel + ")"),
			&cli.StringFlag{Name: "observe", Value: string(d.Encode.Observe), DefaultText: string(d.Encode.Observe),
				Usage: "`WHAT` of a turn to look at: words, symbols, vectors,\n\twords+vectors, lsa (where words place it), codes\n\t(kinds of places)"},
			&cli.IntFlag{Name: "topics", DefaultText: "none", Usage: "have the states mix `Z` topics, which they share, in\n\tplace of words of their own"},
			&cli.IntFlag{Name: "grams", Value: d.Encode.Grams, Usage: "look at every `N` characters in a row of words, too;\n\t0: at words alone"},
			toggle("no-speaker", "do not look at who speaks"),
			toggle("ongoing", "the log cuts conversations off: do not learn where\n\tthey stop"),
			&cli.StringFlag{Name: "vector-family", Value: string(d.VectorFamily), DefaultText: string(d.VectorFamily),
				Usage: "`FAMILY` of vectors' distributions: gaussian, or vmf,\n\tvon Mises-Fisher, over directions"},
			&cli.StringFlag{Name: "covariance", Value: d.Covariance.String(), DefaultText: d.Covariance.String(),
				Usage: "`SHAPE` of Gaussian distributions: spherical,\n\tdiagonal, full or tied"},
			&cli.StringFlag{Name: "start", Value: d.Search.Start.String(), DefaultText: d.Search.Start.String(),
				Usage: "`WHERE` to start: kmeans or random"},
			&cli.IntFlag{Name: "iterations", Value: d.Search.Fit.Loop.MaxIterations, Usage: "at most `N` iterations of a restart"},
			&cli.Float64Flag{Name: "tolerance", Value: d.Search.Fit.Loop.Tolerance, Usage: "stop where an iteration gains less than `NATS` a turn"},
			toggle("no-examples", "keep every sentence of the log out of the model"),
			toggle("timings", "say what each stage of the work took of the time"),
			workersFlag(), quietFlag(),
		}, placeFlags(), encodingFlags(), inputFlags()),
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
	if c.String("output") == "" {
		if err := c.Set("output", defaultModel); err != nil {
			return err
		}
	}
	if err := checkOutput(c, files...); err != nil {
		return err
	}
	ro, err := readOptions(c, looksAt(c, o.Encode, o.Encode.WordVectors != nil).needs())
	if err != nil {
		return err
	}
	beside, err := openVectors(c, files, namedVectors(c), &ro)
	if err != nil {
		return err
	}
	in := newInput(c.Context, s, files, ro, c.Bool("quiet"))
	in.embedder, in.command, in.vectors = o.Encode.Embedder, c.String("embed-command"), beside
	stages := newStopwatch(time.Now)
	if c.Bool("timings") {
		o.Watch(stages.watch)
	}
	m, err := fit(c, s, in, o)
	if err != nil {
		return nothingTrained(err)
	}
	m.Record.Data.Took(whatWasRead(c, in))
	m.Record.Data.Hidden = hidden(c, ro)
	stages.watch(writing, true)
	err = finishTraining(c, s, m)
	stages.watch(writing, false)
	if c.Bool("timings") {
		stages.write(s.err, m.Record.Data.Turns, in.reader.Summary().Bytes)
	}
	return err
}

// nothingTrained says so of an error of training that is an interrupt's.
func nothingTrained(err error) error {
	if errors.Is(err, em.ErrNothingTrained) {
		return fmt.Errorf("%w before anything was trained: no model is saved", errInterrupted)
	}
	return err
}

// bestSoFar is the error of a command that an interrupt cut short, after it has saved what it trained.
func bestSoFar(c *cli.Context, what string) error {
	if c.Context.Err() == nil {
		return nil
	}
	return fmt.Errorf("%w: the %s the best so far", errInterrupted, what)
}

// whatWasRead is the summary of reading, without what bad lines hold if no text is to enter the model.
func whatWasRead(c *cli.Context, in *input) transcript.Summary {
	read := in.reader.Summary()
	if c.Bool("no-examples") {
		read.Examples = nil
	}
	return read
}

// fit trains, and shows how that goes on unless it is to be quiet.
func fit(c *cli.Context, s streams, in *input, o intent.Options) (*intent.Model, error) {
	started := func() {}
	if !c.Bool("quiet") {
		p := newProgress(s.err, in.read, journey{"states", o.States == intent.Auto, o.Search.Restarts, o.Search.Fit.Loop.Tolerance, "nats a turn"})
		defer p.finish()
		o.Search.OnIteration, o.Select.OnProgress, started = p.iteration, p.search, p.start
		told := o.Search.Fit.Loop.Watch
		o.Watch(func(stage em.Stage, begins bool) {
			if told != nil {
				told(stage, begins)
			}
			p.stage(stage, begins)
		})
	}
	return intent.Train(c.Context, func(yield func(transcript.Message, error) bool) {
		read := 0
		for m, err := range in.messages(c.Context) {
			if read++; read == largeLog {
				spareMemory()
			}
			if !yield(m, err) {
				return
			}
		}
		started()
	}, o)
}

// finishTraining saves the model and tells of it. An interrupt does not keep it from that.
func finishTraining(c *cli.Context, s streams, m *intent.Model) error {
	ctx, path := context.WithoutCancel(c.Context), c.String("output")
	tables := s
	if path == "-" {
		tables.out = s.err
	}
	if err := writeOutput(ctx, s, path, m.Write); err != nil {
		return err
	}
	err := writeOutput(ctx, tables, "", func(w io.Writer) error {
		if err := report.Training(w, m); err != nil {
			return err
		}
		return report.States(w, m, width(tables.out, ""))
	})
	warn(s.err, m.Record.Warnings)
	if path != "-" && (!c.Bool("quiet") || err != nil) {
		fmt.Fprintf(s.err, "model saved to %s\n", path)
	}
	if err == nil {
		err = bestSoFar(c, "model is")
	}
	return err
}

func warn(w io.Writer, warnings []string) {
	for _, text := range warnings {
		fmt.Fprintf(w, "warning: %s\n", text)
	}
}

// trainOptions are the training options that the flags say.
func trainOptions(c *cli.Context) (intent.Options, error) {
	o := intent.DefaultOptions()
	o.Whole = !c.Bool("ongoing")
	if err := howMany(c, "states", &o.States); err != nil {
		return o, err
	}
	if c.Bool("no-examples") {
		o.Examples = 0
	}
	o.Encode.Speaker = !c.Bool("no-speaker")
	encoding, err := encodeOptions(c, o.Encode)
	if err != nil {
		return o, err
	}
	o.Encode = encoding
	cutting(c, &o.Encode)
	if err := placing(c, &o.Encode); err != nil {
		return o, err
	}
	if o.StopWords, err = stopWords(c); err != nil {
		return o, err
	}
	o.Topics = c.Int("topics")
	o.Search.Restarts, o.Search.Seed = c.Int("restarts"), c.Uint64("seed")
	if err := howLong(c, &o.Search.Fit.Loop); err != nil {
		return o, err
	}
	var covariance emission.Covariance
	if err := covariance.UnmarshalText([]byte(c.String("covariance"))); err != nil {
		return o, usage("--%w", err)
	}
	o.VectorFamily, o.Covariance = intent.VectorFamily(c.String("vector-family")), covariance
	if o.VectorFamily != intent.Gaussian && given(c, "covariance") {
		return o, usage("--covariance is about Gaussian distributions, and --vector-family is %s", o.VectorFamily)
	}
	if err := o.Search.Start.UnmarshalText([]byte(c.String("start"))); err != nil {
		return o, usage("--%w", err)
	}
	return o, settle(c, &o)
}
