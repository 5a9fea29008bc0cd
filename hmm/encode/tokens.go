package encode

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A tokenizer cuts text into words: Unicode word boundaries (UAX #29), lower case, every digit
// folded to 0, typographic apostrophes to plain ones. A number with its separators and units is one
// word (7:30pm is 0:00pm), white space and punctuation are none, emoji are.
type tokenizer struct{ word []byte }

// each calls f with every word of the text. The slice is valid during the call.
func (k *tokenizer) each(text string, f func(word []byte)) {
	for text != "" {
		start, end := number(text)
		segments := words.FromString(text[:start])
		for segments.Next() {
			if w := segments.Value(); spoken(w) {
				f(k.fold(w))
			}
		}
		if end > start {
			f(k.fold(text[start:end]))
		}
		text = text[end:]
	}
}

// number finds the first word of the text that begins with a digit and has separators inside, as
// in 7:30pm, 12.50, 05/01/2024 or 0-30; start = end = len(text) if there is none.
func number(text string) (start, end int) {
	inWord := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if !isDigit(c) || inWord {
			inWord = isDigit(c) || isLetter(c) || c >= utf8.RuneSelf
			continue
		}
		j, separated := i, false
		for j < len(text) && (isDigit(text[j]) || isSeparator(text[j]) && j+1 < len(text) && isDigit(text[j+1])) {
			separated = separated || isSeparator(text[j])
			j++
		}
		for j < len(text) && isLetter(text[j]) {
			j++
		}
		if separated {
			return i, j
		}
		inWord = true
	}
	return len(text), len(text)
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isSeparator(c byte) bool {
	return c == ':' || c == '.' || c == ',' || c == '/' || c == '-'
}

// spoken reports whether a segment is a word: it has a letter, a digit or a symbol such as an emoji.
func spoken(segment string) bool {
	for _, r := range segment {
		if r < utf8.RuneSelf {
			if isLetter(byte(r)) || isDigit(byte(r)) {
				return true
			}
			continue
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r) {
			return true
		}
	}
	return false
}

// fold returns the folded form of a word, in the tokenizer's scratch.
func (k *tokenizer) fold(word string) []byte {
	k.word = k.word[:0]
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			switch {
			case isDigit(c):
				c = '0'
			case 'A' <= c && c <= 'Z':
				c |= 0x20
			}
			k.word = append(k.word, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(word[i:])
		i += n
		switch {
		case r == '’' || r == '‘' || r == 'ʼ':
			r = '\''
		case unicode.IsDigit(r):
			r = '0'
		default:
			r = unicode.ToLower(r)
		}
		k.word = utf8.AppendRune(k.word, r)
	}
	return k.word
}
