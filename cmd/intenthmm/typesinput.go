package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/transcript"
)

// typesPaths are the transcripts, once it is sure that what is written replaces none of what is read.
func typesPaths(c *cli.Context, output, model string) ([]string, error) {
	files, err := paths(c)
	if err != nil {
		return nil, err
	}
	assignments := c.String("assignments")
	if assignments != "" && assignments == output {
		return nil, usage("the types and the assignments cannot both be written to %s", output)
	}
	for _, path := range []string{output, assignments} {
		if err := checkPath(path, append(slices.Clone(files), model)...); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// typesInput reads the conversations for a model of intents, or of types on it, in whose training data people were
// hidden like that, and says how they are here.
func typesInput(c *cli.Context, s streams, m *intent.Model, training transcript.Hidden, files []string) ([]transcript.Conversation, transcript.Hidden, error) {
	redact, err := redactorFor(c, training)
	if err != nil {
		return nil, training, err
	}
	vectors, _, err := vectorPaths(c)
	if err != nil {
		return nil, training, err
	}
	in, err := modelInput(c, s, m, files, vectors, c.Bool("quiet"), func(o *transcript.Options) {
		o.Redact = redact
		if label := c.String("label"); label != "" {
			o.Map[transcript.FieldLabel] = label
		}
	})
	if err != nil {
		return nil, training, err
	}
	in.warnOfHiding(c, training)
	conversations, err := transcript.Group(in.messages(c.Context))
	return conversations, hidden(c, in.options), err
}

// typesOptions are the training options that the flags say.
func typesOptions(c *cli.Context) (typed.Options, error) {
	o := typed.DefaultOptions()
	if err := howMany(c, "types", &o.Types); err != nil {
		return o, err
	}
	if c.Bool("no-examples") {
		o.Examples = 0
	}
	o.Choose.Most = c.Int("most")
	o.Search.Restarts, o.Search.Seed = c.Int("restarts"), c.Uint64("seed")
	return o, settle(c, &o)
}
