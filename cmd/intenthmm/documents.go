package main

import (
	"context"
	"fmt"
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
	fields   []transcript.Field
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
	o, err := readOptions(c, sees.fields)
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

// labelled reads them all, of which one must have a label if --label names the field of it.
func (in *input) labelled(c *cli.Context, unit document.Unit) ([]transcript.Message, error) {
	documents, err := in.documents(c.Context, unit)
	named := c.String("label")
	if err == nil && named != "" && !slices.ContainsFunc(documents, func(d transcript.Message) bool { return d.Label != "" }) {
		err = fmt.Errorf("no document has a gold label in field %q: name the field with --label", named)
	}
	return documents, err
}

// onlyApplies refuses flags that say how to train, where -m names a model that there is: all but those that say what to
// read, what to write, and these.
func onlyApplies(c *cli.Context, also ...string) error {
	allowed := append([]string{"model", "assignments", "plot", "json", "workers", "quiet"}, also...)
	for _, f := range documentFlags() {
		allowed = append(allowed, f.Names()...)
	}
	for _, f := range c.Command.Flags {
		if name := f.Names()[0]; c.IsSet(name) && !slices.Contains(allowed, name) {
			return usage("--%s says how to train, and -m uses a model that there is: leave one of them out", name)
		}
	}
	return nil
}
