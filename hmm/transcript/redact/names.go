package redact

import (
	"regexp"
	"slices"
	"strings"
)

// anyOf finds each of the names, the longest first, where no letter or digit stands before or behind.
func anyOf(names []string) *regexp.Regexp {
	var quoted []string
	for _, n := range names {
		if n = strings.TrimSpace(n); n != "" {
			quoted = append(quoted, regexp.QuoteMeta(n))
		}
	}
	if len(quoted) == 0 {
		return nil
	}
	slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)(^|[^\pL\pN_<])(?:` + strings.Join(quoted, "|") + `)(?:\b|$)`)
}
