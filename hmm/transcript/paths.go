package transcript

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	stdinPath = "-"     // as people ask for standard input
	stdinName = "stdin" // as messages and errors name it
)

// A unit is what is read at a time: a file, or a folder that is one export.
type unit struct {
	path   string
	tree   *Tree   // nil: a file
	format *Format // of the tree
	folder string  // that the user named, not the file; empty: the user named the file
}

// expand replaces folders by the transcripts in them, and drops files that were there before.
func (r *Reader) expand(chosen *Format) ([]unit, error) {
	if len(r.paths) == 0 {
		return nil, errors.New(`no transcript given: expected files, folders, or "-" for standard input`)
	}
	var units []unit
	seen := map[string]bool{}
	for _, path := range r.paths {
		found := []unit{{path: path}}
		if folder, err := isFolder(path); err != nil {
			return nil, err
		} else if folder {
			if found, err = r.folder(path, chosen); err != nil {
				return nil, err
			}
		}
		for _, u := range found {
			if clean := filepath.Clean(u.path); !seen[clean] {
				seen[clean] = true
				units = append(units, u)
			}
		}
	}
	return units, nil
}

// folder is a folder as one export or else the transcripts in it, sorted by path.
func (r *Reader) folder(root string, chosen *Format) ([]unit, error) {
	t, err := openFolder(root, &r.opts, &r.tally.bytes)
	if err != nil {
		return nil, err
	}
	if f := r.known.tree(t.names, chosen); f != nil {
		return []unit{{path: root, tree: t, format: f}}, nil
	}
	names, err := t.among(r.known.extensions(chosen), "folder")
	if err != nil {
		return nil, err
	}
	r.tally.others += len(t.names) - len(names)
	var units []unit
	for _, name := range names {
		units = append(units, unit{path: filepath.Join(root, filepath.FromSlash(t.top), filepath.FromSlash(name)), folder: root})
	}
	return units, nil
}

// isFolder says whether a path is a folder, and fails if there is nothing.
func isFolder(path string) (bool, error) {
	if path == stdinPath {
		return false, nil
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir(), err
}

// among lists the files of a tree that may be transcripts, by their extensions.
func (t *Tree) among(extensions []string, kind string) ([]string, error) {
	var names []string
	for _, name := range t.names {
		if slices.Contains(extensions, extension(name)) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil, noTranscripts(t.Name, kind, extensions)
	}
	return names, nil
}

func noTranscripts(name, kind string, extensions []string) error {
	return fmt.Errorf("%s: no transcripts in this %s: expected files named %s, with or without .gz",
		name, kind, strings.Join(extensions, ", "))
}
