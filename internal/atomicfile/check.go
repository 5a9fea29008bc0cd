package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Check reports why Write could not even begin to write path: for those who would rather know before
// the work than after. It leaves nothing behind. A file that its owner made read-only is an error
// too, although Write could replace it.
func Check(path string) error {
	name := path
	if target, err := filepath.EvalSymlinks(path); err == nil {
		name = target
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.Mode().IsRegular() || err == nil && info.IsDir():
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return Named(err, path)
		}
		f.Close()
	case err == nil:
		return nil // to open a pipe would be to write to it
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return Named(err, path)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// Named is an error of Write with the name of the file that was meant in the place of that of the
// temporary one.
func Named(err error, path string) error {
	var at *fs.PathError
	if errors.As(err, &at) && at.Path != path {
		return &fs.PathError{Op: at.Op, Path: path, Err: at.Err}
	}
	return err
}
