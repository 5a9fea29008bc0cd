package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
	"intenthmm/hmm/transcript"
)

func clusterCommand(s streams) *cli.Command {
	d := cluster.DefaultOptions()
	return &cli.Command{
		Name:      "cluster",
		Usage:     "sort documents, conversations or turns into clusters, without labels",
		ArgsUsage: "FILE...",
		Description: "Reads text, Markdown and HTML files, JSON lines and CSV of articles, folders and archives of\n" +
			"them, or chats; finds clusters, and prints for each its share, the words that mark it and typical\n" +
			"documents, and then the strangest ones. With -m a model sorts documents that it was not trained\n" +
			"on. The same documents, options and seed give the same model file. An interrupt saves the best\n" +
			"so far, and a second one ends at once.\n\n" +
			"--method mixture      a mixture: words of multinomials, vectors of Gaussians; soft memberships\n" +
			"         kmeans       the nearest of K centres, words in --dims dimensions (50)\n" +
			"         variational  a mixture under a prior that empties clusters: K is the most there may be\n\n" +
			"--assignments writes a line a document: cluster, name, probability, further clusters,\n" +
			"log-likelihood in nats, the percentile of that among training documents, low for outliers, and\n" +
			"the share of its words that the model does not know.\n\n" +
			"intenthmm cluster articles/ -o kb.cluster.json --plot kb.png\n" +
			"intenthmm cluster chats.jsonl -k 12 --assignments sorted.csv\n" +
			"intenthmm cluster -m kb.cluster.json new/ --assignments -",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "clusters", Aliases: []string{"k"}, Value: auto, DefaultText: auto,
				Usage: "look for `K` clusters; auto: for as many as --by says"},
			&cli.StringFlag{Name: "method", Value: string(d.Method), DefaultText: string(d.Method), Usage: "`HOW`: mixture, kmeans or variational"},
			&cli.StringFlag{Name: "by", Value: "held-out", DefaultText: "held-out", Usage: "`WHAT` tells how many: held-out, BIC, ICL or AIC;\n\tkmeans: BIC alone, of equal spheres about the centres"},
			&cli.IntFlag{Name: "most", Value: d.Select.Most, Usage: "try up to `K` clusters"},
			&cli.StringFlag{Name: "model", Aliases: []string{"m"}, Usage: "sort by the model in `FILE` instead of training one"},
			outputFlag("model `FILE`, compressed if it ends in .gz"),
			&cli.StringFlag{Name: "assignments", Usage: "write where each document belongs to `FILE`: as CSV if\n\tit ends in .csv, as JSON lines otherwise"},
			&cli.Float64Flag{Name: "threshold", Value: defaultThreshold, Usage: "a document belongs to further clusters that have\n\tprobability `P`"},
			&cli.StringFlag{Name: "plot", Usage: "draw a map and the memberships to `FILE`, by its name\n\ta .png or .svg"},
			toggle("json", "write the clusters as JSON"),
			&cli.StringFlag{Name: "label", DefaultText: defaultLabel, Usage: "compare with the gold labels in `FIELD`"},
			&cli.StringFlag{Name: "observe", Value: string(d.Encode.Observe), DefaultText: string(d.Encode.Observe),
				Usage: "`WHAT` of a document to look at: words, symbols,\n\tvectors"},
			&cli.IntFlag{Name: "min-documents", Value: d.Encode.MinTurns, Usage: "words in fewer than `N` documents are unknown"},
			&cli.IntFlag{Name: "dims", DefaultText: "words as they are", Usage: "place words in `N` dimensions by latent semantic\n\tanalysis"},
			&cli.StringFlag{Name: "covariance", Value: d.Covariance.String(), DefaultText: d.Covariance.String(),
				Usage: "`SHAPE` of vectors' distributions: spherical,\n\tdiagonal, full or tied"},
			&cli.IntFlag{Name: "restarts", Value: d.Search.Restarts, Usage: "fit from `R` starting points"},
			&cli.Uint64Flag{Name: "seed", Value: d.Search.Seed, Usage: "draw all random choices from seed `S`"},
			&cli.IntFlag{Name: "iterations", Value: d.Search.Fit.Loop.MaxIterations, Usage: "at most `N` iterations of a restart"},
			&cli.Float64Flag{Name: "tolerance", Value: d.Search.Fit.Loop.Tolerance, Usage: "stop where an iteration gains less than `NATS` a\n\tdocument"},
			toggle("no-examples", "keep every sentence of the documents out of the model"),
			workersFlag(), quietFlag(),
		}, encodingFlags(), documentFlags(), []cli.Flag{embedFlag()}),
		Action: func(c *cli.Context) error { return clusterDocuments(c, s) },
	}
}

const defaultThreshold = 0.2

// clusterDocuments trains a model or opens one, and writes what it makes of the documents.
func clusterDocuments(c *cli.Context, s streams) error {
	files, err := paths(c)
	if err != nil {
		return err
	}
	if err := checkDocumentOutputs(c, files); err != nil {
		return err
	}
	if p := c.Float64("threshold"); !(p > 0 && p <= 1) {
		return usage("--threshold %v, expected a probability above 0 and up to 1", p)
	}
	if c.IsSet("model") {
		found, err := sortByModel(c, s, files)
		if err != nil {
			return err
		}
		return writeClusters(c.Context, c, s, found)
	}
	found, err := sortByTraining(c, s, files)
	if err != nil {
		return err
	}
	if err := writeClusters(context.WithoutCancel(c.Context), c, s, found); err != nil {
		return err
	}
	return bestSoFar(c, "clusters are")
}

// checkDocumentOutputs refuses outputs that cannot be written, before the work.
func checkDocumentOutputs(c *cli.Context, files []string) error {
	if c.IsSet("model") && c.IsSet("output") {
		return usage("-m uses a model that there is: it takes no -o")
	}
	inputs := append(slices.Clone(files), c.String("model"))
	if err := checkOutput(c, inputs...); err != nil {
		return err
	}
	if c.IsSet("plot") {
		if _, err := plot.FormatOf(c.String("plot")); err != nil {
			return usage("--plot: %w", err)
		}
	}
	seen := map[string]string{}
	for _, flag := range []string{"output", "assignments", "plot"} {
		path := c.String(flag)
		if path == "" {
			continue
		}
		if other, ok := seen[path]; ok {
			return usage("--%s and --%s would both write to %s", other, flag, path)
		}
		seen[path] = flag
		if err := notInput(path, inputs...); err != nil && flag != "output" {
			return usage("--%s would overwrite the input %s", flag, path)
		}
	}
	return nil
}

// sortByModel sorts the documents by a model that there is.
func sortByModel(c *cli.Context, s streams, files []string) (*report.Clustering, error) {
	if err := onlyApplies(c, "threshold", "label", "embed-command"); err != nil {
		return nil, err
	}
	m, err := openClusters(c, s)
	if err != nil {
		return nil, err
	}
	if _, err := workers(c); err != nil {
		return nil, err
	}
	command, err := embedder(c, m.Encoder)
	if err != nil {
		return nil, err
	}
	looks := looksAt(c, m.Encoder.Options, m.Encoder.WordVectors != nil).needs()
	in, unit, err := documentInput(c, s, files, sight{looks, m.Encoder.InputWidth(), m.Encoder.Options.Embedder, command, m.Record.Data.Hidden})
	if err != nil {
		return nil, err
	}
	documents, err := in.labelled(c, unit)
	if err != nil {
		return nil, err
	}
	assigned, coverage, err := m.Assign(documents)
	warnOfOthers(s.err, coverage)
	return &report.Clustering{Model: m, Documents: documents, Assigned: assigned, Threshold: c.Float64("threshold")}, err
}

// openClusters opens the model that -m names, on standard input for "-".
func openClusters(c *cli.Context, s streams) (*cluster.Model, error) {
	if path := c.String("model"); path != "-" {
		return cluster.Open(path)
	}
	if slices.Contains(c.Args().Slice(), "-") {
		return nil, usage("%s: the model and documents cannot both be read from standard input", c.Command.Name)
	}
	return cluster.Read(untilDone(c.Context, s.in))
}

// writeClusters writes everything that was asked for.
func writeClusters(ctx context.Context, c *cli.Context, s streams, found *report.Clustering) error {
	tables := s
	if path := c.String("assignments"); path != "" {
		if path == "-" {
			tables.out = s.err
		}
		if err := writeClusterRows(ctx, s, path, found); err != nil {
			return err
		}
	}
	if path := c.String("output"); path != "" {
		if path == "-" {
			tables.out = s.err
		}
		if err := writeOutput(ctx, s, path, found.Model.Write); err != nil {
			return err
		}
	}
	if path := c.String("plot"); path != "" {
		format, _ := plot.FormatOf(path)
		if err := writeOutput(ctx, s, path, func(w io.Writer) error { return plot.Clusters(w, found, format) }); err != nil {
			return err
		}
	}
	if err := writeOutput(ctx, tables, "", func(w io.Writer) error { return clusterTables(c, w, found, width(tables.out, "")) }); err != nil {
		return err
	}
	return saidWhere(c, s)
}

// clusterTables writes the tables, or their JSON.
func clusterTables(c *cli.Context, w io.Writer, found *report.Clustering, width int) error {
	if c.Bool("json") {
		return found.JSON(w)
	}
	if !c.IsSet("model") {
		if err := report.Fitted(w, found.Model); err != nil {
			return err
		}
	}
	if err := report.Clusters(w, found, width); err != nil {
		return err
	}
	table := found.Agreement()
	if table.Turns == 0 {
		return nil
	}
	fmt.Fprintln(w)
	return report.Agreement(w, found.Sorted(), table, width)
}

// saidWhere tells which files were written.
func saidWhere(c *cli.Context, s streams) error {
	if c.Bool("quiet") {
		return nil
	}
	for _, f := range []struct{ flag, what string }{{"output", "model saved"}, {"assignments", "assignments written"}, {"plot", c.Command.Name + " drawn"}} {
		if path := c.String(f.flag); !standard(path) {
			fmt.Fprintf(s.err, "%s to %s\n", f.what, path)
		}
	}
	return nil
}

// stream streams documents that are read.
func stream(documents []transcript.Message) func(yield func(transcript.Message, error) bool) {
	return func(yield func(transcript.Message, error) bool) {
		for i := range documents {
			if !yield(documents[i], nil) {
				return
			}
		}
	}
}
