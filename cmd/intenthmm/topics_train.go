package main

import (
	"context"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// topicsByTraining trains a model on the documents until an interrupt, and finds its topics in them until ctx ends.
func topicsByTraining(ctx context.Context, c *cli.Context, s streams, files []string) (*report.DocumentTopics, error) {
	o, err := topicOptions(c)
	if err != nil {
		return nil, err
	}
	documents, in, err := textDocuments(c, s, files, transcript.Hidden{})
	if err != nil {
		return nil, err
	}
	m, err := fitTopics(c, s, documents, o)
	if err != nil {
		return nil, nothingTrained(err)
	}
	m.Record.Data.Skipped, m.Record.Data.Hidden = in.reader.Summary().ByReason(), hidden(c, in.options)
	warn(s.err, m.Record.Warnings)
	found, err := shared(ctx, c, m, documents, m.Encode(documents), o.Fit.Gate)
	for _, t := range m.Topics {
		found.Coherence, found.Typical = append(found.Coherence, t.Coherence), append(found.Typical, t.Examples)
	}
	return found, err
}

// fitTopics trains, and shows how that goes on unless it is to be quiet.
func fitTopics(c *cli.Context, s streams, documents []transcript.Message, o topics.Options) (*topics.Model, error) {
	if !c.Bool("quiet") {
		j := journey{"topics", o.Topics == topics.Auto, o.Fit.Restarts, o.Fit.Tolerance * wordsOf(documents), "nats a document"}
		steps, noun := o.Passes, "pass"
		if o.Method == topics.Gibbs {
			j.restarts, steps, noun = 1, o.Sweeps, "sweep"
		}
		p := newProgress(s.err, func() int { return len(documents) }, j)
		defer p.finish()
		o.Select.OnProgress, o.OnStep = p.search, func(restart, made int) { p.step(restart, made, steps, noun) }
		if o.Method == topics.Variational {
			o.Fit.OnIteration = p.iteration
		}
	}
	return topics.Train(c.Context, documents, o)
}

// wordsOf is about how many words a document has.
func wordsOf(documents []transcript.Message) float64 {
	n := 0
	for i := range documents {
		n += strings.Count(documents[i].Text, " ") + 1
	}
	return float64(n) / max(float64(len(documents)), 1)
}

// topicOptions are the training options that the flags say.
func topicOptions(c *cli.Context) (topics.Options, error) {
	o := topics.DefaultOptions()
	o.Method, o.Select.By = topics.Method(c.String("method")), topics.Criterion(c.String("by"))
	if err := howMany(c, "topics", &o.Topics); err != nil {
		return o, err
	}
	o.Select.Fewest, o.Select.Most = c.Int("fewest"), c.Int("most")
	o.Fit.Restarts, o.Fit.Seed, o.Fit.MaxIterations = c.Int("restarts"), c.Uint64("seed"), c.Int("iterations")
	o.Passes, o.Sweeps = c.Int("passes"), c.Int("sweeps")
	o.Encode.MinTurns, o.Encode.MostShare = c.Int("min-documents"), c.Float64("most-share")
	if c.Bool("no-examples") {
		o.Examples = 0
	}
	if o.Method == topics.Gibbs && c.IsSet("restarts") {
		return o, usage("--restarts, but --method %s is one chain: leave it out", topics.Gibbs)
	}
	var err error
	if o.Encode, err = encodeOptions(c, o.Encode); err != nil {
		return o, err
	}
	if o.StopWords, err = stopWords(c); err != nil {
		return o, err
	}
	return o, settle(c, &o)
}
