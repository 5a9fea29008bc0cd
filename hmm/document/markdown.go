package document

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// commonMark is the parser of CommonMark with tables and strikethrough.
var commonMark = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough)).Parser()

// fromMarkdown is the text of Markdown with a line a block, and the title that its front matter gives.
func fromMarkdown(source string) (title, body string) {
	title, source = frontMatter(source)
	w := &writer{source: []byte(source)}
	_ = ast.Walk(commonMark.Parse(text.NewReader(w.source)), w.node)
	return title, string(w.text)
}

// A writer puts the text of a tree together.
type writer struct {
	source, text []byte
}

// node is called when the walk comes to a node, and when it has been through what is in it.
func (w *writer) node(n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		switch {
		case n.Kind() == table.KindTableCell:
			w.text = append(w.text, ' ')
		case n.Type() == ast.TypeBlock:
			w.end()
		}
		return ast.WalkContinue, nil
	}
	switch n := n.(type) {
	case *ast.Text:
		w.text = append(w.text, shown(n, w.source)...)
		if n.SoftLineBreak() || n.HardLineBreak() {
			w.end()
		}
	case *ast.AutoLink:
		w.text = append(w.text, n.Label(w.source)...)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		w.text = append(w.text, n.Lines().Value(w.source)...)
	case *ast.HTMLBlock:
		_, body := fromHTML(string(n.Lines().Value(w.source)))
		w.text = append(w.text, body...)
	}
	return ast.WalkContinue, nil
}

// end ends a line that has begun.
func (w *writer) end() {
	w.text = bytes.TrimRight(w.text, " ")
	if n := len(w.text); n > 0 && w.text[n-1] != '\n' {
		w.text = append(w.text, '\n')
	}
}

// shown is what a reader sees of a piece of text: escapes and entities are resolved, but not in code.
func shown(n *ast.Text, source []byte) []byte {
	raw := n.Value(source)
	if n.IsRaw() {
		return raw
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(raw)))
}

// frontMatter takes the front matter off a text, between lines of --- (YAML) or +++ (TOML), and the title out of it.
func frontMatter(source string) (title, rest string) {
	for fence, mark := range map[string]string{"---": ":", "+++": "="} {
		head, begins := strings.CutPrefix(source, fence+"\n")
		matter, rest, ends := strings.Cut(head, "\n"+fence+"\n")
		if !begins || !ends {
			continue
		}
		for line := range strings.Lines(matter) {
			if key, value, _ := strings.Cut(line, mark); strings.TrimSpace(key) == "title" {
				title = strings.Trim(strings.TrimSpace(value), `"'`)
			}
		}
		return title, rest
	}
	return "", source
}
