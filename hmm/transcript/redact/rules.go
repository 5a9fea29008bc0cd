package redact

import (
	"bytes"
	"net/netip"
	"regexp"
)

// A rule finds one kind of data in a view.
type rule struct {
	token  string
	digits int    // fewer in all of the text: nothing to find
	signs  string // none of them in the text: nothing to find; empty: not asked
	find   func(v *view, token string)
}

// rules are in the order in which they are applied: an address of a site may hold numbers, a number with a
// checksum is no phone number, and a date that stays is no long number.
var rules = []rule{
	{"<url>", 0, ":", pattern(`\b[a-z][a-z0-9+.-]*://`+rest, nil)},
	{"<email>", 0, "@", pattern(`[\pL\pN_+][\pL\pN\pM._%+'&-]*@[\pL\pN\pM-]+(?:\.[\pL\pN\pM-]+)+`, nil)},
	{"<email>", 0, "([{@", pattern(hiddenEmail, ofDomain)},
	{"<email>", 0, "", spoken},
	{"<url>", 0, ".", sites},
	{"<ip>", 1, ":", pattern(`(?:^|[^\pL\pN_:.])([0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?:%[a-z0-9]+)?)(?:$|[^\pL\pN_:])`, address)},
	{"<ip>", 4, ".", pattern(`\b\d{1,3}(?:\.\d{1,3}){3}\b`, address)},
	{"<date>", 1, "", dates},
	{"<iban>", 10, "", ibans},
	{"<card>", 13, "", cards},
	{"<phone>", 7, "", phones},
	{"<number>", 4, "", pattern(papers, paper)},
	{"<number>", 7, "", pattern(`(?:\b[a-z]{1,2}-?)?\d(?:[ -]?\d){6,}(?:[a-z]\b)?`, nil)},
}

func (r *rule) apply(v *view) {
	if v.digits >= r.digits && (r.signs == "" || bytes.ContainsAny(v.folded, r.signs)) {
		r.find(v, r.token)
	}
}

// pattern finds what an expression matches, or its group if it has one, and is held to be so (nil: always).
func pattern(expr string, holds func(string) bool) func(*view, string) {
	re := regexp.MustCompile(expr)
	return func(v *view, token string) {
		for _, m := range re.FindAllSubmatchIndex(v.folded, -1) {
			m = m[len(m)-2:]
			if holds == nil || holds(string(v.folded[m[0]:m[1]])) {
				v.take(m[0], m[1], token)
			}
		}
	}
}

// rest is the rest of a page's address behind its scheme.
const rest = `[^\s<>"。、，！？；「」『』]*[^\s<>"。、，！？；「」『』.,;:!?)\]}']`

// address says whether a text is an address of the Internet: a colon in a time of day is none, nor is a name
// with colons of a program.
func address(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && (a.Is4() || digits(s) > 0)
}

// papers are the numbers of passports, insurances and taxes: two letters, six digits in pairs and a letter (British
// insurance); letters before or behind 6 to 9 digits; 5 letters, 4 digits, 1 letter (Indian tax); the Italian
// and Mexican codes of persons; digits parted by full stops and a hyphen (Brazil, Switzerland); those of German passports.
const papers = `\b(?:` +
	`[a-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]` +
	`|[a-z]{1,2}\d{6,9}[a-z]?` +
	`|\d{6,9}-?[a-z]` +
	`|[a-z]{5}\d{4}[a-z]` +
	`|[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]` +
	`|[a-z]{4}\d{6}[hm][a-z]{5}[a-z\d]\d` +
	`|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|756\.\d{4}\.\d{4}\.\d{2}` +
	`|[cfghjk][cfghjklmnprtvwxyz\d]{8}\d?` +
	`)\b`

// paper wants digits enough: a word of consonants is none.
func paper(s string) bool { return digits(s) >= 4 }

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			n++
		}
	}
	return n
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
