package redact

import (
	"bytes"
	"regexp"
)

// phones takes phone numbers, each with its extension.
func phones(v *view, token string) {
	for i := 0; i < len(v.folded); i++ {
		c := v.folded[i]
		if !digit(c) && c != '+' && c != '(' || i > 0 && (alnum(v.folded[i-1]) || v.folded[i-1] == '+' || digit(c) && goesBack(v.folded[:i])) {
			continue
		}
		to := international(v.folded, i)
		if to == 0 {
			to = trunk(v.folded, i)
		}
		if to == 0 {
			to = domestic(v.folded, i)
		}
		if to > 0 {
			to += len(extension.Find(window(v.folded, to)))
			v.take(i, to, token)
			i = to - 1
		}
	}
}

// goesBack says that digits behind a text go on with a number in it.
func goesBack(s []byte) bool {
	n := len(s)
	return n > 1 && digit(s[n-2]) && bytes.IndexByte([]byte(" ./-"), s[n-1]) >= 0
}

// window is what lies behind a place, as far as a number may go.
func window(s []byte, at int) []byte { return s[at:min(at+48, len(s))] }

// extension is the number of a desk behind that of a house.
var extension = regexp.MustCompile(`^(?:,? ?(?:ext(?:ension)?|durchwahl|dw|poste|int(?:erno)?|ramal|доб|x)[.:]? ?|#)\d{1,5}\b`)

// international is the end of a number that begins with + or 00 and has 7 to 15 digits (ITU-T E.164).
func international(s []byte, at int) int {
	lead := 0
	switch rest := s[at:]; {
	case bytes.HasPrefix(rest, []byte("(+")):
		lead = 2
	case rest[0] == '+':
		lead = 1
	case bytes.HasPrefix(rest, []byte("00")) && len(rest) > 2 && rest[2] != '0':
		return longest(s, ends(s, at, " ()/.-", 17), 9, whole)
	default:
		return 0
	}
	for at += lead; at < len(s) && (s[at] == ' ' || s[at] == '('); at++ {
	}
	if at == len(s) || !digit(s[at]) {
		return 0
	}
	return longest(s, ends(s, at, " ()/.-", 15), 7, whole)
}

// whole says that a number does not end within brackets.
func whole(s []byte) bool { return bytes.LastIndexByte(s, '(') <= bytes.LastIndexByte(s, ')') }

// trunk is the end of a number within a country that begins with its 0 or with an area in brackets.
func trunk(s []byte, at int) int {
	m := trunks.Find(window(s, at))
	if m == nil || digits(string(m)) > 12 {
		return 0
	}
	if to := at + len(m); to == len(s) || !alnum(s[to]) {
		return to
	}
	return 0
}

// trunks: an area in brackets; 0 and 9 or 10 digits; 0 and groups with spaces, hyphens and one stroke; or in pairs.
var trunks = regexp.MustCompile(`^(?:\(\d{2,5}\)[ /-]{0,3}\d(?:[ /-]{0,3}\d){4,9}` +
	`|0[1-9]\d{8,9}\b` +
	`|0[1-9](?:\.\d\d){4}\b` +
	`|0[1-9]\d{0,4}(?: ?[/-] ?| )\d(?:(?: - | |-)?\d){4,9}\b)`)

// domestic is the end of a number whose groups are those of phones in one country.
func domestic(s []byte, at int) int {
	if m := groups.Find(window(s, at)); m != nil {
		return at + len(m)
	}
	return 0
}

// groups: North America, China, Russia, Brazil.
var groups = regexp.MustCompile(`^(?:(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}` +
	`|1[3-9]\d[ -]?\d{4}[ -]?\d{4}` +
	`|8[ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}` +
	`|\d{2} 9?\d{4}-\d{4})\b`)
