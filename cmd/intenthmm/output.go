package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"intenthmm/internal/atomicfile"
)

// standard reports whether an output is standard output.
func standard(path string) bool { return path == "" || path == "-" }

// writeOutput lets write fill path, compressed if its name ends in .gz, or standard output where path
// is "" or "-". A file is complete or not there, and not there if ctx ends before it is complete.
func writeOutput(ctx context.Context, s streams, path string, write func(io.Writer) error) error {
	if standard(path) {
		return buffered(&whileWanted{ctx, s.out}, write)
	}
	err := atomicfile.Write(path, func(w io.Writer) error {
		return buffered(&whileWanted{ctx, w}, func(w io.Writer) error {
			if !strings.HasSuffix(path, ".gz") {
				return write(w)
			}
			z := gzip.NewWriter(w)
			if err := write(z); err != nil {
				return err
			}
			return z.Close()
		})
	})
	return atomicfile.Named(err, path)
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriter(w)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// whileWanted is a writer until its context ends.
type whileWanted struct {
	ctx context.Context
	w   io.Writer
}

func (w *whileWanted) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.w.Write(p)
}

// plainWidth is how wide tables are where there is no terminal to fit into.
const plainWidth = 140

// width is the number of cells that a table may take that goes to path, or to w where that is
// standard output.
func width(w io.Writer, path string) int {
	if f, ok := w.(*os.File); ok && standard(path) {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return max(n, 80)
		}
	}
	return plainWidth
}

// terminal reports whether somebody watches w.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
