package main

import (
	"fmt"
	"io"
	"time"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/baumwelch/information"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// showErrors prints the standard errors of a model on transcripts.
func showErrors(c *cli.Context, s streams, model string) error {
	n, err := workers(c)
	if err != nil {
		return err
	}
	files, err := paths(c)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f == "-" && model == "-" {
			return usage("show: the model and transcripts cannot both be read from standard input")
		}
	}
	m, err := openNamed(c, s, model)
	if err != nil {
		return err
	}
	data, err := observations(c, s, m, files)
	if err != nil {
		return err
	}
	o := information.DefaultOptions()
	o.Prior, o.Gate = baumwelch.Prior(m.Record.Options.Prior), em.NewGate(n)
	if !c.Bool("quiet") {
		o.OnStep = steps(s.err, time.Now)
	}
	e, err := information.Estimate(c.Context, m.HMM, data, o)
	if err != nil {
		return err
	}
	u, path := report.NewUncertainty(m, e, len(data)), c.String("output")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			return u.JSON(w)
		}
		return u.Write(w, width(s.out, path))
	})
}

// observations reads the transcripts as the model sees them.
func observations(c *cli.Context, s streams, m *intent.Model, files []string) ([]hmm.Conversation[emission.Turn], error) {
	o, err := readOptions(c, m.Encoder.Options)
	if err != nil {
		return nil, err
	}
	o.Width = m.Encoder.Width
	in := newInput(c.Context, s, files, o, c.Bool("quiet"))
	conversations, err := transcript.Group(in.messages(c.Context))
	if err != nil {
		return nil, err
	}
	return m.Observations(conversations)
}

// steps tells of the E-steps that are done, from time to time.
func steps(w io.Writer, now func() time.Time) func(done, all int) {
	spoke := now()
	return func(done, all int) {
		if t := now(); t.Sub(spoke) >= pause {
			spoke = t
			fmt.Fprintf(w, "standard errors: %d of %d E-steps\n", done, all)
		}
	}
}
