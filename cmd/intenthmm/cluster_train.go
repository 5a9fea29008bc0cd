package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

// sortByTraining trains a model on the documents, and sorts them by it.
func sortByTraining(c *cli.Context, s streams, files []string) (*report.Clustering, error) {
	o, err := clusterOptions(c)
	if err != nil {
		return nil, err
	}
	looks := looksAt(c, o.Encode, o.Encode.WordVectors != nil).needs()
	in, unit, err := documentInput(c, s, files, sight{fields: looks, embedder: o.Encode.Embedder, command: c.String("embed-command")})
	if err != nil {
		return nil, err
	}
	documents, err := in.labelled(c, unit)
	if err != nil {
		return nil, err
	}
	m, err := fitClusters(c, s, documents, o)
	if err != nil {
		return nil, nothingTrained(err)
	}
	m.Record.Data.Skipped, m.Record.Data.Hidden = in.reader.Summary().ByReason(), hidden(c, in.options)
	warn(s.err, m.Record.Warnings)
	assigned, _, err := m.Assign(documents)
	return &report.Clustering{Model: m, Documents: documents, Assigned: assigned, Threshold: c.Float64("threshold")}, err
}

// fitClusters trains, and shows how that goes on unless it is to be quiet.
func fitClusters(c *cli.Context, s streams, documents []transcript.Message, o cluster.Options) (*cluster.Model, error) {
	if !c.Bool("quiet") {
		j := journey{"clusters", o.Clusters == cluster.Auto && o.Method != cluster.Variational, o.Search.Restarts, o.Search.Fit.Loop.Tolerance, "nats a document"}
		if o.Method == cluster.KMeans {
			j.unit = "of squared distance a document"
		}
		p := newProgress(s.err, func() int { return len(documents) }, j)
		defer p.finish()
		o.Search.OnIteration, o.Select.OnProgress = p.iteration, p.search
	}
	return cluster.Train(c.Context, stream(documents), o)
}

// clusterOptions are the training options that the flags say.
func clusterOptions(c *cli.Context) (cluster.Options, error) {
	o := cluster.DefaultOptions()
	o.Method = cluster.Method(c.String("method"))
	if err := howMany(c, "clusters", &o.Clusters); err != nil {
		return o, err
	}
	if err := o.Select.By.UnmarshalText([]byte(strings.ReplaceAll(c.String("by"), "-", " "))); err != nil {
		return o, usage("--by: %w", err)
	}
	if o.Method == cluster.KMeans && !c.IsSet("by") {
		o.Select.By = mixture.BIC
	}
	if o.Select.Most = c.Int("most"); o.Select.Most < 1 {
		return o, usage("--most %d, expected at least 1", o.Select.Most)
	}
	if err := o.Covariance.UnmarshalText([]byte(c.String("covariance"))); err != nil {
		return o, usage("--%w", err)
	}
	if o.Method == cluster.KMeans && given(c, "covariance") {
		return o, usage("--covariance is about Gaussian distributions, and --method is %s: leave it out", o.Method)
	}
	if c.Bool("no-examples") {
		o.Examples = 0
	}
	if err := howLong(c, &o.Search.Fit.Loop); err != nil {
		return o, err
	}
	o.Dims, o.Search.Restarts, o.Search.Seed = c.Int("dims"), c.Int("restarts"), c.Uint64("seed")
	o.Encode.MinTurns = c.Int("min-documents")
	encoding, err := encodeOptions(c, o.Encode)
	if err != nil {
		return o, err
	}
	o.Encode = encoding
	if o.StopWords, err = stopWords(c); err != nil {
		return o, err
	}
	return o, settle(c, &o)
}
