package encode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words that addresses become. No other word holds < or >. As text they are addresses too, so that what
// is made of words is cut into the same words.
const (
	pageWord   = "<url>"
	personWord = "<email>"
)

// mayHoldAddress reports whether address is worth a look: few texts hold any of what it looks for.
func mayHoldAddress(text string) bool {
	return strings.IndexByte(text, '@') >= 0 || strings.IndexByte(text, '<') >= 0 ||
		strings.Contains(text, "://") || strings.Contains(text, "www.")
}

// addresses says the words of a text, every address one of them.
func (k *tokenizer) addresses(text string, say func(word []byte)) {
	for text != "" {
		begin, end, word := address(text)
		k.any(text[:begin], say)
		if word != "" {
			k.word = append(k.word[:0], word...)
			k.say(say)
		}
		text = text[end:]
	}
}

// address is where the first address of a text stands and what word it becomes; begin = end = len(text) and
// "" if there is none.
func address(text string) (begin, end int, word string) {
	least := 0 // what stands before it is of no address
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '@':
			if begin, end := person(text, least, i); begin < end {
				return begin, end, personWord
			}
			least = i + 1
		case ':':
			if begin := scheme(text, least, i); begin < i && strings.HasPrefix(text[i:], "://") {
				if end := page(text, i+3); end > i+3 {
					return begin, end, pageWord
				}
			}
		case 'w':
			if strings.HasPrefix(text[i:], "www.") && !wordBefore(text, i) {
				if end := page(text, i+4); end > i+4 {
					return i, end, pageWord
				}
			}
		case '<':
			for _, word := range [...]string{pageWord, personWord} {
				if strings.HasPrefix(text[i:], word) {
					return i, i + len(word), word
				}
			}
		}
	}
	return len(text), len(text), ""
}

// scheme is where the letters begin that stand right before i, not before least.
func scheme(text string, least, i int) int {
	for i > least && isLetter(text[i-1]) {
		i--
	}
	return i
}

// wordBefore reports whether a letter or digit of ASCII stands right before i.
func wordBefore(text string, i int) bool {
	return i > 0 && (isLetter(text[i-1]) || isDigit(text[i-1]))
}

// page is the end of the address of a page whose host begins at i, i if there is none. It goes on to white
// space, a quote, a bracket < or >, or what a script without spaces writes. Punctuation at its end, which
// makes no word, may be in it.
func page(text string, i int) int {
	if first, _ := utf8.DecodeRuneInString(text[i:]); first != '[' && !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return i
	}
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) || strings.ContainsRune("<>\"", r) || sign(r) || r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		i += n
	}
	return i
}

// person is where the address of a person begins and ends whose @ stands at i, not before least; 0, 0 if
// none does. Its host has a dot inside.
func person(text string, least, i int) (begin, end int) {
	begin = i
	for begin > least && inMailbox(text[begin-1]) {
		begin--
	}
	dot := false
	for end = i + 1; end < len(text); end++ {
		c := text[end]
		between := end > i+1 && end+1 < len(text) && inHost(text[end-1]) && inHost(text[end+1])
		if !inHost(c) && !((c == '.' || c == '-') && between) {
			break
		}
		dot = dot || c == '.'
	}
	if begin == i || !dot {
		return 0, 0
	}
	return begin, end
}

func inHost(c byte) bool { return isLetter(c) || isDigit(c) }

func inMailbox(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-'
}
