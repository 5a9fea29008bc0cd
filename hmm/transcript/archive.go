package transcript

import (
	"archive/tar"
	"bytes"
	"io"
	"io/fs"
	"slices"
)

// archive reads a zip archive: as one export, or each transcript in it for itself.
func (r *Reader) archive(in *Input, chosen *Format, out *Sink) error {
	out.begin(in.Name, nil)
	t, err := openZip(in, &r.opts, out)
	if err != nil {
		return in.explain(err)
	}
	r.tally.unopen() // it is opened as an export, or its files are
	if f := r.known.tree(t.names, chosen); f != nil {
		return r.tree(t, f, out)
	}
	names, err := t.among(r.known.extensions(chosen), "archive")
	if err != nil {
		return err
	}
	r.tally.others += len(t.names) - len(names)
	before := len(r.tally.files)
	for _, name := range names {
		err := t.Each(name, func(in *Input) error { return r.read(in, chosen, true, out) })
		if err != nil {
			return err
		}
	}
	if before == len(r.tally.files) {
		return noTranscripts(in.Name, "archive", r.known.extensions(chosen))
	}
	return nil
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
			r.tally.others++
			continue
		}
		if err := r.taped(in, h.Name, z, chosen, out); err != nil {
			return err
		}
	}
}

// taped reads one file of a tar archive.
func (r *Reader) taped(in *Input, name string, data io.Reader, chosen *Format, out *Sink) error {
	if !fs.ValidPath(name) {
		out.begin(in.Name, nil)
		return out.Bad(Place{}, reasonEntry, quote(name)+" leads out of the archive: expected a relative path without ..")
	}
	file := &Input{Name: in.Name + "/" + name, unpack: in.unpack, lines: &lines{max: r.opts.MaxLine}, spool: r.opts.TempDir}
	if err := file.begin(io.NopCloser(data)); err != nil {
		return err
	}
	defer file.close()
	return r.read(file, chosen, true, out)
}
