package document

import (
	"path"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

var plainText = transcript.Format{
	Name:       "text",
	Extensions: []string{".txt"},
	Detect:     named(".txt"),
	Order:      transcript.Grouped,
	Documents:  true,
	Read:       file(func(text string) (title, body string) { return "", text }),
}

var markdown = transcript.Format{
	Name:       "markdown",
	Extensions: []string{".md", ".markdown"},
	Detect:     named(".md", ".markdown"),
	Order:      transcript.Grouped,
	Documents:  true,
	Read:       file(fromMarkdown),
}

var webPage = transcript.Format{
	Name:       "html",
	Extensions: []string{".html", ".htm"},
	Detect:     named(".html", ".htm"),
	Order:      transcript.Grouped,
	Documents:  true,
	Read:       file(fromHTML),
}

// named goes by the extension of a file's name, compressed or not.
func named(extensions ...string) func(h *transcript.Head) bool {
	return func(h *transcript.Head) bool {
		name := strings.ToLower(h.Name)
		for _, packed := range [...]string{".gz", ".zst"} {
			name = strings.TrimSuffix(name, packed)
		}
		return slices.Contains(extensions, path.Ext(name))
	}
}

// file reads a file that is one document.
func file(plain func(text string) (title, body string)) func(*transcript.Input, *transcript.Sink) error {
	return func(in *transcript.Input, out *transcript.Sink) error {
		text, ok, err := in.Text(out)
		if !ok || err != nil {
			return err
		}
		return out.Add(&transcript.Event{
			Conversation: in.Path(), Span: transcript.Thread, Text: titled(plain(text)), Place: transcript.Place{Line: 1},
		})
	}
}

// titled is a text whose first line is its title.
func titled(title, body string) string {
	title, body = strings.TrimSpace(title), strings.TrimSpace(body)
	first, _, _ := strings.Cut(body, "\n")
	if title == "" || strings.EqualFold(strings.TrimSpace(first), title) {
		return body
	}
	return strings.TrimSpace(title + "\n" + body)
}
