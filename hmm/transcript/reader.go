package transcript

import (
	"cmp"
	"io"
	"iter"
)

// Reader reads transcripts, one after the other. It serves one goroutine and is used once.
type Reader struct {
	paths []string
	stdin io.Reader
	opts  Options
	known catalogue
	tally tally
	used  bool

	shelf *shelf // of the folder that is being read; nil: there are no archives in it
}

// New prepares to read the transcripts at paths, in that order. A path is a file, a folder (all
// files of known extensions in it and below it, sorted by path, compressed ones included, hidden
// ones not, and then the archives, of which those within an archive are left out), or "-" for stdin, which may be nil otherwise. A file that comes up twice is read once.
// Nothing is opened, and nothing about the options is refused, before Messages is ranged over.
func New(paths []string, stdin io.Reader, opts Options) *Reader {
	return &Reader{paths: paths, stdin: stdin, opts: opts}
}

// Messages streams the messages of all transcripts. Bad lines are left out and entered in the
// Summary.
//
// An error comes with an empty message and is the last thing in the stream: an option that means
// nothing, a folder without transcripts, a file that cannot be opened or read, that is empty, of no
// known format or not text, a header without a column that was mapped or is required, and in a strict
// stream the Problem of the first bad line. What the content of a file has to do with is a Problem
// (errors.As) as well.
//
// A file in which every line is bad is no error here: see Summary.Err. The sequence can be ranged
// over once; Messages panics in the second loop.
func (r *Reader) Messages() iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		if r.used {
			panic("transcript: the messages of a Reader were ranged over twice")
		}
		r.used = true
		if err := r.run(yield); err != nil && err != errStopped {
			yield(Message{}, err)
		}
	}
}

// Summary says what has been read so far. After the loop over Messages that is everything. It may
// be called inside the loop.
func (r *Reader) Summary() Summary { return r.tally.summary() }

// run reads all files.
func (r *Reader) run(yield func(Message, error) bool) error {
	if err := r.opts.check(); err != nil {
		return err
	}
	r.known = newCatalogue(r.opts.Formats)
	chosen, err := r.known.named(r.opts.Format)
	if err != nil {
		return err
	}
	units, err := r.expand(chosen)
	if err != nil {
		return err
	}
	out := newSink(r, yield)
	var since mark
	for i, u := range units {
		if i == 0 || u.folder != units[i-1].folder {
			since, r.shelf = r.mark(), nil
			if u.beside {
				r.shelf = newShelf(&r.opts)
			}
		}
		if err := r.unit(u, chosen, out); err != nil {
			return err
		}
		if last := i == len(units)-1 || u.folder != units[i+1].folder; last && u.folder != "" {
			if err := r.nothing(since, reasonNoFolder, u.folder, chosen, false); err != nil {
				return err
			}
		}
	}
	return nil
}

// unit reads a file or a folder that is one export.
func (r *Reader) unit(u unit, chosen *Format, out *Sink) error {
	if u.tree != nil {
		return r.tree(u.tree, u.format, out)
	}
	return r.file(u, chosen, out)
}

// file reads one file or what is in an archive.
func (r *Reader) file(u unit, chosen *Format, out *Sink) error {
	in, err := openPath(u.path, r.stdin, &r.opts, &r.tally.bytes)
	if err != nil {
		return err
	}
	defer in.close()
	in.root = u.folder
	found := u.folder != ""
	if done, err := r.archived(in, chosen, found, out); done {
		return err
	}
	if err := r.read(in, chosen, found, out); err != nil {
		return err
	}
	r.shelf.read(u.path)
	return nil
}

// read reads a file in the chosen format or in that which it seems to have. One that was only found
// in a folder or an archive may be no transcript at all.
func (r *Reader) read(in *Input, chosen *Format, found bool, out *Sink) error {
	f, err := r.recognise(in, chosen)
	if found && err == nil && chosen == nil && out.beside(in, f) {
		err = Problem{File: in.Name, Reason: reasonBeside}
	}
	out.begin(in.Name, f)
	if err == nil {
		err = r.content(in, f, out)
	}
	if err == nil || err == errStopped {
		return err
	}
	if err = out.explain(err); found && r.tally.untouched() && r.leave(err) {
		r.tally.unopen()
		return nil
	}
	return err
}

// content reads a file in its format.
func (r *Reader) content(in *Input, f *Format, out *Sink) error {
	if f.Rewinds {
		if err := in.keep(); err != nil {
			return in.explain(err)
		}
	}
	if err := out.lookAhead(in, f); err != nil {
		return in.explain(err)
	}
	return r.whole(out, func() error {
		err := f.Read(in, out)
		if err != nil && err != errStopped {
			err = in.explain(err)
		}
		return err
	})
}

// recognise finds the format of a file, or what is wrong with the file.
func (r *Reader) recognise(in *Input, chosen *Format) (*Format, error) {
	if chosen != nil && chosen.Binary {
		return chosen, nil
	}
	head := newHead(in, r.opts.Map)
	if f := r.known.binary(head); chosen == nil && f != nil {
		return f, nil
	}
	if p := checkHead(in.Head); p != nil {
		p.File = in.Name
		return nil, *p
	}
	if chosen != nil {
		return chosen, nil
	}
	return r.known.of(head)
}

// whole reads a file or a tree that has begun, and sees to what is left at its end. Where that comes before its
// time, because the rest cannot be read, what waits to be sorted is given all the same.
func (r *Reader) whole(out *Sink, read func() error) error {
	defer out.stage.close()
	before := r.tally.records()
	err := read()
	if out.stage != nil {
		err = cmp.Or(out.stage.finish(), err)
	}
	if err != nil {
		return err
	}
	if r.tally.records() == before {
		return Problem{File: out.file, Reason: reasonNoLines, Detail: "found only a header or blank lines"}
	}
	return nil
}

// tree reads a folder or an archive that is one export.
func (r *Reader) tree(t *Tree, f *Format, out *Sink) error {
	out.begin(t.Name, f)
	err := r.whole(out, func() error { return f.ReadTree(t, out) })
	for _, name := range t.names {
		if !t.taken[name] {
			r.tally.leave(Problem{File: t.Name + "/" + name, Reason: reasonUnused})
		}
	}
	return out.explain(err)
}
