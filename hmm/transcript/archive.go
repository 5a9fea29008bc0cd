package transcript

import (
	"archive/tar"
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// isArchive says whether a file is named like an archive.
func isArchive(name string) bool {
	return slices.Contains([]string{".zip", ".tar", ".tgz"}, extension(name))
}

// archived reads the archive in a file, if it is one. One that was found in a folder may hold what was read before.
func (r *Reader) archived(in *Input, chosen *Format, found bool, out *Sink) (bool, error) {
	read := r.zipped
	switch {
	case bytes.HasPrefix(in.Head, zipMagic):
	case isTar(in.Head):
		read = r.tape
	default:
		return false, nil
	}
	r.shelf.enter(in.Name)
	since := r.mark()
	err := r.shelf.twin(in)
	if err == nil {
		err = read(in, chosen, out)
	}
	if err == nil {
		err = r.nothing(since, reasonNoArchive, in.Name, chosen, found)
	}
	if found && r.leave(err) {
		err = nil
	}
	return true, err
}

// zipped reads a zip archive: as one export, or each transcript in it for itself.
func (r *Reader) zipped(in *Input, chosen *Format, out *Sink) error {
	out.begin(in.Name, nil)
	t, err := openZip(in, &r.opts, out)
	if err != nil {
		return in.explain(err)
	}
	r.tally.unopen() // it is opened as an export, or its files are
	if f := r.known.tree(t.names, chosen); f != nil {
		return r.tree(t, f, out)
	}
	extensions := r.known.extensions(chosen)
	for _, name := range t.names {
		if !slices.Contains(extensions, extension(name)) {
			r.tally.leave(foreign(in.Name + "/" + name))
			continue
		}
		if err := t.Each(name, func(in *Input) error { return r.member(in, chosen, out) }); err != nil {
			return err
		}
	}
	return nil
}

// foreign is why a file of an archive is not read that is not named like what is read.
func foreign(name string) Problem {
	if isArchive(name) {
		return Problem{File: name, Reason: reasonNested, Detail: "expected it unpacked, or beside the other"}
	}
	return Problem{File: name, Reason: reasonForeign}
}

// member reads a file of an archive, unless the archive lies beside what was packed in it.
func (r *Reader) member(in *Input, chosen *Format, out *Sink) error {
	if err := r.shelf.twin(in); err != nil {
		if r.leave(err) {
			return nil
		}
		return err
	}
	return r.read(in, chosen, true, out)
}

// isTar says whether a file is a tar archive (POSIX.1-1988 and later).
func isTar(head []byte) bool {
	const at = 257
	return len(head) > at && bytes.HasPrefix(head[at:], []byte("ustar"))
}

// tape reads the transcripts in a tar archive one after the other. It cannot be read in any other
// order, so that it is never one export.
func (r *Reader) tape(in *Input, chosen *Format, out *Sink) error {
	extensions := r.known.extensions(chosen)
	z := tar.NewReader(in)
	for {
		h, err := z.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return in.explain(err)
		}
		if h.Typeflag != tar.TypeReg || hidden(h.Name) {
			continue
		}
		if !slices.Contains(extensions, extension(h.Name)) {
			r.tally.leave(foreign(in.Name + "/" + path.Clean(h.Name)))
			continue
		}
		if err := r.taped(in, h.Name, z, chosen, out); err != nil {
			return err
		}
	}
}

// taped reads one file of a tar archive. What is packed as "." puts ./ before all names.
func (r *Reader) taped(in *Input, name string, data io.Reader, chosen *Format, out *Sink) error {
	name = strings.TrimPrefix(name, "./")
	if !fs.ValidPath(name) {
		out.begin(in.Name, nil)
		return out.Bad(Place{}, reasonEntry, quote(name)+" leads out of the archive: expected a relative path without ..")
	}
	file := &Input{Name: in.Name + "/" + name, root: cmp.Or(in.root, in.Name), unpack: in.unpack, lines: &lines{max: r.opts.MaxLine}, spool: r.opts.TempDir}
	if err := file.begin(io.NopCloser(data)); err != nil {
		return err
	}
	defer file.close()
	return r.member(file, chosen, out)
}
