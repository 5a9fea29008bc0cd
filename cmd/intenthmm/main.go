// Command intenthmm trains hidden Markov models of conversations on exported chat logs, decodes
// transcripts with them, judges them, and follows live conversations, also over HTTP.
//
//	intenthmm train    FILE... --states K --restarts R --seed S -o MODEL
//	intenthmm decode   -m MODEL FILE... -o OUT
//	intenthmm eval     -m MODEL FILE... --train FILE --label FIELD --json
//	intenthmm score    -m MODEL FILE... --top N -o OUT
//	intenthmm show     -m MODEL
//	intenthmm label    -m MODEL STATE=NAME... --outcome
//	intenthmm live     -m MODEL
//	intenthmm serve    -m MODEL --listen ADDRESS --store STORE
//	intenthmm simulate -m MODEL --conversations N --turns MAX --seed S -o OUT
//
// Flags work before and after file names; "--" ends them; "-" is standard input or output. Results go
// to standard output or to -o, progress and warnings to standard error. The exit status is 0 when the
// work is done (warnings are printed), 1 when it failed, 2 for wrong usage, and 130 after an
// interrupt: training has then saved the last complete model, if there was one yet, and everything
// else has left no output file. A second interrupt ends the program at once, with a line that says so.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(untilInterrupted(), streams{os.Stdin, os.Stdout, os.Stderr}, os.Args))
}

// untilInterrupted ends with the first interrupt. The second ends the program, and a third even while it says so.
func untilInterrupted() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel()
		<-signals
		signal.Stop(signals)
		fmt.Fprintf(os.Stderr, "\nintenthmm: %v twice: ended at once, and what was not saved yet is lost\n", errInterrupted)
		os.Exit(statusInterrupted)
	}()
	return ctx
}

// streams are the command's standard streams.
type streams struct {
	in       io.Reader
	out, err io.Writer
}
