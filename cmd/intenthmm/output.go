package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"
)

// writeOutput lets write fill path, or standard output where path is "" or "-". A file is complete or
// not there: it is written under a temporary name and renamed.
func writeOutput(s streams, path string, write func(io.Writer) error) (err error) {
	if path == "" || path == "-" {
		w := bufio.NewWriter(s.out)
		return errors.Join(write(w), w.Flush())
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return err
	}
	if err := errors.Join(w.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// plainWidth is how wide tables are where there is no terminal to fit into.
const plainWidth = 140

// width is the number of cells that a table on w may take.
func width(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
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
