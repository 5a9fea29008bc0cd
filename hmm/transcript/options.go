package transcript

import (
	"fmt"
	"time"
)

// defaultMaxLine is large enough for any message that a person or a model wrote, and small enough
// to refuse a file without line ends before it fills the memory.
const defaultMaxLine = 16 << 20

// Options say how to read a log. Start from DefaultOptions; the zero value is usable too and
// requires nothing but a conversation.
type Options struct {
	// Format is "jsonl", "csv", "tsv" or the name of one of Formats. Empty or "auto" decides for each
	// file: by its content for Formats, and for the others by the extension of its name, or by its
	// content where the extension says nothing.
	Format string

	// Formats are those of chat tools, or the caller's own, in the order in which content is held
	// against them. Compressions are known beside gzip.
	Formats      []Format
	Compressions []Compression

	// Map names the column (JSON: the key) of a field and takes the place of the field's default
	// names. A field mapped to "" is not read. Names match exactly or, failing that, without
	// regard to case. Two fields may share a column.
	Map map[Field]string

	// Require lists the fields that a line must have to be usable. FieldConversation always is
	// required. An empty value counts as missing, except that a text may be empty (but is dropped
	// where there is neither symbol nor vector beside it).
	Require []Field

	// Strict makes the first bad line the end of the stream, with its Problem as the error.
	Strict bool

	// MaxLine is the length in bytes above which a line (CSV: a row) is skipped as bad.
	// Zero stands for 16 MiB.
	MaxLine int

	// Width is the number of numbers in a vector, where that is known beforehand. Zero stands for
	// that of the first vector read.
	Width int

	// Gap cuts conversations where nothing was said for longer, threads excepted. Zero cuts open
	// chats by day and leaves conversations that have an identifier whole.
	Gap time.Duration

	// Join makes one message of consecutive lines of one speaker.
	Join bool

	// Zone is where times are from that do not say so, and where days begin. Nil stands for UTC.
	Zone *time.Location

	// Roles renames speakers: authors to what they are to the conversation.
	Roles map[string]string

	// DropMedia drops messages without text instead of putting a token such as <image> for it.
	DropMedia bool

	// Redact, if set, rewrites texts, authors and what errors quote, before anything is stored: see
	// package redact, and a caller's own function may call that.
	Redact func(string) string

	// HashKey, if set, replaces identifiers of conversations, and authors without a role, by their
	// keyed hash.
	HashKey []byte

	// SortMemory is the number of bytes above which logs that are out of order, or interleaved where
	// Gap or Join is set, are sorted in temporary files. Zero stands for 128 MiB. The files
	// are in TempDir, or where the system has them, and hold what messages hold.
	SortMemory int
	TempDir    string

	// Vectors, if set, has the vectors of messages that lie beside a file. It is asked, by Message's File and Line, for
	// every record that could be a turn, before one of which nothing can be observed is dropped. Its error ends the
	// stream, as does a record that has a vector of its own.
	Vectors func(file string, line int) ([]float64, error)

	// OnSkip, if set, is told of every bad line as it is skipped, from within the loop over the
	// messages: for whoever follows a log that does not end. Nothing is looked at before it is read then,
	// and of JSON lines, CSV and the like empty rows are messages too: each has its answer.
	OnSkip func(Problem)
}

// DefaultOptions finds the format by itself, requires a text on every line, skips bad lines, and
// takes lines of up to 16 MiB.
func DefaultOptions() Options {
	return Options{Format: "auto", Require: []Field{FieldText}, MaxLine: defaultMaxLine}
}

// check refuses options that can mean nothing and fills in the length of a line.
func (o *Options) check() error {
	for f := range o.Map {
		if _, err := slotOf(f); err != nil {
			return fmt.Errorf("map: %w", err)
		}
	}
	for _, f := range o.Require {
		if _, err := slotOf(f); err != nil {
			return fmt.Errorf("require: %w", err)
		}
	}
	if o.MaxLine < 0 {
		return fmt.Errorf("maximal line length %d: expected a number of bytes, or 0 for %d", o.MaxLine, defaultMaxLine)
	}
	if o.Width < 0 {
		return fmt.Errorf("vectors of %d numbers: expected a number of them, or 0 for that of the first", o.Width)
	}
	if o.Gap < 0 {
		return fmt.Errorf("gap %v: expected a length of time, or 0 to cut open chats by day", o.Gap)
	}
	if o.SortMemory < 0 {
		return fmt.Errorf("%d bytes to sort in: expected a number of them, or 0 for %d", o.SortMemory, sortLimit)
	}
	if o.MaxLine == 0 {
		o.MaxLine = defaultMaxLine
	}
	return nil
}
