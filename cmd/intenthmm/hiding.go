package main

import (
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/serve"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/redact"
)

// redactedKinds are the tokens that package redact puts for what has a form.
var redactedKinds = []string{"<email>", "<phone>", "<card>", "<iban>", "<url>", "<ip>", "<date>", "<number>"}

// redactFlags say what of people's data becomes tokens.
func redactFlags() []cli.Flag {
	return []cli.Flag{
		toggle("redact", "put <email>, <phone>, <card>, <iban>, <url>, <ip>,\n\t<date> (of birth), <number> for what has that form"),
		&cli.StringFlag{Name: "redact-names", Usage: "likewise, and <name> for the names in `FILE`, one a line"},
	}
}

// redactor is what the flags have done to texts; nil: nothing.
func redactor(c *cli.Context) (func(string) string, error) {
	path := c.String("redact-names")
	if path == "" && !c.Bool("redact") {
		return nil, nil
	}
	var names []string
	if path != "" {
		var err error
		if names, err = readNames(path); err != nil {
			return nil, err
		}
	}
	return redact.New(names...).Text, nil
}

// redactorFor is what is done to texts for a model: what the flags say, or else what was done to its
// training data, but for names, unless --redact=false forbids it.
func redactorFor(c *cli.Context, training transcript.Hidden) (func(string) string, error) {
	r, err := redactor(c)
	if err == nil && r == nil && !c.IsSet("redact") && training.Kinds != nil {
		r = redact.New().Text
	}
	return r, err
}

// hidden says how the flags hide people, for the record.
func hidden(c *cli.Context, o transcript.Options) transcript.Hidden {
	h := transcript.Hidden{Names: c.String("redact-names") != "", Identifiers: len(o.HashKey) > 0}
	if o.Redact != nil {
		h.Kinds = redactedKinds
	}
	return h
}

// otherHiding says how people are hidden otherwise than in the model's training data, if they were hidden there.
func otherHiding(c *cli.Context, h transcript.Hidden, redacts bool) []string {
	var texts []string
	switch {
	case h.Kinds == nil:
	case !redacts:
		texts = append(texts, "the model was trained on redacted text, and this is not redacted (--redact): it knows tokens such as <email>, and not what they stand for")
	case !slices.Equal(h.Kinds, redactedKinds):
		texts = append(texts, fmt.Sprintf("the model was trained on text with %s in it, and now %s are put: another version redacted it", strings.Join(h.Kinds, ", "), strings.Join(redactedKinds, ", ")))
	}
	if h.Names && c.String("redact-names") == "" {
		texts = append(texts, "in the model's training data <name> stands for names of a list, which is not in the model: give it with --redact-names")
	}
	if h.Identifiers && c.String("hash-ids") == "" {
		texts = append(texts, "in the model's training data keyed hashes stand for authors without a role (--hash-ids), and here they do not: it takes them for other speakers")
	}
	return texts
}

// warnOfHiding warns of transcripts in which people are not hidden as in the model's training data.
func (in *input) warnOfHiding(c *cli.Context, training transcript.Hidden) {
	for _, text := range otherHiding(c, training, in.options.Redact != nil) {
		fmt.Fprintf(in.log, "warning: %s\n", text)
	}
}

// hideTurns has a server redact turns as redactorFor says of its first model, and warn where people are not
// hidden as in the training data of this model, or of one that is loaded later.
func hideTurns(c *cli.Context, m *intent.Model, o *serve.Options, log *slog.Logger) error {
	redact, err := redactorFor(c, m.Record.Data.Hidden)
	if err != nil {
		return err
	}
	warn := func(m *intent.Model) {
		for _, text := range otherHiding(c, m.Record.Data.Hidden, redact != nil) {
			log.Warn(text)
		}
	}
	warn(m)
	o.Redact = redact
	if reload := o.Reload; reload != nil {
		o.Reload = func() (*intent.Model, error) {
			m, err := reload()
			if err == nil {
				warn(m)
			}
			return m, err
		}
	}
	return nil
}

// readNames reads the names in a file, one a line. A file without any hides nobody, and is refused.
func readNames(path string) (names []string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	for i, line := range lines {
		if !utf8.ValidString(line) {
			return nil, fmt.Errorf("%s:%d: not UTF-8: expected a name a line, saved as UTF-8", path, i+1)
		}
		if line = strings.TrimSpace(line); line != "" {
			names = append(names, line)
		}
	}
	if names == nil {
		return nil, fmt.Errorf("%s: no names: expected one a line", path)
	}
	return names, nil
}
