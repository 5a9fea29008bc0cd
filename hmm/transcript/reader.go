package transcript

import (
	"io"
	"iter"
)

// Reader reads transcripts, one after the other. It serves one goroutine and is used once.
type Reader struct {
	paths []string
	stdin io.Reader
	opts  Options
	tally tally
	used  bool
}

// New prepares to read the transcripts at paths, in that order. A path is a file, a folder (all
// files of known extensions in it and below it, sorted by path, compressed ones included, hidden
// ones not), or "-" for stdin, which may be nil otherwise. A file that comes up twice is read once.
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
	chosen, err := formatNamed(r.opts.Format)
	if err != nil {
		return err
	}
	files, err := expand(r.paths, chosen)
	if err != nil {
		return err
	}
	out := &collector{
		assembler: newAssembler(r.opts),
		tally:     &r.tally,
		strict:    r.opts.Strict,
		onSkip:    r.opts.OnSkip,
		yield:     yield,
	}
	for _, file := range files {
		if err := r.file(file, chosen, out); err != nil {
			return err
		}
	}
	return nil
}

// file reads one file, in the chosen format or in that which it seems to have.
func (r *Reader) file(path string, chosen *format, out *collector) error {
	in, err := open(path, r.stdin, r.opts.MaxLine, &r.tally.bytes)
	if err != nil {
		return err
	}
	defer in.close()
	r.tally.open(in.name)
	if p := checkHead(in.head); p != nil {
		p.File = in.name
		return *p
	}
	if chosen == nil {
		if chosen, err = formatOf(in.name, in.head); err != nil {
			return err
		}
	}
	before := r.tally.records()
	out.file = in.name
	if err := chosen.read(in, out); err == errStopped {
		return err
	} else if err != nil {
		return in.explain(err)
	}
	if r.tally.records() == before {
		return Problem{File: in.name, Reason: reasonNoLines, Detail: "found only a header or blank lines"}
	}
	return nil
}
