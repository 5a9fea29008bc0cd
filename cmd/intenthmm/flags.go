package main

import (
	"runtime"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// inputFlags say how to read transcripts.
func inputFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Value: "auto", Usage: "`FORMAT` of the transcripts: jsonl, csv, tsv, or auto"},
		&cli.StringFlag{Name: "map", Usage: "`FIELD=COLUMN,...`: where the log's columns have other names, as in conversation=ticket,speaker=from,text=body"},
		&cli.BoolFlag{Name: "strict", Usage: "stop at the first bad line instead of skipping it"},
	}
}

func modelFlag() cli.Flag {
	return &cli.StringFlag{Name: "model", Aliases: []string{"m"}, Usage: "model `FILE`", Required: true}
}

func outputFlag(text string) *cli.StringFlag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: text}
}

func workersFlag() cli.Flag {
	return &cli.IntFlag{Name: "workers", Usage: "`N` threads; the result does not depend on it (default: one a core)"}
}

func quietFlag() cli.Flag {
	return &cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress"}
}

// workers is the number of threads to use, and holds the whole process to it.
func workers(c *cli.Context) (int, error) {
	n := c.Int("workers")
	if !c.IsSet("workers") {
		return runtime.GOMAXPROCS(0), nil
	}
	if n < 1 {
		return 0, usage("--workers %d, expected at least 1", n)
	}
	runtime.GOMAXPROCS(n)
	return n, nil
}

// readOptions are the options of the transcripts' reader, for a model that needs the fields.
func readOptions(c *cli.Context, require ...transcript.Field) (transcript.Options, error) {
	o := transcript.DefaultOptions()
	o.Format, o.Strict, o.Require = c.String("format"), c.Bool("strict"), require
	if s := c.String("map"); s != "" {
		fields, err := transcript.ParseMap(s)
		if err != nil {
			return o, usageError{err}
		}
		o.Map = fields
	}
	return o, nil
}

// paths are the transcripts named on the command line.
func paths(c *cli.Context) ([]string, error) {
	if !c.Args().Present() {
		return nil, usage("%s: no transcripts given; name files or folders, or - for standard input", c.Command.Name)
	}
	return c.Args().Slice(), nil
}

func openModel(c *cli.Context) (*intent.Model, error) { return intent.Open(c.String("model")) }
