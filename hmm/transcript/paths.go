package transcript

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
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
	beside bool    // there are archives in the folder
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

// folder is a folder as one export or else the transcripts in it, sorted by path, and then the archives.
func (r *Reader) folder(root string, chosen *Format) ([]unit, error) {
	t, err := openFolder(root, &r.opts, &r.tally.bytes)
	if err != nil {
		return nil, err
	}
	if f := r.known.tree(t.names, chosen); f != nil {
		return []unit{{path: root, tree: t, format: f}}, nil
	}
	var files, archives []unit
	extensions := r.known.extensions(chosen)
	for _, name := range t.names {
		u := unit{path: filepath.Join(root, filepath.FromSlash(t.top), filepath.FromSlash(name)), folder: root}
		switch {
		case slices.Contains(extensions, extension(name)):
			files = append(files, u)
		case isArchive(name):
			archives = append(archives, u)
		default:
			r.tally.leave(foreign(u.path))
		}
	}
	if files == nil && archives == nil {
		return nil, noTranscripts(reasonNoFolder, root, extensions)
	}
	for i := range files {
		files[i].beside = archives != nil
	}
	for i := range archives {
		archives[i].beside = true
	}
	return append(files, archives...), nil
}

// isFolder says whether a path is a folder, and fails if there is nothing.
func isFolder(path string) (bool, error) {
	if path == stdinPath {
		return false, nil
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir(), err
}
