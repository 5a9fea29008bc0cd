package transcript

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Summary says what a Reader has read so far. Lines is always Messages plus Skipped plus all of Dropped.
type Summary struct {
	Files     []string      // the files opened, in order
	Formats   []string      // the name of each one's format
	Documents []bool        // whether each one's records are documents, not messages of a conversation
	Others    int           // files that lie in a folder or an archive and were left out
	LeftOut   []Problem     // the first 20 of those with the reason, first the ones that are named like transcripts
	Bytes     int64         // read from them, as they are stored: compressed ones are counted so
	Lines     int           // records met: lines with something on them, or CSV rows below the header
	Messages  int           // records that became messages
	Skipped   int           // records that are bad
	Dropped   []ReasonCount // records that are no turns of a conversation, by Drop, the most frequent first
	Guessed   []ReasonCount // decisions that the files do not bear out beyond doubt, likewise
	Problems  []Problem     // the first 20 of those, in order
	Reasons   []ReasonCount // all of those by category, the most frequent first
	Counts    []FileCount   // one for each of Files
	Examples  []Problem     // the first 3 of each category, in order

	UnclearTimes int     // messages whose time was not understood: it stays as written, and the order of its file as it was
	UnclearTime  Problem // the first of those
}

// ReasonCount is how often a category of bad lines was met.
type ReasonCount struct {
	Reason string
	Count  int
}

// FileCount is what became of the records of a file.
type FileCount struct{ Messages, Skipped, Dropped int }

// String is the summary in one line, for people:
//
//	29474 messages from 1 file, 1 other file left out; dropped 12: 12 notice; skipped 3 lines: 2 not JSON, 1 missing field
func (s Summary) String() string {
	text := fmt.Sprintf("%s from %s", s.usable(), plural(len(s.Files), "file"))
	return text + s.rest()
}

// usable is how many messages were read, and how many of them are documents.
func (s Summary) usable() string {
	documents := s.ofDocuments(func(c FileCount) int { return c.Messages })
	switch messages := s.Messages - documents; {
	case documents == 0:
		return plural(messages, "message")
	case messages == 0:
		return plural(documents, "document")
	default:
		return plural(documents, "document") + " and " + plural(messages, "message")
	}
}

// ofDocuments sums a count over the files of documents.
func (s Summary) ofDocuments(count func(FileCount) int) (n int) {
	for i, c := range s.Counts {
		if s.Documents[i] {
			n += count(c)
		}
	}
	return n
}

// rest says what did not become messages.
func (s Summary) rest() string {
	text := ""
	if s.Others > 0 {
		text += ", " + plural(s.Others, "other file") + " left out"
	}
	if len(s.Dropped) > 0 {
		n := 0
		for _, d := range s.Dropped {
			n += d.Count
		}
		text += fmt.Sprintf("; dropped %d: %s", n, list(s.Dropped))
	}
	if s.Skipped > 0 {
		text += "; " + s.skipped()
	}
	if s.UnclearTimes > 0 {
		text += "; " + plural(s.UnclearTimes, "time") + " not understood"
	}
	return text
}

// list is counts as people read them.
func list(counts []ReasonCount) string {
	texts := make([]string, len(counts))
	for i, c := range counts {
		texts[i] = fmt.Sprintf("%d %s", c.Count, c.Reason)
	}
	return strings.Join(texts, ", ")
}

func (s Summary) skipped() string {
	noun := "line"
	if s.ofDocuments(func(c FileCount) int { return c.Skipped }) > 0 {
		noun = "record"
	}
	return fmt.Sprintf("skipped %s: %s", plural(s.Skipped, noun), list(s.Reasons))
}

// Err is nil if at least one message was read, and otherwise an error that says why there was none:
// the counts, and the first problems on lines of their own.
func (s Summary) Err() error {
	if s.Messages > 0 {
		return nil
	}
	const quoted = 3
	noun := "message"
	if slices.Contains(s.Documents, true) && !slices.Contains(s.Documents, false) {
		noun = "document"
	}
	text := "no usable " + noun + " in " + plural(len(s.Files), "file") + s.rest()
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

// ByReason is how many records were skipped for each reason.
func (s Summary) ByReason() map[string]int {
	counts := map[string]int{}
	for _, r := range s.Reasons {
		counts[r.Reason] = r.Count
	}
	return counts
}
