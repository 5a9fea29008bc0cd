package transcript

import (
	"archive/zip"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Tree is the files of a folder or an archive. If all lie in one folder, names begin below that.
type Tree struct {
	Name string // of the folder or archive, as errors name it

	files  map[string]func() (io.ReadCloser, error)
	names  []string        // sorted
	taken  map[string]bool // files that were opened
	top    string          // the folder in it that holds everything; empty: there is none
	root   string          // that was named: the folder or archive, or a folder above it
	opts   *Options
	unpack *unpacking
}

// Names lists the files, sorted, with slashes.
func (t *Tree) Names() []string { return slices.Clone(t.names) }

// Has says whether there is such a file.
func (t *Tree) Has(name string) bool { return t.files[name] != nil }

// Each opens a file and passes it to read. What read returns is explained by the name of the file, unless
// it is the sink's own.
func (t *Tree) Each(name string, read func(in *Input) error) error {
	t.taken[name] = true
	in := t.input(name)
	if err := in.open(); err != nil {
		return err
	}
	defer in.close()
	if err := read(in); err != nil && err != errStopped {
		return in.explain(err)
	} else if err != nil {
		return err
	}
	return nil
}

// input is a file, not yet open.
func (t *Tree) input(name string) *Input {
	return &Input{Name: t.Name + "/" + name, Entry: name, root: t.root, reopen: t.files[name], unpack: t.unpack,
		lines: &lines{max: t.opts.MaxLine}, spool: t.opts.TempDir}
}

// add puts a file into the tree.
func (t *Tree) add(name string, open func() (io.ReadCloser, error)) {
	if t.files == nil {
		t.files = map[string]func() (io.ReadCloser, error){}
	}
	t.files[name] = open
}

// finish sorts the names and leaves out a folder that holds everything.
func (t *Tree) finish() {
	top, first := "", true
	for name := range t.files {
		dir, _, found := strings.Cut(name, "/")
		if !found || !first && dir != top {
			top = ""
			break
		}
		top, first = dir, false
	}
	files := t.files
	t.top = top
	t.files = make(map[string]func() (io.ReadCloser, error), len(files))
	for name, open := range files {
		if top != "" {
			name = strings.TrimPrefix(name, top+"/")
		}
		t.files[name] = open
		t.names = append(t.names, name)
	}
	slices.Sort(t.names)
}

// openFolder lists the files of a folder and below it, hidden ones left out.
func openFolder(root string, o *Options, bytes *int64) (*Tree, error) {
	t := &Tree{Name: root, root: root, opts: o, unpack: newUnpacking(o.Compressions, bytes), taken: map[string]bool{}}
	top := root + string(filepath.Separator) // follows a link to a folder
	err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != top && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			name, err := filepath.Rel(top, path)
			if err != nil {
				return err
			}
			t.add(filepath.ToSlash(name), func() (io.ReadCloser, error) { return os.Open(path) })
		}
		return nil
	})
	t.finish()
	return t, err
}

// zipMagic begins an archive with files in it.
var zipMagic = []byte("PK\x03\x04")

// openZip lists the files of an archive. Nothing of it is written under its own name; files with names that
// lead out of it, or that are encrypted, are left out and reported.
func openZip(in *Input, o *Options, out *Sink) (*Tree, error) {
	f, size, err := in.File()
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, Problem{Reason: reasonZip, Detail: zipDamage(err)}
	}
	in.unpack.packed = size
	t := &Tree{Name: in.Name, root: cmp.Or(in.root, in.Name), opts: o, unpack: in.unpack, taken: map[string]bool{}}
	for _, f := range z.File {
		if f.FileInfo().IsDir() || hidden(f.Name) {
			continue
		}
		if why := unsafe(f); why != "" {
			if err := out.Bad(Place{}, reasonEntry, quote(f.Name)+" "+why); err != nil {
				return nil, err
			}
			continue
		}
		t.add(f.Name, func() (io.ReadCloser, error) { return f.Open() })
	}
	t.finish()
	return t, nil
}

// zipDamage says what is wrong with an archive.
func zipDamage(err error) string {
	if errors.Is(err, zip.ErrFormat) {
		return "its list of files, which stands at the end, is not there: it is cut short, or not downloaded to its end"
	}
	return err.Error()
}

// unsafe says why a file in an archive is not read; empty: it is.
func unsafe(f *zip.File) string {
	const encrypted = 1
	switch {
	case !fs.ValidPath(f.Name) || strings.Contains(f.Name, `\`):
		return "leads out of the archive: expected a relative path without .."
	case f.Flags&encrypted != 0:
		return "is encrypted: expected a file that opens without a password"
	case !f.Mode().IsRegular():
		return fmt.Sprintf("is %s: expected a plain file", f.Mode().Type())
	}
	return ""
}

// hidden says whether a path has a part that is hidden, or is what macOS adds.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || len(part) > 1 && part[0] == '.' && part != ".." {
			return true
		}
	}
	return false
}
