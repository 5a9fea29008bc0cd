package redact

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// anyOf finds each of the names, the longest first, where no letter, digit or mark stands before or behind.
// Go's \b knows ASCII only, so the sign behind a name is a part of what is found, as that before it is.
func anyOf(names []string) *regexp.Regexp {
	var quoted []string
	for _, n := range names {
		for _, form := range forms(n) {
			quoted = append(quoted, regexp.QuoteMeta(form))
		}
	}
	if len(quoted) == 0 {
		return nil
	}
	slices.SortFunc(quoted, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(`(?i)(^|[^\pL\pN_<])(?:` + strings.Join(quoted, "|") + `)($|[^\pL\pN\pM_])`)
}

// forms are the ways to write a name: with accents composed and apart, and ß as ss too. Bytes that are no
// UTF-8 are no part of one.
func forms(name string) []string {
	name = strings.TrimSpace(strings.ToValidUTF8(name, ""))
	if name == "" {
		return nil
	}
	all := []string{name, norm.NFC.String(name), norm.NFD.String(name), norm.NFC.String(strings.ReplaceAll(name, "ß", "ss"))}
	slices.Sort(all)
	return slices.Compact(all)
}
