package main

import (
	"context"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
	"intenthmm/hmm/transcript"
)

func topicsCommand(s streams) *cli.Command {
	d := topics.DefaultOptions()
	return &cli.Command{
		Name:      "topics",
		Usage:     "find the topics that documents or conversations mix, without labels",
		ArgsUsage: "FILE...",
		Description: "Reads text, Markdown and HTML files, JSON lines and CSV of articles, folders and archives of\n" +
			"them, or chats; finds topics (latent Dirichlet allocation), and prints for each its share of the\n" +
			"words, how coherent it is, its words, and typical documents. With -m a model folds in documents\n" +
			"that it was not trained on, and says how well it predicts them. The same documents, options and\n" +
			"seed give the same model file. An interrupt saves the best so far, and a second one ends at once.\n\n" +
			"--method variational  all documents, iteration after iteration\n" +
			"         online       batch after batch, for large collections; learns no priors\n" +
			"         gibbs        samples, on one thread\n\n" +
			"--by     c_v, npmi    the most coherent topics\n" +
			"         held-out     the fewest that predict documents held out as well as any number\n\n" +
			"--assignments writes a line a document: its main topic, how many of its words are known, and the\n" +
			"share of every topic.\n\n" +
			"intenthmm topics articles/ -o kb.topics.json --plot kb.png\n" +
			"intenthmm topics chats.jsonl -k 12 --assignments shares.csv\n" +
			"intenthmm topics -m kb.topics.json new/ --assignments -",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "topics", Aliases: []string{"k"}, Value: auto, DefaultText: auto,
				Usage: "look for `K` topics; auto: for as many as --by says"},
			&cli.StringFlag{Name: "method", Value: string(d.Method), DefaultText: string(d.Method), Usage: "`HOW`: variational, online or gibbs"},
			&cli.StringFlag{Name: "by", Value: string(d.Select.By), DefaultText: string(d.Select.By), Usage: "`WHAT` tells how many: c_v, npmi or held-out"},
			&cli.IntFlag{Name: "fewest", Value: d.Select.Fewest, Usage: "try `K` topics and more"},
			&cli.IntFlag{Name: "most", Value: d.Select.Most, Usage: "try up to `K` topics"},
			&cli.StringFlag{Name: "model", Aliases: []string{"m"}, Usage: "fold in by the model in `FILE` instead of training one"},
			outputFlag("model `FILE`, compressed if it ends in .gz"),
			&cli.StringFlag{Name: "assignments", Usage: "write the topics of each document to `FILE`: as CSV if\n\tit ends in .csv, as JSON lines otherwise"},
			&cli.Float64Flag{Name: "relevance", Value: topics.DefaultRelevance, Usage: "show the words of weight `λ`: from 0, what a topic has\n\tbefore others, to 1, what it has most of"},
			&cli.StringFlag{Name: "perplexity", Value: string(topics.Completion), DefaultText: string(topics.Completion),
				Usage: "with -m, estimate it by `HOW`: completion or\n\tleft-to-right"},
			&cli.StringFlag{Name: "plot", Usage: "draw topics and documents to `FILE`, by its name a .png\n\tor .svg"},
			toggle("json", "write the topics as JSON"),
			&cli.IntFlag{Name: "min-documents", Value: d.Encode.MinTurns, Usage: "leave out words in fewer than `N` documents"},
			&cli.Float64Flag{Name: "most-share", Value: d.Encode.MostShare, Usage: "leave out words in more than that `SHARE` of the\n\tdocuments (of over 5 in any case); 0: none"},
			&cli.IntFlag{Name: "restarts", Value: d.Fit.Restarts, Usage: "learn from `R` starting points"},
			&cli.Uint64Flag{Name: "seed", Value: d.Fit.Seed, Usage: "draw all random choices from seed `S`"},
			&cli.IntFlag{Name: "iterations", Value: d.Fit.MaxIterations, Usage: "at most `N` iterations of variational inference"},
			&cli.IntFlag{Name: "passes", Value: d.Passes, Usage: "go over the documents `N` times online"},
			&cli.IntFlag{Name: "sweeps", Value: d.Sweeps, Usage: "draw the topic of every word `N` times by gibbs"},
			toggle("no-examples", "keep every sentence of the documents out of the model"),
			workersFlag(), quietFlag(),
		}, wordFlags(), documentFlags()),
		Action: func(c *cli.Context) error { return findTopics(c, s) },
	}
}

// findTopics trains a model or opens one, and writes what it makes of the documents.
func findTopics(c *cli.Context, s streams) error {
	files, err := paths(c)
	if err != nil {
		return err
	}
	if err := checkDocumentOutputs(c, files); err != nil {
		return err
	}
	if l := c.Float64("relevance"); !(l >= 0 && l <= 1) {
		return usage("--relevance %v, expected 0 to 1", l)
	}
	how := topics.Estimate(c.String("perplexity"))
	if how != topics.Completion && how != topics.LeftToRight {
		return usage("--perplexity %q, expected %s or %s", how, topics.Completion, topics.LeftToRight)
	}
	if c.IsSet("model") {
		found, err := foldIn(c, s, files, how)
		if err != nil {
			return err
		}
		return writeTopics(c.Context, c, s, found)
	}
	ctx := context.WithoutCancel(c.Context) // of all but the training itself
	found, err := topicsByTraining(ctx, c, s, files)
	if err != nil {
		return err
	}
	if err := writeTopics(ctx, c, s, found); err != nil {
		return err
	}
	return bestSoFar(c, "topics are")
}

// foldIn finds the topics of a model that there is.
func foldIn(c *cli.Context, s streams, files []string, how topics.Estimate) (*report.DocumentTopics, error) {
	if err := onlyApplies(c, "relevance", "perplexity"); err != nil {
		return nil, err
	}
	m, err := openTopics(c, s)
	if err != nil {
		return nil, err
	}
	documents, _, err := textDocuments(c, s, files, m.Record.Data.Hidden)
	if err != nil {
		return nil, err
	}
	n, err := workers(c)
	if err != nil {
		return nil, err
	}
	gate := em.NewGate(n)
	corpus := m.Encode(documents)
	found, err := shared(c.Context, c, m, documents, corpus, gate)
	if err != nil {
		return nil, err
	}
	if found.Coherence, err = m.Coherences(corpus); err != nil {
		return nil, err
	}
	for k := range m.Topics {
		found.Typical = append(found.Typical, m.Typical(documents, found.Shares, k, topics.DefaultOptions().Examples))
	}
	score, err := m.HeldOut(c.Context, corpus, how, gate)
	found.HeldOut, found.Estimate = &score, how
	return found, err
}

// shared is the topics of documents.
func shared(ctx context.Context, c *cli.Context, m *topics.Model, documents []transcript.Message, corpus *topics.Corpus, gate em.Gate) (*report.DocumentTopics, error) {
	shares, err := m.Fold(ctx, corpus, gate)
	return &report.DocumentTopics{Model: m, Documents: documents, Shares: shares, Relevance: c.Float64("relevance")}, err
}

// textDocuments reads documents for their text, for a model in whose training data people were hidden like that.
func textDocuments(c *cli.Context, s streams, files []string, training transcript.Hidden) ([]transcript.Message, *input, error) {
	in, unit, err := documentInput(c, s, files, sight{fields: []transcript.Field{transcript.FieldText}, training: training})
	if err != nil {
		return nil, nil, err
	}
	documents, err := in.documents(c.Context, unit)
	return documents, in, err
}

// openTopics opens the model that -m names, on standard input for "-".
func openTopics(c *cli.Context, s streams) (*topics.Model, error) {
	if path := c.String("model"); path != "-" {
		return topics.Open(path)
	}
	if slices.Contains(c.Args().Slice(), "-") {
		return nil, usage("%s: the model and documents cannot both be read from standard input", c.Command.Name)
	}
	return topics.Read(untilDone(c.Context, s.in))
}

// writeTopics writes everything that was asked for.
func writeTopics(ctx context.Context, c *cli.Context, s streams, found *report.DocumentTopics) error {
	tables := s
	for _, out := range []struct {
		flag  string
		write func(w io.Writer) error
	}{
		{"assignments", func(w io.Writer) error { return writeShares(w, formatOf(c.String("assignments")), found) }},
		{"output", found.Model.Write},
		{"plot", func(w io.Writer) error {
			format, _ := plot.FormatOf(c.String("plot"))
			return plot.Topics(w, found, format)
		}},
	} {
		path := c.String(out.flag)
		if path == "" {
			continue
		}
		if path == "-" {
			tables.out = s.err
		}
		if err := writeOutput(ctx, s, path, out.write); err != nil {
			return err
		}
	}
	if err := writeOutput(ctx, tables, "", func(w io.Writer) error { return topicTables(c, w, found, width(tables.out, "")) }); err != nil {
		return err
	}
	return saidWhere(c, s)
}

// topicTables writes the tables, or their JSON.
func topicTables(c *cli.Context, w io.Writer, found *report.DocumentTopics, width int) error {
	if c.Bool("json") {
		return found.JSON(w)
	}
	if !c.IsSet("model") {
		if err := report.TopicsFitted(w, found.Model); err != nil {
			return err
		}
	}
	return report.Topics(w, found, width)
}
