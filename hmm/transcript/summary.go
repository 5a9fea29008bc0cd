package transcript

import (
	"errors"
	"fmt"
	"strings"
)

// Summary says what a Reader has read so far. Lines is always Messages plus Skipped.
type Summary struct {
	Files    []string      // the files opened, in order
	Bytes    int64         // read from them, as they are stored: compressed ones are counted so
	Lines    int           // records met: lines with something on them, or CSV rows below the header
	Messages int           // records that became messages
	Skipped  int           // records that did not
	Problems []Problem     // the first 20 of those, in order
	Reasons  []ReasonCount // all of those by category, the most frequent first
	Counts   []FileCount   // one for each of Files
	Examples []Problem     // the first 3 of each category, in order
}

// ReasonCount is how often a category of bad lines was met.
type ReasonCount struct {
	Reason string
	Count  int
}

// FileCount is what became of the records of a file.
type FileCount struct{ Messages, Skipped int }

// String is the summary in one line, for people:
//
//	29474 messages from 1 file; skipped 3 lines: 2 not JSON, 1 missing field
func (s Summary) String() string {
	text := fmt.Sprintf("%s from %s", plural(s.Messages, "message"), plural(len(s.Files), "file"))
	if s.Skipped > 0 {
		text += "; " + s.skipped()
	}
	return text
}

func (s Summary) skipped() string {
	counts := make([]string, 0, len(s.Reasons))
	for _, r := range s.Reasons {
		counts = append(counts, fmt.Sprintf("%d %s", r.Count, r.Reason))
	}
	return fmt.Sprintf("skipped %s: %s", plural(s.Skipped, "line"), strings.Join(counts, ", "))
}

// Err is nil if at least one message was read, and otherwise an error that says why there was none:
// the counts, and the first problems on lines of their own.
func (s Summary) Err() error {
	if s.Messages > 0 {
		return nil
	}
	const quoted = 3
	text := "no usable message in " + plural(len(s.Files), "file")
	if s.Skipped > 0 {
		text += "; " + s.skipped()
	}
	for _, p := range s.Problems[:min(quoted, len(s.Problems))] {
		text += "\n\t" + p.Error()
	}
	if more := s.Skipped - quoted; more > 0 {
		text += fmt.Sprintf("\n\tand %d more", more)
	}
	return errors.New(text)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
