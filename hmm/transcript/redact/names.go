package redact

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// names are the names of a list: the words behind each first word, the longest name first.
type names map[string][][]string

// index makes a list of names ready to be found.
func index(list []string) names {
	all := names{}
	for _, name := range list {
		v := fold(strings.ToValidUTF8(name, ""))
		var words []string
		for w := nextWord(v.folded, 0); w.from < w.to; w = nextWord(v.folded, w.to) {
			words = append(words, string(caseFolded(nil, v.folded[w.from:w.to])))
		}
		if len(words) > 0 {
			all[words[0]] = append(all[words[0]], words[1:])
		}
	}
	for _, rests := range all {
		slices.SortStableFunc(rests, func(a, b []string) int { return len(b) - len(a) })
	}
	return all
}

// find takes the names in a view.
func (n names) find(v *view) {
	if len(n) == 0 {
		return
	}
	var buf [64]byte
	before := 0
	for w := nextWord(v.folded, 0); w.from < w.to; w = nextWord(v.folded, w.to) {
		for _, rest := range n[string(caseFolded(buf[:0], v.folded[w.from:w.to]))] {
			if to := w.followedBy(v.folded, rest); to > 0 && !isToken(v.folded, w) && !w.inWord(v.folded, before, rest) {
				v.take(w.from, to, "<name>")
				w.to = to
				break
			}
		}
		before = w.to
	}
}

// A word is letters, marks, digits and low lines without a gap, or one letter with its marks in a script that does
// not part words.
type word struct {
	from, to int
	sign     bool // of such a script
}

// nextWord is the first word at or behind a place; it is empty at the end of the text.
func nextWord(s []byte, at int) word {
	w := word{from: len(s), to: len(s)}
	for i := at; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		sign := r >= utf8.RuneSelf && unicode.In(r, unparted...)
		switch {
		case w.from == len(s):
			if sign || inWord(r) {
				w.from, w.sign = i, sign
			}
		case w.sign && !unicode.IsMark(r), !w.sign && (sign || !inWord(r)):
			w.to = i
			return w
		}
		i += size
	}
	return w
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// unparted are the scripts that write words without spaces, or join them with others.
var unparted = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao,
	unicode.Khmer, unicode.Myanmar}

// followedBy is the end of the words that a name goes on with behind its first; 0: it does not.
func (w word) followedBy(s []byte, rest []string) int {
	var buf [64]byte
	to := w.to
	for _, want := range rest {
		next := nextWord(s, to)
		if next.from == next.to || !isGap(s[to:next.from]) || string(caseFolded(buf[:0], s[next.from:next.to])) != want {
			return 0
		}
		to = next.to
	}
	return to
}

// isGap says whether signs may part the words of one name.
func isGap(s []byte) bool {
	return len(s) <= 3 && len(bytes.Trim(s, " \t\n\r-'.·・")) == 0
}

// inWord says that a name of one sign of a script that does not part words has a neighbour: it is a part of a word.
func (w word) inWord(s []byte, before int, rest []string) bool {
	if !w.sign || len(rest) > 0 {
		return false
	}
	next := nextWord(s, w.to)
	return before == w.from && before > 0 || next.from == w.to && next.to > next.from
}

// isToken says whether a word is one of the tokens of this package.
func isToken(s []byte, w word) bool {
	return w.from > 0 && s[w.from-1] == '<' && w.to < len(s) && s[w.to] == '>' && tokens[string(s[w.from:w.to])]
}

var tokens = set(`email url iban card ip date phone number name`)

// caseFolded appends a word in which letters that differ by case alone are the same.
func caseFolded(dst, word []byte) []byte {
	for i := 0; i < len(word); {
		if word[i] < utf8.RuneSelf {
			dst = append(dst, word[i])
			i++
			continue
		}
		r, size := utf8.DecodeRune(word[i:])
		i += size
		if r == 'ß' || r == 'ẞ' {
			dst = append(dst, "ss"...)
			continue
		}
		dst = utf8.AppendRune(dst, unicode.ToLower(unicode.ToUpper(r)))
	}
	return dst
}
