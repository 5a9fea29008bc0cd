package main

import (
	"context"
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// documentFlags are those of commands that read documents.
func documentFlags() []cli.Flag {
	return slices.Concat([]cli.Flag{
		&cli.StringFlag{Name: "of", Value: string(document.Auto), DefaultText: string(document.Auto),
			Usage: "`WHAT` a document is: documents, conversations, turns;\n\tauto: documents as they are, chats by conversation"},
		formatFlag(true), mapFlag(), strictFlag(),
	}, chatFlags())
}

// readsDocuments says whether a command has documentFlags.
func readsDocuments(c *cli.Context) bool {
	return slices.ContainsFunc(c.Command.Flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), "of") })
}

// A sight is what a model sees of documents.
type sight struct {
	field    transcript.Field
	width    int               // of vectors; 0: not known yet
	embedder *encode.Embedder  // makes vectors of texts; nil: nothing does
	command  string            // that it runs
	training transcript.Hidden // how people were hidden in the model's training data, if there is a model
}

// documentInput prepares to read documents.
func documentInput(c *cli.Context, s streams, files []string, sees sight) (*input, document.Unit, error) {
	unit, err := document.ParseUnit(c.String("of"))
	if err != nil {
		return nil, "", usage("--of: %w", err)
	}
	o, err := readOptions(c, sees.field)
	if err != nil {
		return nil, "", err
	}
	if o.Redact, err = redactorFor(c, sees.training); err != nil {
		return nil, "", err
	}
	if label := c.String("label"); label != "" {
		o.Map[transcript.FieldLabel] = label
	}
	o.Width = sees.width
	in := newInput(c.Context, s, files, o, c.Bool("quiet"))
	in.embedder, in.command = sees.embedder, sees.command
	sees.training.Identifiers = false // nobody speaks in a document
	in.warnOfHiding(c, sees.training)
	return in, unit, nil
}

// documents reads them all.
func (in *input) documents(ctx context.Context, unit document.Unit) (list []transcript.Message, err error) {
	for d, err := range document.Gather(in.messages(ctx), in.reader.Summary, unit) {
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}
