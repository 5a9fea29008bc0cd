package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/npy"
)

func vectorsFlag() cli.Flag {
	return &cli.GenericFlag{Name: "vectors", Value: &fileList{}, Usage: "take turns' vectors from `FILE`.npy, a row a line of\n\tthe transcript; once for each transcript, in order"}
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
// transcripts of --train, where there are any.
func vectorPaths(c *cli.Context) (of, training []string) {
	of = namedVectors(c)
	if n := c.NArg(); len(c.StringSlice("train")) > 0 && len(of) > n {
		return of[:n], of[n:]
	}
	return of, nil
}

// vectorFiles are files of vectors beside transcripts: a row for every line of a transcript, but for the header of a
// table, which may have none.
type vectorFiles struct{ beside map[string]vectorFile }

type vectorFile struct {
	*npy.Matrix
	first int // the line of the first row
}

// openVectors opens the files of vectors of transcripts, one for each of them; nil where there are none.
func openVectors(c *cli.Context, transcripts, paths []string) (*vectorFiles, error) {
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
		file, err := openBeside(path, transcripts[i])
		if err != nil {
			return nil, errors.Join(err, v.close())
		}
		v.beside[transcripts[i]] = file
	}
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

// openBeside opens a file of vectors, whose rows must be the lines of a transcript.
func openBeside(path, beside string) (vectorFile, error) {
	lines, err := countLines(beside)
	if err != nil {
		return vectorFile{}, fmt.Errorf("--vectors %s: %w", path, err)
	}
	m, err := npy.Open(path)
	if err != nil {
		return vectorFile{}, fmt.Errorf("--vectors: %w", err)
	}
	table := slices.Contains([]string{".csv", ".tsv"}, strings.ToLower(filepath.Ext(beside)))
	switch {
	case m.Rows == lines:
		return vectorFile{m, 1}, nil
	case table && m.Rows == lines-1:
		return vectorFile{m, 2}, nil
	}
	m.Close()
	return vectorFile{}, fmt.Errorf("--vectors: %s has %s, %s has %s: expected a row a line", path, plural(m.Rows, "row"), beside, plural(lines, "line"))
}

// countLines is the number of lines of a transcript, the last of which need not have an end.
func countLines(path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return 0, fmt.Errorf("%s is no file of lines", path)
	}
	lines, last, block := 0, byte('\n'), make([]byte, 1<<16)
	for {
		n, err := file.Read(block)
		if n > 0 {
			lines += bytes.Count(block[:n], []byte{'\n'})
			last = block[n-1]
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, err
		}
	}
	if last != '\n' {
		lines++
	}
	return lines, nil
}

// give gives a message its vector. The error is of one that has a vector of its own, or none in the file.
func (v *vectorFiles) give(m *transcript.Message) error {
	if v == nil {
		return nil
	}
	file, ok := v.beside[m.File]
	row := m.Line - file.first
	switch {
	case !ok || row < 0 || row >= file.Rows:
		return fmt.Errorf("%s:%d: --vectors has no row for it: is that a file of lines?", m.File, m.Line)
	case m.Vector != nil:
		return fmt.Errorf("%s:%d: it has a vector of its own, and one of --vectors", m.File, m.Line)
	}
	m.Vector = make([]float64, file.Width)
	if err := file.Row(m.Vector, row); err != nil {
		return fmt.Errorf("--vectors: %w", err)
	}
	return nil
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
