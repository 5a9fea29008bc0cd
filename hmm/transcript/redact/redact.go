// Package redact takes people's data out of texts: what is found becomes a token.
//
//	<email>  <url>  <iban>  <card>  <ip>  <phone>  <number>  <name>
//
// Patterns find what has a form. They are no proof of anonymity: a street, or a name that is on no list,
// stays. What has a checksum (IBAN, card numbers) is held against it, and what fails is a long number.
package redact

import (
	"net/netip"
	"regexp"
	"strings"
)

// A Redactor finds people's data. It is immutable and serves any number of goroutines.
type Redactor struct {
	names *regexp.Regexp // nil: none
}

// New is a Redactor that also finds these names, as whole words and without regard to case. Empty names are no
// names.
func New(names ...string) *Redactor { return &Redactor{names: anyOf(names)} }

// A rule finds one kind of data.
type rule struct {
	token   string
	pattern *regexp.Regexp
	holds   func(string) bool // whether what was found is that; nil: always
}

// rules are in the order in which they are applied: an address of a site may hold numbers, and a number with
// a checksum is no phone number.
var rules = []rule{
	{"<email>", regexp.MustCompile(`(?i)[\pL\pN._%+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`), nil},
	{"<url>", regexp.MustCompile(`(?i)\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>"]*[^\s<>".,;:!?)\]}']`), nil},
	{"<iban>", regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b`), iban},
	{"<card>", regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`), card},
	{"<ip>", regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}\b`), address},
	{"<ip>", regexp.MustCompile(`(?i)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\d{0,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})?`), address},
	{"<phone>", regexp.MustCompile(`(?:\+|\b00|\(\+?)\d[\d ()/.-]{5,18}\d\b|\(?\b0\d{1,4}\)?[ /-]\d[\d /-]{3,12}\d\b|\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b`), phone},
	{"<number>", regexp.MustCompile(`\d(?:[ -]?\d){6,}`), nil},
}

// Text is a text in which tokens stand for people's data. A text without any is returned as it is.
func (r *Redactor) Text(text string) string {
	if strings.ContainsAny(text, "0123456789@:.") {
		for i := range rules {
			text = rules[i].apply(text)
		}
	}
	if r.names != nil {
		text = r.names.ReplaceAllString(text, "$1<name>$2")
		text = r.names.ReplaceAllString(text, "$1<name>$2") // two in a row share what lies between them
	}
	return text
}

func (r *rule) apply(text string) string {
	if r.holds == nil {
		return r.pattern.ReplaceAllString(text, r.token)
	}
	return r.pattern.ReplaceAllStringFunc(text, func(found string) string {
		switch {
		case r.holds(found):
			return r.token
		case digits(found) > longest: // a slip of the pen in an account number does not make it public
			return "<number>"
		default:
			return found
		}
	})
}

// longest is the digits of the longest phone number (ITU-T E.164).
const longest = 15

// address says whether a text is an address of the Internet: a colon in a time of day is none.
func address(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && (a.Is4() || s != "::")
}

// phone wants as many digits as numbers have.
func phone(s string) bool {
	n := digits(s)
	return 7 <= n && n <= longest
}

func digits(s string) int {
	n := 0
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			n++
		}
	}
	return n
}
