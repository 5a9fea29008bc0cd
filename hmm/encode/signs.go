package encode

import (
	"unicode"
	"unicode/utf8"
)

// spaceless is the scripts that put no space between words and that UAX #29 cuts into single signs.
var spaceless = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// sign reports whether a rune is of a script without spaces.
func sign(r rune) bool { return r >= 0x0e00 && unicode.In(r, spaceless...) }

// isSign reports whether a segment is a sign of a script without spaces.
func isSign(segment string) bool {
	first, _ := utf8.DecodeRuneInString(segment)
	return sign(first) && spoken(segment)
}

// signs is a run of neighbouring signs, of which each two make a word. The zero value is an empty run.
//
// Source: pairs of signs do as well as a dictionary in retrieval of Chinese text (Nie, Gao, Zhang and
// Zhou 2000).
type signs struct {
	start, stop int  // of the latest sign in its text; both 0: there is none
	paired      bool // it has been in a pair
}

// with takes a sign of a text into the run, and returns the pair that it makes with the one before, "" if it
// is the first.
func (s *signs) with(text string, start, stop int) (pair string) {
	if s.paired = s.stop > 0; s.paired {
		pair = text[s.start:stop]
	}
	s.start, s.stop = start, stop
	return pair
}

// end ends the run, and returns its sign if that was the only one, else "".
func (s *signs) end(text string) (alone string) {
	if !s.paired {
		alone = text[s.start:s.stop]
	}
	*s = signs{}
	return alone
}
