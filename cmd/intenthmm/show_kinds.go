package main

import (
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/report"
	"intenthmm/internal/modelfile"
)

// A shown is a model of something else than intents, as show prints it: what its training printed.
type shown struct {
	warnings []string
	tables   func(w io.Writer, width int) error
	json     func(w io.Writer) error
}

// shownKinds read each kind, by the format of its file.
var shownKinds = map[string]func(r io.Reader) (shown, error){
	"intenthmm clusters": shownClusters,
	"intenthmm topics":   shownTopics,
	"intenthmm types":    shownTypes,
}

// peeked opens the file at a path, standard input for "-", and tells the format of the model in it.
func peeked(c *cli.Context, s streams, path string) (format string, whole io.Reader, err error) {
	if path == "-" {
		return modelfile.Peek(untilDone(c.Context, s.in))
	}
	f, err := os.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	return modelfile.Peek(f)
}

// showKind prints a model of something else than intents.
func showKind(c *cli.Context, s streams, path string, read func(r io.Reader) (shown, error), whole io.Reader) error {
	for _, flag := range []string{"trace", "plot", "errors"} {
		if c.IsSet(flag) {
			return usage("show: --%s is of models of intents, which %s is not", flag, path)
		}
	}
	m, err := read(whole)
	if err != nil {
		return ofFile(path, err)
	}
	warn(s.err, m.warnings)
	output := c.String("output")
	return writeOutput(c.Context, s, output, func(w io.Writer) error {
		if c.Bool("json") {
			return m.json(w)
		}
		return m.tables(w, width(s.out, output))
	})
}

func shownClusters(r io.Reader) (shown, error) {
	m, err := cluster.Read(r)
	if err != nil {
		return shown{}, err
	}
	alone := &report.Clustering{Model: m}
	return shown{m.Record.Warnings, func(w io.Writer, width int) error {
		if err := report.Fitted(w, m); err != nil {
			return err
		}
		return report.Clusters(w, alone, width)
	}, alone.JSON}, nil
}

func shownTopics(r io.Reader) (shown, error) {
	m, err := topics.Read(r)
	if err != nil {
		return shown{}, err
	}
	alone := report.TrainedTopics(m, topics.DefaultRelevance)
	return shown{m.Record.Warnings, func(w io.Writer, width int) error {
		if err := report.TopicsFitted(w, m); err != nil {
			return err
		}
		return report.Topics(w, alone, width)
	}, alone.JSON}, nil
}

func shownTypes(r io.Reader) (shown, error) {
	m, err := typed.Read(r, emission.DefaultRegistry())
	if err != nil {
		return shown{}, err
	}
	return shown{m.Record.Warnings, func(w io.Writer, width int) error {
		if err := report.TypesTraining(w, m); err != nil {
			return err
		}
		return report.Types(w, m, width)
	}, func(w io.Writer) error { return report.TypesJSON(w, m) }}, nil
}
