package main

import (
	"math"
	"os"
	"runtime"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/atomicfile"
)

// In a flag's text, "\n\t" goes on in a further line of the help, below the text.

// formatFlag, mapFlag and strictFlag say how to read transcripts.
func formatFlag(documents bool) cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "auto", DefaultText: "auto",
		Usage: "`FORMAT` of the input:\n\t" + wrapped(formats(documents))}
}

func mapFlag() cli.Flag {
	return &cli.StringFlag{Name: "map", Usage: "where the log's columns have names of their own:\n\t`FIELD=COLUMN,...`, as in conversation=ticket,text=body;\n\tfields: conversation, turn, speaker, time, title,\n\ttext, symbol, vector, label"}
}

func strictFlag() cli.Flag {
	return toggle("strict", "stop at the first bad line instead of skipping it")
}

// readingFlags are those of commands that read transcripts.
func readingFlags() []cli.Flag {
	return append([]cli.Flag{formatFlag(false), mapFlag(), strictFlag()}, chatFlags()...)
}

// inputFlags are those of commands that read transcripts for a model.
func inputFlags() []cli.Flag { return append(readingFlags(), embedFlag(), vectorsFlag()) }

func toggle(name, text string, aliases ...string) cli.Flag {
	return &cli.BoolFlag{Name: name, Aliases: aliases, Usage: text, DisableDefaultText: true}
}

func modelFlag() cli.Flag {
	return &cli.StringFlag{Name: "model", Aliases: []string{"m"}, Usage: "model `FILE`, needed"}
}

func outputFlag(text string) cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: text}
}

func workersFlag() cli.Flag {
	return &cli.IntFlag{Name: "workers", DefaultText: "one a core", Usage: "`N` threads; the result does not depend on it"}
}

func quietFlag() cli.Flag {
	return toggle("quiet", "print no progress, only warnings and what was skipped", "q")
}

// workers is the number of threads to use, and holds the whole process to it.
func workers(c *cli.Context) (int, error) {
	n := c.Int("workers")
	if !c.IsSet("workers") {
		return runtime.GOMAXPROCS(0), nil
	}
	if n < 1 {
		return 0, usage("--workers %d, expected at least 1", n)
	}
	n = min(n, math.MaxInt16)
	runtime.GOMAXPROCS(min(n, runtime.NumCPU()))
	return n, nil
}

// readOptions are the options of the transcripts' reader, which must have what a model looks at.
func readOptions(c *cli.Context, needs []transcript.Field) (transcript.Options, error) {
	r, err := readerOptions(c)
	r.Require = needs
	return r, err
}

// modelInput prepares to read transcripts for a model, with the files of vectors that lie beside them, if there are any.
// What is set may change their options.
func modelInput(c *cli.Context, s streams, m *intent.Model, files, vectors []string, quiet bool, set func(*transcript.Options)) (*input, error) {
	looks := looksAt(c, m.Encoder.Options, m.Encoder.WordVectors != nil)
	o, err := readOptions(c, looks.needs())
	if err != nil {
		return nil, err
	}
	o.Width = m.Encoder.InputWidth()
	if o.Redact, err = redactorFor(c, m.Record.Data.Hidden); err != nil {
		return nil, err
	}
	set(&o)
	command, err := embedder(c, m.Encoder)
	if err != nil {
		return nil, err
	}
	beside, err := openVectors(c, files, vectors, &o)
	if err != nil {
		return nil, err
	}
	in := newInput(c.Context, s, files, o, quiet)
	in.embedder, in.command, in.vectors = m.Encoder.Options.Embedder, command, beside
	in.missing.counts = looks.field
	return in, beside.fits(m.Encoder.InputWidth())
}

// asTheyAre leaves the options of a reader.
func asTheyAre(*transcript.Options) {}

// paths are the transcripts named on the command line.
func paths(c *cli.Context) ([]string, error) {
	if !c.Args().Present() {
		what := "transcripts"
		if readsDocuments(c) {
			what = "documents"
		}
		return nil, usage("%s: no %s given; name files or folders, or - for standard input", c.Command.Name, what)
	}
	return c.Args().Slice(), nil
}

// noFiles refuses file names where a command takes none.
func noFiles(c *cli.Context, takes string) error {
	if c.Args().Present() {
		return usage("%s: unexpected argument %q: it takes %s, and no other files", c.Command.Name, c.Args().First(), takes)
	}
	return nil
}

// openModel opens the model that the command line names, on standard input for "-".
func openModel(c *cli.Context, s streams) (*intent.Model, error) {
	return openNamed(c, s, c.String("model"))
}

// openNamed opens the model at a path, on standard input for "-".
func openNamed(c *cli.Context, s streams, path string) (*intent.Model, error) {
	switch path {
	case "":
		return nil, usage("%s: no model given; name its file with -m", c.Command.Name)
	case "-":
		return intent.Read(untilDone(c.Context, s.in), emission.DefaultRegistry())
	}
	return intent.Open(path)
}

// notInput refuses an output that is one of the files that are read: it would be replaced by what
// was made of it.
func notInput(output string, inputs ...string) error {
	out, err := os.Stat(output)
	if err != nil || !out.Mode().IsRegular() {
		return nil
	}
	for _, path := range inputs {
		if in, err := os.Stat(path); err == nil && os.SameFile(in, out) {
			return usage("-o %s would overwrite the input %s", output, path)
		}
	}
	return nil
}

// checkOutput refuses an output that cannot be written, before the work, or that is one of the inputs.
func checkOutput(c *cli.Context, inputs ...string) error {
	return checkPath(c.String("output"), inputs...)
}

// checkPath is checkOutput for an output at a path.
func checkPath(path string, inputs ...string) error {
	if standard(path) {
		return nil
	}
	if err := notInput(path, inputs...); err != nil {
		return err
	}
	return atomicfile.Check(path)
}

// howMany sets n to the number that a flag says; auto leaves it.
func howMany(c *cli.Context, flag string, n *int) error {
	text := c.String(flag)
	if text == auto {
		return nil
	}
	k, err := strconv.Atoi(text)
	if err != nil || k < 1 {
		return usage("--%s %q, expected a number of at least 1, or %s", flag, text, auto)
	}
	*n = k
	return nil
}

// howLong sets what the flags say of when a fit ends.
func howLong(c *cli.Context, o *em.Options) error {
	if o.MaxIterations = c.Int("iterations"); o.MaxIterations < 1 {
		return usage("%d iterations, expected at least 1", o.MaxIterations)
	}
	if o.Tolerance = c.Float64("tolerance"); o.Tolerance < 0 {
		return usage("tolerance %v, expected 0 or more; 0 stops where nothing is gained", o.Tolerance)
	}
	return nil
}

// settle gives options of training the workers of the flags, and checks them.
func settle(c *cli.Context, o interface {
	Workers(n int)
	Check() error
}) error {
	n, err := workers(c)
	if err != nil {
		return err
	}
	o.Workers(n)
	if err := o.Check(); err != nil {
		return usageError{err}
	}
	return nil
}
