package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/npy"
)

func vectorsFlag() cli.Flag {
	return &cli.GenericFlag{Name: "vectors", Value: &fileList{}, Usage: "take turns' vectors from `FILE`.npy: a row for each\n\tline of the transcript, or for each record of a CSV;\n\tonce for each transcript, in order"}
}

// fileList is the files of a flag that may be given several times.
type fileList []string

// Set adds a file.
func (l *fileList) Set(path string) error {
	*l = append(*l, path)
	return nil
}

func (l *fileList) String() string { return strings.Join(*l, " ") }

// namedVectors are the files of vectors that the command line names, none for commands without the flag.
func namedVectors(c *cli.Context) []string {
	if l, ok := c.Generic("vectors").(*fileList); ok {
		return *l
	}
	return nil
}

// vectorPaths are the files of vectors of the transcripts that the command line names, and behind them those of the
// transcripts of --train, where there are any: then each of both has one, or none does.
func vectorPaths(c *cli.Context) (of, training []string, err error) {
	named, transcripts, more := namedVectors(c), c.NArg(), len(c.StringSlice("train"))
	if more == 0 || len(named) == 0 {
		return named, nil, nil
	}
	if len(named) != transcripts+more {
		return nil, nil, usage("--vectors: %s for %s and %d of --train, expected one for each, those of --train last",
			plural(len(named), "file"), plural(transcripts, "transcript"), more)
	}
	return named[:transcripts], named[transcripts:], nil
}

// vectorFiles are files of vectors beside transcripts.
type vectorFiles struct{ beside map[string]vectorFile }

type vectorFile struct {
	*npy.Matrix
	rows transcript.Rows // of the transcript
}

// openVectors opens the files of vectors of transcripts, one for each of them, and has the reader's options take vectors
// from them; nil where there are none.
func openVectors(c *cli.Context, transcripts, paths []string, o *transcript.Options) (*vectorFiles, error) {
	switch {
	case len(paths) == 0:
		return nil, nil
	case len(paths) != len(transcripts):
		return nil, usage("--vectors: %s for %s, expected one for each", plural(len(paths), "file"), plural(len(transcripts), "transcript"))
	case c.Bool("join"):
		return nil, usage("--vectors and --join: a turn of several lines would have several vectors")
	}
	v := &vectorFiles{map[string]vectorFile{}}
	for i, path := range paths {
		if _, twice := v.beside[transcripts[i]]; twice {
			return nil, errors.Join(usage("--vectors: %s is named twice", transcripts[i]), v.close())
		}
		file, err := openBeside(path, transcripts[i], *o)
		if err != nil {
			return nil, errors.Join(err, v.close())
		}
		v.beside[transcripts[i]] = file
	}
	o.Vectors = v.at
	return v, nil
}

// fits is an error unless the vectors are of a model's width.
func (v *vectorFiles) fits(width int) error {
	if v == nil {
		return nil
	}
	if width == 0 {
		return usage("--vectors: the model does not look at vectors that lie beside a text")
	}
	for path, file := range v.beside {
		if file.Width != width {
			return fmt.Errorf("--vectors: the vectors of %s have %d values, the model has %d", path, file.Width, width)
		}
	}
	return nil
}

// openBeside opens a file of vectors, whose rows must be those of a transcript.
func openBeside(path, beside string, o transcript.Options) (vectorFile, error) {
	rows, err := transcript.CountRows(beside, o)
	if err != nil {
		return vectorFile{}, fmt.Errorf("--vectors %s: %w", path, err)
	}
	m, err := npy.Open(path)
	if err != nil {
		return vectorFile{}, fmt.Errorf("--vectors: %w", err)
	}
	if m.Rows != rows.Len() {
		m.Close()
		return vectorFile{}, fmt.Errorf("--vectors: %s has %s, %s has %s: expected a row for each", path, plural(m.Rows, "row"), beside, rows)
	}
	return vectorFile{m, rows}, nil
}

// at is the vector of what stands at a line of a transcript.
func (v *vectorFiles) at(path string, line int) ([]float64, error) {
	file, named := v.beside[path]
	row, ok := file.rows.Of(line)
	if !named || !ok {
		return nil, transcript.Problem{File: path, Line: line, Reason: "no vector", Detail: "--vectors has no row for it: expected a file of lines"}
	}
	vector := make([]float64, file.Width)
	if err := file.Row(vector, row); err != nil {
		return nil, fmt.Errorf("--vectors: %w", err)
	}
	return vector, nil
}

// close closes the files.
func (v *vectorFiles) close() error {
	if v == nil {
		return nil
	}
	var err error
	for _, file := range v.beside {
		err = errors.Join(err, file.Close())
	}
	return err
}
