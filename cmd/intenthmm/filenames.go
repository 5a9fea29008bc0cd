package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// fileNames are what files go by in the identifiers of conversations, however the paths to them were typed: a file or
// an archive by its own name, one in a folder by the way to it from there. A name that comes again is followed by #2, #3
// and so on.
type fileNames struct {
	given []string       // files and folders on the command line
	used  map[string]int // how often each name was
}

// prefix is what stands before the identifiers of the next file: nothing, for the first.
func (n *fileNames) prefix(file string) string {
	first := len(n.used) == 0
	name := n.name(file)
	n.used[name]++
	switch count := n.used[name]; {
	case first:
		return ""
	case count > 1:
		return fmt.Sprintf("%s#%d:", name, count)
	}
	return name + ":"
}

func (n *fileNames) name(file string) string {
	for _, g := range n.given {
		rest, err := filepath.Rel(g, file)
		if err != nil || rest == ".." || strings.HasPrefix(rest, ".."+string(filepath.Separator)) {
			continue
		}
		if info, err := os.Stat(g); err != nil || !info.IsDir() {
			rest = filepath.Join(filepath.Base(g), rest)
		}
		return filepath.ToSlash(rest)
	}
	return file // standard input
}
