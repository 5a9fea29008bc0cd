package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/encode/pipe"
	"intenthmm/hmm/transcript"
)

// An input is transcripts being read.
type input struct {
	reader  *transcript.Reader
	options transcript.Options
	log     io.Writer
	quiet   bool            // say nothing of a reading in which nothing was skipped
	named   []string        // files and folders on the command line
	usable  map[string]bool // files that have a usable message

	vectors  *vectorFiles     // of the messages; nil: they have none but their own
	missing  missing          // vectors
	command  string           // makes the vectors of texts; "": nothing does
	embedder *encode.Embedder // what is known of it, or will be
	batch    int              // texts that it is given at a time
}

// newInput prepares to read transcripts, standard input only until ctx ends.
func newInput(ctx context.Context, s streams, paths []string, o transcript.Options, quiet bool) *input {
	reader := transcript.New(paths, untilDone(ctx, s.in), o)
	return &input{reader: reader, options: o, log: s.err, quiet: quiet, named: paths, usable: map[string]bool{}, batch: pipe.Batch}
}

// messages streams the messages, with the vectors that a command makes of them if there is one.
func (in *input) messages(ctx context.Context) iter.Seq2[transcript.Message, error] {
	if in.command == "" {
		return in.asRead(ctx)
	}
	return func(yield func(transcript.Message, error) bool) {
		process, err := pipe.Start(ctx, in.command)
		if err == nil {
			defer process.Close()
			err = process.Introduce(in.embedder)
		}
		if err != nil {
			yield(transcript.Message{}, err)
			return
		}
		process.Messages(in.asRead(ctx), in.batch)(yield)
	}
}

// asRead streams the messages as they are, and reports what was read and skipped once they are at an end.
// After the last it is an error if a file that was named had no usable one.
func (in *input) asRead(ctx context.Context) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		defer in.vectors.close()
		file := "" // of the message before
		for m, err := range in.reader.Messages() {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				if ctx.Err() == nil {
					in.reportBefore()
				}
				yield(transcript.Message{}, err)
				return
			}
			if m.File != file {
				file = m.File
				in.usable[file] = true
			}
			in.missing.count(&m)
			if !yield(m, nil) {
				return
			}
		}
		if err := in.unusable(); err != nil {
			in.reportBefore()
			yield(transcript.Message{}, err)
			return
		}
		in.report()
		in.missing.warn(in.log)
	}
}

// unusable is an error if there was no usable message at all, or none in a file that was named. One that was found in a folder
// or an archive is told of by what was skipped.
func (in *input) unusable() error {
	s := in.reader.Summary()
	if err := s.Err(); err != nil {
		return err
	}
	for i, f := range s.Files {
		if in.usable[f] || !slices.Contains(in.named, f) {
			continue
		}
		noun := "message"
		if s.Documents[i] {
			noun = "document"
		}
		for _, p := range s.Problems {
			if p.File == f {
				return fmt.Errorf("%s: no usable %s in it: %w", f, noun, p)
			}
		}
		return fmt.Errorf("%s: no usable %s in it", f, noun)
	}
	return nil
}

// shownProblems bounds the problems that are printed one by one.
const shownProblems = 5

// report prints what was read, and what was left out, guessed and skipped.
func (in *input) report() {
	s := in.reader.Summary()
	if s.Skipped+s.Others+len(s.Guessed)+s.UnclearTimes == 0 && in.quiet {
		return
	}
	fmt.Fprintf(in.log, "read %s\n", s)
	in.problems("left out", s.LeftOut, s.Others)
	for _, g := range s.Guessed {
		fmt.Fprintf(in.log, "  guessed %s: %s\n", plural(g.Count, "time"), g.Reason)
	}
	if s.UnclearTimes > 0 {
		fmt.Fprintf(in.log, "  such as %v: it stays as it is, and so does the order of its file\n", s.UnclearTime)
	}
	if in.options.OnSkip == nil { // else they were named one by one
		in.problems("skipped", s.Problems, s.Skipped)
	}
}

// problems prints the first of some problems, and how many more there are.
func (in *input) problems(what string, first []transcript.Problem, count int) {
	shown := min(shownProblems, len(first))
	for _, p := range first[:shown] {
		fmt.Fprintf(in.log, "  %s %v\n", what, p)
	}
	if more := count - shown; more > 0 {
		fmt.Fprintf(in.log, "  and %d more\n", more)
	}
}

// reportBefore is report ahead of an error, unless nothing was read: then the error says it all.
func (in *input) reportBefore() {
	if in.reader.Summary().Messages > 0 && !in.options.Strict {
		in.report()
	}
}

// read is the number of messages so far.
func (in *input) read() int { return in.reader.Summary().Messages }

// untilDone is r until ctx ends. A read that waits then gives ctx's error at once, and what it waited
// for is lost: nobody types on to get an interrupt through.
func untilDone(ctx context.Context, r io.Reader) io.Reader {
	if r == nil {
		return nil
	}
	return &interruptible{ctx: ctx, r: r}
}

type interruptible struct {
	ctx    context.Context
	r      io.Reader
	buffer []byte // of its own: an abandoned read may still fill it
}

func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	if len(i.buffer) < len(p) {
		i.buffer = make([]byte, len(p))
	}
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	go func() {
		n, err := i.r.Read(i.buffer[:len(p)])
		done <- result{n, err}
	}()
	select {
	case <-i.ctx.Done():
		return 0, i.ctx.Err()
	case got := <-done:
		return copy(p, i.buffer[:got.n]), got.err
	}
}

// plural is a number of things as people say it.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
