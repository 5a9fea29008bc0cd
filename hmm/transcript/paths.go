package transcript

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	stdinPath = "-"     // as people ask for standard input
	stdinName = "stdin" // as messages and errors name it
)

// expand replaces folders by the transcripts in them, and drops paths that were there before.
func expand(paths []string, f *format) ([]string, error) {
	if len(paths) == 0 {
		return nil, errors.New(`no transcript given: expected files, folders, or "-" for standard input`)
	}
	var files []string
	seen := map[string]bool{}
	for _, path := range paths {
		found := []string{path}
		if path != stdinPath {
			info, err := os.Stat(path)
			if err != nil {
				return nil, err
			}
			if info.IsDir() {
				if found, err = walk(path, extensionsOf(f)); err != nil {
					return nil, err
				}
			}
		}
		for _, file := range found {
			if clean := filepath.Clean(file); !seen[clean] {
				seen[clean] = true
				files = append(files, file)
			}
		}
	}
	return files, nil
}

// walk lists the files of known extensions in a folder and the folders in it, sorted by path. Files
// and folders whose name starts with a dot are not looked at.
func walk(root string, extensions []string) ([]string, error) {
	var files []string
	top := root + string(filepath.Separator) // follows a link to a folder
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != top && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir() && slices.Contains(extensions, extension(path)):
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no transcripts in this folder: expected files named %s, with or without .gz",
			root, strings.Join(extensions, ", "))
	}
	slices.Sort(files)
	return files, nil
}
