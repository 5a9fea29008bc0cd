package encode

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A tokenizer cuts text into words: Unicode word boundaries (UAX #29), lower case, every digit
// folded to 0, typographic apostrophes to plain ones. A number with its separators and units is one
// word (7:30pm is 0:00pm), white space and punctuation are none, emoji are. What one does not see
// (soft hyphens, marks of direction, variation selectors, narrow spaces inside numbers) is left out,
// and so are apostrophes, underscores and joiners around a word. Bytes that are not UTF-8 are no
// words. In scripts without spaces a word is what UAX #29 takes for one: in Chinese and Thai a sign.
// That is what the first version of the model file does; the rules of Text change some of it.
type tokenizer struct {
	rules             Text
	stem              func(word []byte) []byte // of a word, which it may overwrite; nil: words stay as they are
	phrases           map[string]bool          // pairs of words that are one word, with a space between; nil: none
	word, first, last []byte
	held, pair        []byte // where there are phrases: the word that waits for the next, and the two of them
}

// each calls say with every word of the text, and returns the edge features that its first and its
// last word make, nil where it has no words. The slices are valid until the next call; say's is until
// it returns. It allocates nothing once it has seen the longest word, but for the segmenter's iterators
// where the text is not all ASCII.
func (k *tokenizer) each(text string, say func(word []byte)) (first, last []byte) {
	k.first = k.first[:0]
	if k.rules.Addresses && mayHoldAddress(text) {
		k.addresses(text, say)
	} else {
		k.any(text, say)
	}
	return k.edges(say)
}

// edges ends a text: it says what is still held back, and returns what each does.
func (k *tokenizer) edges(say func(word []byte)) (first, last []byte) {
	k.release(say)
	if len(k.first) == 0 {
		return nil, nil
	}
	k.last = append(append(k.last[:0], k.word...), lastMark...)
	return k.first, k.last
}

// any says the words of a text in which no address is looked for.
func (k *tokenizer) any(text string, say func(word []byte)) {
	if ascii(text) {
		k.ascii(text, say)
	} else {
		k.mixed(text, say)
	}
}

// say passes on the word that k.word holds, as the rules have it.
func (k *tokenizer) say(say func(word []byte)) {
	if k.rules.Numbers {
		k.word = k.word[:numberLen(k.word)]
	}
	if k.stem != nil {
		k.word = k.stem(k.word)
	}
	if k.phrases != nil {
		k.join(say)
		return
	}
	k.tell(say)
}

// tell says the word that k.word holds: the last one so far, which it is until the next.
func (k *tokenizer) tell(say func(word []byte)) {
	if len(k.first) == 0 {
		k.first = append(append(k.first, firstMark...), k.word...)
	}
	say(k.word)
}

// mixed says the words of any text. Spaces part words, and nothing reaches over them.
func (k *tokenizer) mixed(text string, say func(word []byte)) {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, string(utf8.RuneError))
	}
	if k.rules.Compose {
		text = compose(text)
	}
	for part := range strings.SplitSeq(text, " ") {
		if ascii(part) {
			k.ascii(part, say)
		} else {
			k.unicode(part, say)
		}
	}
}

// unicode says the words of a text by the rules for all of Unicode.
func (k *tokenizer) unicode(text string, say func(word []byte)) {
	for text != "" {
		start, end := k.number(text)
		k.segments(text[:start], say)
		k.hear(text[start:end], say)
		text = text[end:]
	}
}

// segments says the words of a text without numbers that have separators inside.
func (k *tokenizer) segments(text string, say func(word []byte)) {
	segments := words.FromString(text)
	if !k.rules.Pairs {
		for segments.Next() {
			k.hear(segments.Value(), say)
		}
		return
	}
	var run signs
	for segments.Next() {
		if segment := segments.Value(); isSign(segment) {
			k.hear(run.with(text, segments.Start(), segments.End()), say)
		} else {
			k.hear(run.end(text), say)
			k.hear(segment, say)
		}
	}
	k.hear(run.end(text), say)
}

// hear says the word that a segment makes, if it makes one.
func (k *tokenizer) hear(segment string, say func(word []byte)) {
	if spoken(segment) {
		k.fold(segment)
		k.say(say)
	}
}

// number finds the first word of the text that begins with a digit and has separators inside, as
// in 7:30pm, 12.50, 05/01/2024 or 0-30; start = end = len(text) if there is none.
func (k *tokenizer) number(text string) (start, end int) {
	inWord := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:])
			inWord = (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) && !(k.rules.Pairs && sign(r))
			i += n - 1
			continue
		}
		if !isDigit(c) || inWord {
			inWord = isDigit(c) || isLetter(c)
			continue
		}
		if end, ok := separated(text, i); ok {
			return i, end
		}
		inWord = true
	}
	return len(text), len(text)
}

// separated is the end of the number that begins at the digit at i, with the letters behind it, and
// whether it has separators inside.
func separated(text string, i int) (end int, ok bool) {
	for i < len(text) && (isDigit(text[i]) || isSeparator(text[i]) && i+1 < len(text) && isDigit(text[i+1])) {
		ok = ok || isSeparator(text[i])
		i++
	}
	for i < len(text) && isLetter(text[i]) {
		i++
	}
	return i, ok
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isSeparator(c byte) bool {
	return c == ':' || c == '.' || c == ',' || c == '/' || c == '-'
}

// spoken reports whether a segment is a word: it has a letter, a digit or a symbol such as an emoji.
func spoken(segment string) bool {
	for _, r := range segment {
		if voiced(r) {
			return true
		}
	}
	return false
}

// voiced reports whether a rune can make a word.
func voiced(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(byte(r)) || isDigit(byte(r))
	}
	return (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r)) && r != utf8.RuneError && !apostrophe(r)
}

func apostrophe(r rune) bool { return r == '’' || r == '‘' || r == 'ʼ' }

const joiner, nonJoiner = '\u200d', '\u200c'

// hidden reports whether a rune is not seen where it stands inside a word.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != joiner && r != nonJoiner ||
		unicode.Is(unicode.Variation_Selector, r) || unicode.IsSpace(r) || r == utf8.RuneError
}

// binds reports whether a rune belongs to a word only between two parts of it.
func binds(r rune) bool {
	return r == '\'' || r == '_' || r == joiner || r == nonJoiner || r >= utf8.RuneSelf && unicode.Is(unicode.Pc, r)
}

// fold sets k.word to the folded form of a segment.
func (k *tokenizer) fold(segment string) {
	k.word = k.word[:0]
	plain := 0 // most words are nothing but letters and digits
	for plain < len(segment) && (isLetter(segment[plain]) || isDigit(segment[plain])) {
		k.word = append(k.word, byte(folded(rune(segment[plain]))))
		plain++
	}
	end := plain
	for _, r := range segment[plain:] {
		if r = folded(r); r < 0 || len(k.word) == 0 && !voiced(r) {
			continue
		}
		k.word = utf8.AppendRune(k.word, r)
		if !binds(r) {
			end = len(k.word)
		}
	}
	k.word = k.word[:end]
}

// folded is what stands for a rune in a word, -1 if nothing does.
func folded(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case isDigit(byte(r)):
			return '0'
		case 'A' <= r && r <= 'Z':
			return r | 0x20
		case r == ' ' || '\t' <= r && r <= '\r':
			return -1
		}
		return r
	case apostrophe(r):
		return '\''
	case unicode.IsDigit(r):
		return '0'
	case hidden(r):
		return -1
	}
	return unicode.ToLower(r)
}
