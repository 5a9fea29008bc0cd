package redact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A view is a text as the rules see it: folded to one form, with what was found blanked out.
type view struct {
	text   string
	folded []byte
	origin []int // where in the text each byte of folded comes from; nil: the same place
	digits int   // in folded
	found  []finding
}

// A finding is a part of a text and what stands for it.
type finding struct {
	from, to int
	token    string // empty: it stays, and no later rule sees it
}

// fold lays a text out for the rules: NFKC, ASCII in lower case, digits of all scripts as ASCII, hyphens and
// dashes as -, apostrophes as ', spaces as one byte, and without what is not seen.
func fold(text string) view {
	v := view{text: text, folded: make([]byte, 0, len(text)+8)}
	if isASCII(text) {
		v.folded = append(v.folded, text...)
	} else {
		v.foldUnicode()
	}
	for i, c := range v.folded {
		if 'A' <= c && c <= 'Z' {
			v.folded[i] = c + ('a' - 'A')
		} else if digit(c) {
			v.digits++
		}
	}
	return v
}

func (v *view) foldUnicode() {
	v.origin = make([]int, 0, len(v.text)+8)
	var it norm.Iter
	for it.InitString(norm.NFKC, v.text); !it.Done(); {
		at := it.Pos()
		segment := it.Next()
		if sign := v.text[at:it.Pos()]; keptWide(sign) {
			segment = []byte(sign)
		}
		for len(segment) > 0 {
			r, size := utf8.DecodeRune(segment)
			if r == utf8.RuneError && size == 1 {
				v.folded = append(v.folded, segment[0])
			} else if r = plain(r); r >= 0 {
				v.folded = utf8.AppendRune(v.folded, r)
			}
			segment = segment[size:]
			for len(v.origin) < len(v.folded) {
				v.origin = append(v.origin, at)
			}
		}
	}
}

// keptWide says that a sign ends sentences in Chinese and Japanese: its narrow form is a part of addresses.
func keptWide(sign string) bool {
	return sign == "，" || sign == "！" || sign == "？" || sign == "；"
}

// plain is the sign that stands for another in a view; -1: none.
func plain(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case r == '\u200b', unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.Is(unicode.Pd, r), r == '\u2212':
		return '-'
	case r == '’', r == '‘', r == 'ʼ', r == '´':
		return '\''
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), r == '\u20e3', r == '\u034f':
		return -1
	case unicode.Is(unicode.Nd, r):
		return '0' + value(r)
	}
	return r
}

// value is what a decimal digit counts. Unicode has them in runs of ten.
func value(r rune) rune {
	for _, run := range unicode.Nd.R16 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return (r - rune(run.Lo)) % 10
		}
	}
	for _, run := range unicode.Nd.R32 {
		if rune(run.Lo) <= r && r <= rune(run.Hi) {
			return (r - rune(run.Lo)) % 10
		}
	}
	return 0
}

// take notes what was found in folded[from:to] and blanks it out.
func (v *view) take(from, to int, token string) {
	v.found = append(v.found, finding{from, to, token})
	for i := from; i < to; i++ {
		if digit(v.folded[i]) {
			v.digits--
		}
		v.folded[i] = '<'
	}
	v.folded[to-1] = '>'
}

// findings are those that have a token, where they are in the text. Signs that folded to several are one.
func (v *view) findings() []finding {
	found := slices.DeleteFunc(v.found, func(f finding) bool { return f.token == "" })
	slices.SortFunc(found, func(a, b finding) int { return a.from - b.from })
	end := 0
	for i := range found {
		f := &found[i]
		f.from, f.to = max(v.start(f.from), end), v.end(f.to)
		end = f.to
	}
	return slices.DeleteFunc(found, func(f finding) bool { return f.from >= f.to })
}

func (v *view) start(at int) int {
	if v.origin == nil {
		return at
	}
	return v.origin[at]
}

func (v *view) end(at int) int {
	if v.origin == nil {
		return at
	}
	for ; at < len(v.origin); at++ {
		if v.origin[at] != v.origin[at-1] {
			return v.origin[at]
		}
	}
	return len(v.text)
}

// splice puts tokens into a text.
func splice(text string, found []finding) string {
	var b strings.Builder
	b.Grow(len(text))
	at := 0
	for _, f := range found {
		b.WriteString(text[at:f.from])
		b.WriteString(f.token)
		at = f.to
	}
	b.WriteString(text[at:])
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
