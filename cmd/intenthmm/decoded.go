package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// A decoded is a set of transcripts with what a model makes of them.
type decoded struct {
	conversations []transcript.Conversation
	decisions     [][]intent.Decision // nil where a conversation could not be decoded
	failed        []error             // a conversation; nil where it could be
	coverage      encode.Coverage
	order         []place // of all messages as they came
}

// place is where a message stands.
type place struct{ conversation, turn int }

// decodeInput reads and decodes the transcripts that the command line names.
func decodeInput(c *cli.Context, s streams) (*decoded, *intent.Model, error) {
	method, err := intent.ParseMethod(c.String("method"))
	if err != nil {
		return nil, nil, usage("--%w", err)
	}
	n, err := workers(c)
	if err != nil {
		return nil, nil, err
	}
	files, err := paths(c)
	if err != nil {
		return nil, nil, err
	}
	if err := checkOutput(c, slices.Concat(files, c.StringSlice("train"), []string{c.String("model")})...); err != nil {
		return nil, nil, err
	}
	m, err := modelFor(c, s, files...)
	if err != nil {
		return nil, nil, err
	}
	vectors, _, err := vectorPaths(c)
	if err != nil {
		return nil, nil, err
	}
	in, err := modelInput(c, s, m, files, vectors, c.Bool("quiet"), func(o *transcript.Options) {
		if label := labelField(c, o.Map); label != "" {
			o.Map[transcript.FieldLabel] = label
		}
	})
	if err != nil {
		return nil, nil, err
	}
	in.warnOfHiding(c, m.Record.Data.Hidden)
	d, err := decodeAll(c.Context, in, m, method, n)
	if err == nil {
		warnOfOthers(s.err, d.coverage)
	}
	return d, m, err
}

// modelFor opens the model for transcripts that are to be read too.
func modelFor(c *cli.Context, s streams, files ...string) (*intent.Model, error) {
	for _, f := range files {
		if f == "-" && c.String("model") == "-" {
			return nil, usage("%s: the model and transcripts cannot both be read from standard input", c.Command.Name)
		}
	}
	return openModel(c, s)
}

// decodeAll reads and decodes all of the input. Interleaved conversations are put together, and the
// order in which their messages came is kept.
func decodeAll(ctx context.Context, in *input, m *intent.Model, method intent.Method, workers int) (*decoded, error) {
	d := &decoded{}
	var index transcript.Index
	for message, err := range in.messages(ctx) {
		if err != nil {
			return nil, err
		}
		at, first := index.Of(&message)
		if first {
			d.conversations = append(d.conversations, transcript.Conversation{ID: message.Conversation})
		}
		c := &d.conversations[at]
		d.order = append(d.order, place{at, len(c.Messages)})
		c.Messages = append(c.Messages, message)
	}
	all, err := m.DecodeAll(ctx, d.conversations, method, workers)
	d.decisions, d.failed, d.coverage = all.Decisions, all.Failed, all.Coverage
	return d, err
}

// err says how many conversations could not be decoded, and why for the first of them.
func (d *decoded) err() error { return reasons(d.failed, "could not be decoded") }

// reasons says how many conversations have an error, and why for the first of them; nil if none has.
func reasons(failed []error, what string) error {
	var texts []string
	n := 0
	for _, err := range failed {
		if err == nil {
			continue
		}
		if n++; n <= shownProblems {
			texts = append(texts, "\n\t"+err.Error())
		}
	}
	if n == 0 {
		return nil
	}
	if more := n - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("\n\tand %d more", more))
	}
	return fmt.Errorf("%d of %d conversations %s:%s", n, len(failed), what, strings.Join(texts, ""))
}

// mostUnknown is the share of unknown words, symbols or speakers above which transcripts seem to be of
// another kind than those that the model was trained on.
const mostUnknown = 0.25

// warnOfOthers warns of transcripts that the model hardly knows.
func warnOfOthers(w io.Writer, c encode.Coverage) {
	for _, part := range []struct {
		name         string
		all, unknown int
	}{
		{"words", c.Words, c.UnknownWords},
		{"symbols", c.Symbols, c.UnknownSymbols},
		{"turns' speakers", c.Speakers, c.UnknownSpeakers},
	} {
		if share := float64(part.unknown) / float64(max(part.all, 1)); share > mostUnknown {
			fmt.Fprintf(w, "warning: %.0f%% of the %s are unknown to this model: was it trained on other data?\n", 100*share, part.name)
		}
	}
}
