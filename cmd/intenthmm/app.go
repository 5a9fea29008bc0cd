package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"
)

// The exit statuses.
const (
	statusDone        = 0
	statusFailed      = 1
	statusUsage       = 2
	statusInterrupted = 130
)

// errInterrupted says that an interrupt ended the work and that what was complete has been saved.
var errInterrupted = errors.New("interrupted")

// A usageError is the user's mistake in calling the command.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run is the whole command, without the process around it.
func run(ctx context.Context, s streams, args []string) int {
	app := newApp(s)
	err := app.RunContext(ctx, permute(app, args))
	var wrong usageError
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "intenthmm: interrupted")
		return statusInterrupted
	case errors.As(err, &wrong):
		fmt.Fprintf(s.err, "intenthmm: %v\nTry: intenthmm help\n", err)
		return statusUsage
	}
	fmt.Fprintf(s.err, "intenthmm: %v\n", err)
	return statusFailed
}

func newApp(s streams) *cli.App {
	app := &cli.App{
		Name:  "intenthmm",
		Usage: "hidden Markov models of conversations: find the intents in chat logs, without labels",
		Description: "Exit status: 0 done (warnings are printed), 1 failed, 2 wrong usage,\n" +
			"130 interrupted with the last complete model saved.",
		Reader: s.in, Writer: s.out, ErrWriter: s.err,
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		Commands: []*cli.Command{
			trainCommand(s), decodeCommand(s), evalCommand(s), showCommand(s), liveCommand(s),
		},
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return usage("no command %q", c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
		ExitErrHandler: func(*cli.Context, error) {},
		OnUsageError:   func(_ *cli.Context, err error, _ bool) error { return usageError{err} },
	}
	for _, c := range app.Commands {
		c.OnUsageError = app.OnUsageError
		c.HideHelpCommand = true
	}
	return app
}
