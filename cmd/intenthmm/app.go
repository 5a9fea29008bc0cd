package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"
)

// The exit statuses.
const (
	statusDone        = 0
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130
)

// exitStatus is how every help text ends.
const exitStatus = "\n\nExit status: 0 done (warnings are printed), 1 failed, 2 wrong usage, 130 interrupted."

// errInterrupted says that an interrupt ended the work; what wraps it says what became of it.
var errInterrupted = errors.New("interrupted")

// A usageError is the user's mistake in calling the command.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run is the whole command, without the process around it.
func run(ctx context.Context, s streams, args []string) int {
	help := &sticky{Writer: s.out}
	app := newApp(s)
	app.Writer = help
	args, err := permute(app, args)
	if err == nil {
		err = app.RunContext(ctx, args)
	}
	if err == nil {
		err = help.err
	}
	var wrong usageError
	var noTopic cli.ExitCoder // the library's own, from the command help
	if errors.As(err, &noTopic) {
		err = usage("%w%s", err, meantCommand(app, args[len(args)-1]))
	}
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errInterrupted):
		fmt.Fprintf(s.err, "intenthmm: %v\n", err)
		return statusInterrupted
	case errors.Is(err, context.Canceled):
		fmt.Fprintf(s.err, "intenthmm: %v\n", errInterrupted)
		return statusInterrupted
	case errors.As(err, &wrong):
		fmt.Fprintf(s.err, "intenthmm: %v\nTry: intenthmm %s\n", err, helpFor(app, args))
		return statusUsage
	}
	fmt.Fprintf(s.err, "intenthmm: %v\n", err)
	return statusFailed
}

// explained adds to an error of the flag parser what may have been meant, or how a time is written that
// cannot be read.
func explained(c *cli.Context, err error) error {
	for _, f := range c.Command.Flags {
		if d, ok := f.(*cli.DurationFlag); ok && strings.Contains(err.Error(), "for flag -"+d.Name+":") {
			return fmt.Errorf("%w: expected a time with its unit, as in 5m", err)
		}
	}
	return fmt.Errorf("%w%s", err, meantFlag(c, err))
}

// helpFor is how to ask for help with what args wanted.
func helpFor(app *cli.App, args []string) string {
	if len(args) > 1 && args[1] != "help" && app.Command(args[1]) != nil {
		return args[1] + " --help"
	}
	return "help"
}

// sticky remembers the first error of a writer: the library that prints help drops it.
type sticky struct {
	io.Writer
	err error
}

func (w *sticky) Write(p []byte) (n int, err error) {
	if w.err != nil {
		return 0, w.err
	}
	n, w.err = w.Writer.Write(p)
	return n, w.err
}

func newApp(s streams) *cli.App {
	app := &cli.App{
		Name:      "intenthmm",
		Usage:     "hidden Markov models of conversations: find the intents in chat logs, without labels",
		UsageText: "intenthmm COMMAND [flags] [FILE...]",
		Description: "intenthmm train    chats.jsonl -o shop.hmm.json  learn the intents, print their map\n" +
			"intenthmm decode   -m shop.hmm.json new.jsonl    which intent is each turn?\n" +
			"intenthmm eval     -m shop.hmm.json new.jsonl    how good is the model, with labels or without?\n" +
			"intenthmm score    -m shop.hmm.json new.jsonl    which turns does it find strange?\n" +
			"intenthmm show     -m shop.hmm.json              print the map again\n" +
			"intenthmm label    -m shop.hmm.json 7=hand-off   name a state, mark outcomes\n" +
			"intenthmm live     -m shop.hmm.json              answer turns as they come\n" +
			"intenthmm serve    -m shop.hmm.json              the same over HTTP, with a page to try it\n" +
			"intenthmm types    -m shop.hmm.json chats.jsonl  which types of conversation are there?\n" +
			"intenthmm simulate -m shop.hmm.json              invent conversations\n" +
			"intenthmm cluster  articles/ -o kb.cluster.json  sort documents or conversations into clusters\n" +
			"intenthmm topics   articles/ -o kb.topics.json   find the topics that documents mix\n" +
			"intenthmm convert  slack.zip -o chats.jsonl      write any chat export as JSON lines\n\n" +
			"Transcripts are JSON lines, CSV, TSV or the exports of chat tools, compressed or not: files,\n" +
			"folders, archives, or - for standard input. Flags may stand before and after file names; --\n" +
			"ends them. Results go to standard output or to -o FILE, progress and warnings to standard error." + exitStatus +
			" 3 is\nkept for a check that did not hold, which no command makes yet.",
		Reader: s.in, Writer: s.out, ErrWriter: s.err,
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		Commands: []*cli.Command{
			trainCommand(s), decodeCommand(s), evalCommand(s), scoreCommand(s), showCommand(s), labelCommand(s), liveCommand(s), serveCommand(s),
			typesCommand(s), simulateCommand(s), clusterCommand(s), topicsCommand(s), matchCommand(s), convertCommand(s),
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return usage("no command %q%s", c.Args().First(), meantCommand(c.App, c.Args().First()))
			}
			return cli.ShowAppHelp(c)
		},
		ExitErrHandler: func(*cli.Context, error) {},
		OnUsageError:   func(c *cli.Context, err error, _ bool) error { return usageError{explained(c, err)} },
	}
	for _, c := range app.Commands {
		c.OnUsageError = app.OnUsageError
		c.HideHelpCommand = true
		c.UsageText = "intenthmm " + c.Name + " [flags] " + c.ArgsUsage
		c.Description += exitStatus
	}
	return app
}
