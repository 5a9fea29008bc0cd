package transcript

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ReasonOther is the reason of a Problem that says that a file is of another kind altogether, and no damaged one of
// the format. Found in a folder or an archive it is left out.
const ReasonOther = reasonNotText

// besides are reasons to leave out a file that was found, even of a strict stream: nothing says that it is meant to be
// a transcript.
var besides = []string{reasonNoFormat, reasonBeside, reasonTwin}

// strangers are reasons to leave out a file that was found unless the stream is strict: it has the name of a transcript.
var strangers = []string{reasonNoLines, reasonNotText, reasonArray, reasonHeader, reasonColumn, reasonNoArchive}

// leave says whether an error is no more than that a file, which was found, is none that can be read, and enters it
// as such.
func (r *Reader) leave(err error) bool {
	var p Problem
	if !errors.As(err, &p) {
		return false
	}
	if !slices.Contains(besides, p.Reason) && (r.opts.Strict || !slices.Contains(strangers, p.Reason)) {
		return false
	}
	r.tally.leave(p)
	return true
}

// A mark is how far a reader has come: files that it opened, and others.
type mark struct{ files, others int }

func (r *Reader) mark() mark { return mark{len(r.tally.files), r.tally.others} }

// nothing says that a folder or an archive held nothing to read since the mark; nil where something was read. Found in a
// folder, it is left out as such.
func (r *Reader) nothing(since mark, reason, name string, chosen *Format, found bool) error {
	if len(r.tally.files) > since.files {
		return nil
	}
	p := noTranscripts(reason, name, r.known.extensions(chosen))
	if found && r.leave(p) {
		return nil
	}
	p.Detail += r.leftSince(since, name)
	return p
}

// leftSince lists what was left out of a folder or an archive since the mark, in further lines of an error.
func (r *Reader) leftSince(since mark, name string) (text string) {
	const quoted = 3
	shown := 0
	for _, l := range r.tally.summary().LeftOut {
		if shown < quoted && strings.HasPrefix(l.File, name) {
			shown++
			text += "\n\tleft out " + l.Error()
		}
	}
	if more := r.tally.others - since.others - shown; more > 0 {
		text += fmt.Sprintf("\n\tand %d more", more)
	}
	return text
}

// noTranscripts is the problem of a folder or an archive without transcripts.
func noTranscripts(reason, name string, extensions []string) Problem {
	return Problem{File: name, Reason: reason, Detail: fmt.Sprintf("expected files named %s, with or without .gz",
		strings.Join(extensions, ", "))}
}
