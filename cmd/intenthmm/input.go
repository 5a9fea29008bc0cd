package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// An input is transcripts being read.
type input struct {
	reader  *transcript.Reader
	perFile map[string]int // messages
}

func newInput(s streams, paths []string, o transcript.Options) *input {
	return &input{transcript.New(paths, s.in, o), map[string]int{}}
}

// messages streams the messages. After the last it is an error if a file had no usable one.
func (in *input) messages(ctx context.Context) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for m, err := range in.reader.Messages() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(m, err)
				return
			}
			in.perFile[m.File]++
			if !yield(m, nil) {
				return
			}
		}
		if err := in.unusable(); err != nil {
			yield(transcript.Message{}, err)
		}
	}
}

// unusable is an error if some file had no usable message.
func (in *input) unusable() error {
	s := in.reader.Summary()
	if err := s.Err(); err != nil {
		return err
	}
	for _, f := range s.Files {
		if in.perFile[f] > 0 {
			continue
		}
		for _, p := range s.Problems {
			if p.File == f {
				return fmt.Errorf("%s: no usable message in it: %w", f, p)
			}
		}
		return fmt.Errorf("%s: no usable message in it", f)
	}
	return nil
}

// shownProblems bounds the bad lines that are printed one by one.
const shownProblems = 5

// report prints what was read and what was skipped.
func (in *input) report(w io.Writer, quiet bool) {
	s := in.reader.Summary()
	if s.Skipped == 0 && quiet {
		return
	}
	fmt.Fprintf(w, "read %s\n", s)
	for _, p := range s.Problems[:min(shownProblems, len(s.Problems))] {
		fmt.Fprintf(w, "  skipped %v\n", p)
	}
	if more := s.Skipped - shownProblems; more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

// skipped counts the lines left out, by reason.
func (in *input) skipped() map[string]int {
	counts := map[string]int{}
	for _, r := range in.reader.Summary().Reasons {
		counts[r.Reason] = r.Count
	}
	return counts
}

// observed is the field that an encoder looks at.
func observed(o encode.Observe) transcript.Field {
	switch o {
	case encode.Symbols:
		return transcript.FieldSymbol
	case encode.Vectors:
		return transcript.FieldVector
	}
	return transcript.FieldText
}

// A decoded is a set of transcripts with what a model makes of them.
type decoded struct {
	conversations []transcript.Conversation
	decisions     [][]intent.Decision // nil where a conversation could not be decoded
	failed        []error
	order         []place // of all messages as they came
}

// place is where a message stands.
type place struct{ conversation, turn int }

// decode reads and decodes all of the input.
func (in *input) decode(ctx context.Context, m *intent.Model, method intent.Method, workers int) (*decoded, error) {
	type key struct{ file, id string }
	at := map[key]int{}
	var keys []key
	var d decoded
	var err error
	d.conversations, err = transcript.Group(func(yield func(transcript.Message, error) bool) {
		for msg, err := range in.messages(ctx) {
			k := key{msg.File, msg.Conversation}
			if _, ok := at[k]; !ok && err == nil {
				at[k] = len(at)
			}
			keys = append(keys, k)
			if !yield(msg, err) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	turns := make([]int, len(d.conversations))
	for _, k := range keys {
		c := at[k]
		d.order = append(d.order, place{c, turns[c]})
		turns[c]++
	}
	d.decisions, d.failed, err = m.DecodeAll(ctx, d.conversations, method, workers)
	return &d, err
}

// err joins the conversations' errors, and says how many there are.
func (d *decoded) err() error {
	var first error
	n := 0
	for _, err := range d.failed {
		if err != nil {
			first = errors.Join(first, err)
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d conversations could not be decoded:\n%w", n, len(d.conversations), first)
}
