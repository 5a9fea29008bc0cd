package transcript

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// A Format is one kind of export. Formats are values: those of this package need none to be named,
// and Options.Formats brings others. See the package documentation for how to write one.
type Format struct {
	Name       string   // in Options.Format
	Extensions []string // of file names, with the dot, in lower case: which files of a folder are looked at

	// Detect decides by the first bytes and the name. Formats whose files say nothing of themselves
	// leave it nil and are found by extension.
	Detect func(h *Head) bool

	// Read passes everything in a file to the sink. It returns what the sink returned to it, or what
	// is wrong with the file as a whole.
	Read func(in *Input, out *Sink) error

	// DetectTree decides, by the names of the files in it, whether a folder or an archive as a whole
	// is one export, which ReadTree then reads. Both are nil for formats of single files.
	DetectTree func(names []string) bool
	ReadTree   func(t *Tree, out *Sink) error

	Order   Order
	Rewinds bool          // Read calls Input.Rewind
	Columns bool          // of no tool: rows under columns that the user names (Sink.Table), taken as they are, like CSV
	Records RecordOptions // of a format with Columns
	Binary  bool          // not text; Detect is needed

	Documents bool // its records are documents, not messages of a conversation
}

// Order is what a format promises of the entries in a file.
type Order uint8

const (
	Interleaved Order = iota // of each conversation in order, but conversations may alternate
	Grouped                  // in order, and one conversation after the other
	Unsorted                 // neither: they are sorted by conversation, time and ID
)

// RecordOptions are what the records of a format with Columns are about, where that is no chat.
type RecordOptions struct {
	Names map[Field][]string       // under which fields are looked for, in place of DefaultNames
	Lone  bool                     // records are conversations of their own: one without an identifier goes by its number in the file
	Text  func(text string) string // what a text becomes, before all else; nil: itself
}

// Head is what a format is recognised by.
type Head struct {
	Name  string           // of the file
	Bytes []byte           // its first ones; text is UTF-8
	Shape Shape            // of the first JSON value in Bytes
	Map   map[Field]string // Options.Map
}

// newHead is what a file is recognised by.
func newHead(in *Input, fields map[Field]string) *Head {
	text := in.Head
	if charsetOf(text) == charsetWindows {
		text = fromWindows(nil, text)
	}
	return &Head{Name: in.Name, Bytes: text, Shape: shapeOf(text), Map: fields}
}

// own are the formats of this package, the ones without any tool.
var own = []Format{jsonl, csv, tsv}

// A catalogue is the formats that a Reader knows, in the order in which content is held against them.
type catalogue []Format

func newCatalogue(more []Format) catalogue { return slices.Concat(more, own) }

// named finds the format of a name; nil, without an error, where each file decides.
func (c catalogue) named(name string) (*Format, error) {
	if name == "" || name == auto {
		return nil, nil
	}
	for i := range c {
		if c[i].Name == name {
			return &c[i], nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: expected one of %s", name, strings.Join(c.names(), ", "))
}

const auto = "auto"

func (c catalogue) names() []string {
	names := []string{auto}
	for i := range c {
		names = append(names, c[i].Name)
	}
	return names
}

// Formats lists what Options.Format may be if these formats are added to those of the package.
func Formats(more ...Format) []string { return newCatalogue(more).names() }

// binary finds the format of a file that is no text; nil: it is of none.
func (c catalogue) binary(h *Head) *Format {
	for i := range c {
		if c[i].Binary && c[i].Detect(h) {
			return &c[i]
		}
	}
	return nil
}

// of finds the format of a file: by its content, by its extension, or by what its content looks like.
func (c catalogue) of(h *Head) (*Format, error) {
	for i := range c {
		if !c[i].Binary && c[i].Detect != nil && c[i].Detect(h) {
			return &c[i], nil
		}
	}
	ext := extension(h.Name)
	for i := range own {
		if slices.Contains(own[i].Extensions, ext) {
			return &own[i], nil
		}
	}
	switch {
	case looksLikeJSON(h.Bytes):
		return &jsonl, nil
	case looksLikeCSV(h.Bytes):
		return &csv, nil
	}
	return nil, Problem{File: h.Name, Reason: reasonNoFormat, Detail: fmt.Sprintf(
		"neither its name nor its first line is that of a known one: say which it is by --format, or expected %s", c.list())}
}

// tree finds the format of which a folder or an archive is one export; nil: of none, or not of the
// chosen one.
func (c catalogue) tree(names []string, chosen *Format) *Format {
	for i := range c {
		f := &c[i]
		if f.DetectTree != nil && (chosen == nil || chosen.Name == f.Name) && f.DetectTree(names) {
			return f
		}
	}
	return nil
}

// extensions lists those of a format, or of all if it is nil.
func (c catalogue) extensions(f *Format) []string {
	if f != nil {
		return f.Extensions
	}
	var list []string
	for i := range own {
		list = append(list, own[i].Extensions...)
	}
	for _, f := range c[:len(c)-len(own)] {
		for _, e := range f.Extensions {
			if !slices.Contains(list, e) {
				list = append(list, e)
			}
		}
	}
	return list
}

// list describes the formats in an error.
func (c catalogue) list() string {
	var list []string
	for i := range c {
		text := c[i].Name
		if len(c[i].Extensions) > 0 {
			text += " (" + strings.Join(c[i].Extensions, ", ") + ")"
		}
		list = append(list, text)
	}
	return strings.Join(list, ", ")
}

// extension is the extension of a file name in lower case, not counting that of compression.
func extension(name string) string {
	name = strings.ToLower(name)
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return path.Ext(name)
}
