package transcript

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// format is one kind of export. A new one is a file of its own that defines such a value, and a
// line in formats.
type format struct {
	name       string                 // in Options.Format
	extensions []string               // of file names, with the dot, in lower case
	looksLike  func(head []byte) bool // decides by the first bytes where the file's name says nothing

	// read passes everything in a file to the collector, as records (formats of named columns) or as
	// messages (formats that know what they hold), with bad lines told apart. It returns what the
	// collector returned to it, or what is wrong with the file as a whole.
	read func(in *input, out *collector) error
}

// formats holds all formats, in the order in which content is held against them.
var formats = []format{jsonl, csv, tsv}

// formatNamed finds the format of a name; nil, without an error, where each file decides.
func formatNamed(name string) (*format, error) {
	if name == "" || name == "auto" {
		return nil, nil
	}
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: expected one of %s", name, strings.Join(Formats(), ", "))
}

// Formats lists what Options.Format may be.
func Formats() []string {
	names := []string{"auto"}
	for i := range formats {
		names = append(names, formats[i].name)
	}
	return names
}

// formatOf finds the format of a file by its extension or else by its content.
func formatOf(name string, head []byte) (*format, error) {
	ext := extension(name)
	for i := range formats {
		if slices.Contains(formats[i].extensions, ext) {
			return &formats[i], nil
		}
	}
	for i := range formats {
		if formats[i].looksLike(head) {
			return &formats[i], nil
		}
	}
	return nil, Problem{File: name, Reason: reasonNoFormat,
		Detail: fmt.Sprintf("neither its name nor its first line is that of a known one: expected %s", formatList())}
}

// extension is the extension of a file name in lower case, not counting that of compression.
func extension(name string) string {
	return filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))
}

// extensionsOf lists the extensions of a format, or of all formats if it is nil.
func extensionsOf(f *format) []string {
	if f != nil {
		return f.extensions
	}
	var list []string
	for i := range formats {
		list = append(list, formats[i].extensions...)
	}
	return list
}

// formatList describes the formats in an error.
func formatList() string {
	var list []string
	for i := range formats {
		list = append(list, fmt.Sprintf("%s (%s)", formats[i].name, strings.Join(formats[i].extensions, ", ")))
	}
	return strings.Join(list, ", ")
}
