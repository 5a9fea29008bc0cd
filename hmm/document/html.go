package document

import (
	"regexp"

	"intenthmm/internal/hypertext"
)

// fromHTML is the title and the text of a page.
func fromHTML(text string) (title, body string) { return hypertext.Page(text) }

// markup is what tells HTML from a text with an angle bracket in it.
var markup = regexp.MustCompile(`(?i)</(?:p|div|a|span|ul|ol|li|h[1-6]|b|i|em|strong|table|td|section|article|body)\s*>|<br\s*/?>`)

// fromField is a text that may be HTML, as knowledge bases export their articles.
func fromField(text string) string {
	if !markup.MatchString(text) {
		return text
	}
	return titled(hypertext.Page(text))
}
