package main

import (
	"fmt"
	"io"
	"iter"
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
	data, training, err := observations(c, s, m, files)
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
	u, path := report.NewUncertainty(m, e, len(data), training), c.String("output")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("json") {
			return u.JSON(w)
		}
		return u.Write(w, width(s.out, path))
	})
}

// observations reads the transcripts as the model sees them, and says whether it was trained on them.
func observations(c *cli.Context, s streams, m *intent.Model, files []string) (data []hmm.Conversation[emission.Turn], training bool, err error) {
	vectors, _, err := vectorPaths(c)
	if err != nil {
		return nil, false, err
	}
	in, err := modelInput(c, s, m, files, vectors, c.Bool("quiet"), asTheyAre)
	if err != nil {
		return nil, false, err
	}
	in.warnOfHiding(c, m.Record.Data.Hidden)
	var conversations []transcript.Conversation
	training = m.TrainedOn(func(add func(*transcript.Message) bool) {
		conversations, err = transcript.Group(each(in.messages(c.Context), add))
	})
	if err != nil {
		return nil, false, err
	}
	data, err = m.Observations(conversations)
	return data, training, err
}

// each is the stream, with what passes told to see.
func each(messages iter.Seq2[transcript.Message, error], see func(*transcript.Message) bool) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for m, err := range messages {
			if err == nil && !see(&m) || !yield(m, err) {
				return
			}
		}
	}
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
