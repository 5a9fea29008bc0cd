package transcript

import (
	"unicode/utf8"
)

// charset is what a text file is written in.
type charset uint8

const (
	charsetEither  charset = iota // the first bytes are ASCII: lines that are not UTF-8 are taken for Windows-1252
	charsetUTF8                   // lines that are not UTF-8 are damaged
	charsetWindows                // Windows-1252, of which Latin-1 is a part
)

const guessWindows = "a line that is not UTF-8 was taken for Windows-1252"

// charsetOf decides by the first bytes of a file: characters of several bytes, which do not come about
// by chance, against bytes that are none.
func charsetOf(head []byte) charset {
	valid, invalid := 0, 0
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		switch {
		case size > 1:
			valid++
		case r == utf8.RuneError && utf8.FullRune(head):
			invalid++
		}
		head = head[size:]
	}
	switch {
	case valid == 0 && invalid == 0:
		return charsetEither
	case valid >= invalid:
		return charsetUTF8
	default:
		return charsetWindows
	}
}

// fromWindows appends text in Windows-1252 to dst in UTF-8. The five bytes that it does not use become
// U+FFFD.
func fromWindows(dst, text []byte) []byte {
	for _, b := range text {
		switch {
		case b < 0x80:
			dst = append(dst, b)
		case b < 0xa0:
			dst = utf8.AppendRune(dst, windows[b-0x80])
		default:
			dst = utf8.AppendRune(dst, rune(b))
		}
	}
	return dst
}

// windows is where Windows-1252 differs from Latin-1 (WHATWG Encoding, index windows-1252).
var windows = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// decode makes UTF-8 of a row in Windows-1252.
func (r *rows) decode() {
	var text []byte
	for i := range r.fields {
		start := len(text)
		text = fromWindows(text, r.field(i))
		r.fields[i] = span{start, len(text)}
	}
	r.text = text
}
