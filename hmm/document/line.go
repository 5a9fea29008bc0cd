package document

import (
	"strings"
	"unicode/utf8"
)

// longestLine is the number of bytes at which a line is cut.
const longestLine = 160

// Line is the line of a text by which people know what it is about: the first, which is the title of an article, if it
// tells anything, or else, as in conversations, which begin with a greeting, the one that tells the most.
func Line(text string, tells func(line string) float64) string {
	best, most := "", 0.0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first, told := best == "", tells(line)
		if first || told > most {
			best, most = line, told
		}
		if first && told > 0 {
			break
		}
	}
	return cut(best, longestLine)
}

// cut is a copy of a text as a model file can hold it, of so many bytes at most.
func cut(text string, most int) string {
	if len(text) > most {
		for most > 0 && !utf8.RuneStart(text[most]) {
			most--
		}
		text = text[:most] + "…"
	}
	return strings.Clone(strings.ToValidUTF8(text, "\ufffd"))
}
