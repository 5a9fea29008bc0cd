// Package hypertext makes plain text of HTML, as a person reads it: blocks and <br> end lines, what is not shown
// is left out, and other white space is one space. There is no HTML that it refuses.
package hypertext

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// silent are the elements whose text nobody reads.
var silent = []atom.Atom{atom.Script, atom.Style, atom.Template}

// Message is the text of a chat message or a mail. Quoted mail is left out.
func Message(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return strings.TrimSpace(text)
	}
	p := page{leave: append([]atom.Atom{atom.Head, atom.Title, atom.Blockquote}, silent...)}
	p.read(text)
	return strings.TrimSpace(p.text.String())
}

// Page is the title and the text of a page or a part of one. What is around the text of most pages (navigation,
// footers, forms) is left out.
func Page(text string) (title, body string) {
	p := page{leave: append([]atom.Atom{atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Select, atom.Noscript, atom.Svg}, silent...)}
	p.read(text)
	return strings.Join(strings.Fields(p.title.String()), " "), strings.TrimSpace(p.text.String())
}

// read takes in all of a text.
func (p *page) read(text string) {
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: the tokenizer takes whatever there is
			return
		case html.TextToken:
			p.words(string(z.Text()))
		case html.StartTagToken:
			p.tag(z, 1)
		case html.EndTagToken:
			p.tag(z, -1)
		case html.SelfClosingTagToken:
			p.tag(z, 0)
		}
	}
}

// A page is text as it comes out of HTML.
type page struct {
	text   strings.Builder
	space  bool // white space stands before what comes next
	line   bool // a line ends before what comes next
	hidden int  // elements open whose text is not shown

	leave  []atom.Atom // elements that hide what is in them
	title  strings.Builder
	titled bool // in the title
}

// words adds text without elements.
func (p *page) words(text string) {
	if p.titled {
		p.title.WriteString(text)
		return
	}
	if p.hidden > 0 {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	for i, word := range strings.FieldsFunc(text, isSpace) {
		p.space = p.space || i > 0 || isSpace(first)
		switch {
		case p.text.Len() == 0:
		case p.line:
			p.text.WriteByte('\n')
		case p.space:
			p.text.WriteByte(' ')
		}
		p.text.WriteString(word)
		p.space, p.line = false, false
	}
	p.space = p.space || isSpace(last)
}

// isSpace is what HTML collapses, and the space that does not break, with which editors indent.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\u00a0'
}

// tag opens (1) or closes (-1) an element.
func (p *page) tag(z *html.Tokenizer, open int) {
	name, attributes := z.TagName()
	switch string(name) {
	case "quote", "legacyquote": // Skype
		p.hidden = max(0, p.hidden+open)
	case "emoji":
		p.emoji(z, attributes, true)
		return
	case "img":
		p.emoji(z, attributes, false)
		return
	}
	element := atom.Lookup(name)
	if slices.Contains(p.leave, element) {
		p.hidden = max(0, p.hidden+open)
		return
	}
	switch element {
	case atom.Title:
		p.titled = open > 0 && p.hidden == 0
	case atom.Br, atom.P, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.Tr, atom.Table, atom.Pre, atom.Hr, atom.Blockquote, atom.Section, atom.Article,
		atom.Main, atom.Header, atom.Dl, atom.Dt, atom.Dd, atom.Details, atom.Summary, atom.Figcaption,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.line = true
	case atom.Td, atom.Th:
		p.space = true
	}
}

// emoji adds a picture that stands for a character, as Teams has them: <emoji alt="…">, or an <img> with an
// itemtype that ends in /Emoji.
func (p *page) emoji(z *html.Tokenizer, attributes, shown bool) {
	alt := ""
	for more := attributes; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "alt":
			alt = string(value)
		case "itemtype":
			shown = shown || strings.HasSuffix(string(value), "/Emoji")
		}
	}
	if shown {
		p.words(alt)
	}
}
