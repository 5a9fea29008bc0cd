package transcript

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuoted is how many bytes of a log an error repeats in one place.
const maxQuoted = 60

// quote shows a piece of a log in an error, cut at a length that fits on a line.
func quote(s string) string {
	if len(s) <= maxQuoted {
		return strconv.Quote(s)
	}
	cut := maxQuoted
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut]) + "…"
}

// maxNames is how many columns an error lists before it says "and N more".
const maxNames = 16

// listNames shows column names in an error.
func listNames(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	more := len(names) - maxNames
	shown := make([]string, 0, maxNames)
	for _, n := range names[:min(len(names), maxNames)] {
		if len(n) > maxQuoted || n == "" || strings.ContainsFunc(n, needsQuotes) {
			n = quote(n)
		}
		shown = append(shown, n)
	}
	list := strings.Join(shown, ", ")
	if more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}

func needsQuotes(r rune) bool {
	return r == utf8.RuneError || r == ',' || !strconv.IsPrint(r)
}
