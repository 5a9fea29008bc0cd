package document

import (
	"math"
	"strings"
	"unicode/utf8"
)

// longestLine is the number of bytes at which a line is cut.
const longestLine = 160

// leastTitle is how much a word of the first line must tell on average, as a share of what one does in the line that
// tells the most, for that to be a title.
const leastTitle = 0.1

// Line is the line of a text by which people know what it is about: the first, which is the title of an article, if
// its words tell something, or else, as in conversations, which begin with a greeting, the one whose words tell the
// most. telling is how much a word tells, words cuts a line into such words.
func Line(text string, telling map[string]float64, words func(line string) []string) string {
	var first, best told
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		here := tells(line, telling, words)
		if first.line == "" {
			first = here
		}
		if here.sum > best.sum {
			best = here
		}
	}
	if first.mean() < leastTitle*best.mean() {
		first = best
	}
	return cut(first.line, longestLine)
}

// told is a line with what its words tell, each counted once.
type told struct {
	line  string
	sum   float64
	words int
}

func (t told) mean() float64 { return t.sum / math.Max(1, float64(t.words)) }

func tells(line string, telling map[string]float64, words func(line string) []string) told {
	t := told{line: line}
	if len(telling) == 0 {
		return t
	}
	seen := map[string]bool{}
	for _, word := range words(line) {
		if !seen[word] {
			seen[word] = true
			t.sum += telling[word]
			t.words++
		}
	}
	return t
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
