package redact

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// LastBirthYear is the last year of a full date that counts as a date of birth by itself: that of the youngest who
// signed a contract when this was written. It is fixed, for what is found must not depend on the day.
const LastBirthYear = 2007

// dates takes dates of birth; other full dates stay, and are no long number.
func dates(v *view, token string) {
	for i := 0; i < len(v.folded); i++ {
		if !digit(v.folded[i]) || i > 0 && joined(v.folded[:i]) {
			continue
		}
		d := readDate(v.folded, i)
		switch {
		case d.to == 0:
			for ; i+1 < len(v.folded) && digit(v.folded[i+1]); i++ {
			}
			continue
		case bornBefore(v.folded[:d.from]) || d.form <= short && bornBehind(v.folded[d.to:]),
			d.form == full && 1900 <= d.year && d.year <= LastBirthYear:
			v.take(d.from, d.to, token)
		case d.form == full || d.form == short:
			v.take(d.from, d.to, "")
		}
		i = max(i, d.to-1)
	}
}

// joined says that a digit behind a text is a part of a longer number or of a word.
func joined(s []byte) bool {
	c := s[len(s)-1]
	return alnum(c) || c == '_' || len(s) > 1 && strings.IndexByte("./-+", c) >= 0 && digit(s[len(s)-2])
}

// A date is where one lies and how much of it there is.
type date struct {
	from, to int
	form     form
	year     int // of a full one
}

type form int

const (
	full  form = iota // a day, a month and a year of four digits
	short             // a year of two
	part              // a day and a month, or a year
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4})([./-])(\d{1,2})([./-])(\d{1,2})(?:t\d|\b)`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})\b`)
	yearShort = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{2})(?: \d{1,2}(?:[:.]\d| ?(?:uhr|h|am|pm))| [^\d]|[^\w ./-]|[.]?$|[.] )`)
	eastern   = regexp.MustCompile(`^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|re|\.|º|o)?[ -](?:of |de |d')?(\pL{3,12})\.?,?(?:[ -](?:of |de |del )?(\d{4})\b)?`)
	dayLast   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?\b`)
	yearAlone = regexp.MustCompile(`^(?:19|20)\d\d\b`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})(?:\.|\b)`)
)

// readDate reads a date at a digit, or around it where the month leads; its end is 0 if there is none.
func readDate(s []byte, at int) date {
	w := window(s, at)
	if m := yearFirst.FindSubmatchIndex(w); m != nil && dayOf(w[m[6]:m[7]], w[m[10]:m[11]]) && free(w, m[11]) {
		return date{at, at + m[11], full, number(w[m[2]:m[3]])}
	}
	if m := eastern.FindSubmatchIndex(w); m != nil && dayOf(w[m[4]:m[5]], w[m[6]:m[7]]) {
		return date{at, at + m[1], full, number(w[m[2]:m[3]])}
	}
	if m := yearLast.FindSubmatchIndex(w); m != nil && dayOf(w[m[2]:m[3]], w[m[4]:m[5]]) && free(w, m[7]) {
		return date{at, at + m[7], full, number(w[m[6]:m[7]])}
	}
	if m := yearShort.FindSubmatchIndex(w); m != nil && dayOf(w[m[2]:m[3]], w[m[4]:m[5]]) {
		return date{at, at + m[7], short, 0}
	}
	if d := monthInWords(s, w, at); d.to > 0 {
		return d
	}
	if m := dayMonth.FindSubmatchIndex(w); m != nil && dayOf(w[m[2]:m[3]], w[m[4]:m[5]]) && free(w, m[5]) {
		return date{at, at + m[5], part, 0}
	}
	if m := yearAlone.Find(w); m != nil {
		return date{at, at + len(m), part, 0}
	}
	return date{}
}

// monthInWords reads 5 January 1984 and January 5, 1984, the year being optional.
func monthInWords(s, w []byte, at int) date {
	if m := dayFirst.FindSubmatchIndex(w); m != nil && isMonth(string(w[m[4]:m[5]])) {
		if m[6] < 0 {
			return date{at, at + m[5], part, 0}
		}
		return date{at, at + m[7], full, number(w[m[6]:m[7]])}
	}
	before := strings.TrimRight(string(s[max(0, at-24):at]), " .")
	word := before[strings.LastIndexFunc(before, notLetter)+1:]
	if m := dayLast.FindSubmatchIndex(w); m != nil && before != "" && isMonth(word) && free(w, m[1]) {
		from := at - (min(24, at) - (len(before) - len(word)))
		if m[4] < 0 {
			return date{from, at + m[1], part, 0}
		}
		return date{from, at + m[5], full, number(w[m[4]:m[5]])}
	}
	return date{}
}

// free says that a number ends at a place: no digit follows, nor a separator and one.
func free(s []byte, at int) bool {
	return at == len(s) || !digit(s[at]) && (at+1 == len(s) || strings.IndexByte("./-", s[at]) < 0 || !digit(s[at+1]))
}

// dayOf says whether two numbers are a day and a month, in either order.
func dayOf(a, b []byte) bool {
	x, y := number(a), number(b)
	return 1 <= min(x, y) && min(x, y) <= 12 && max(x, y) <= 31
}

func number(s []byte) int {
	n, _ := strconv.Atoi(string(s)) // a few digits
	return n
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }

// isMonth says whether a word is the name of a month, by its beginning, in some languages of Europe.
func isMonth(word string) bool {
	for _, stem := range months {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

var months = strings.Fields(`jan jän ene gen feb fév mar mär maa mrt apr abr avr may mai mag maj mei jun juin giu jul juil
	lug aug août ago sep set oct okt ott out nov dec dez déc dic sty lut kwi cze lip sie wrz paź lis gru
	oca şub nis haz tem ağu eyl eki kas ara янв фев мар апр мая май июн июл авг сен окт ноя дек
	січ лют бер кві тра чер лип сер вер жов лис гру`)
