package transcript

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// str scans a string.
func (s *scanner) str() cell {
	if s.peek() != '"' {
		s.bad = true
		return cell{}
	}
	c := cell{kind: kindText}
	start := s.pos + 1
	for i := start; i < len(s.data); i++ {
		i += plainLen(s.data[i:])
		if i == len(s.data) {
			break
		}
		switch b := s.data[i]; {
		case b == '"':
			c.text = s.data[start:i]
			s.pos = i + 1
			s.outline.str(s.pos, c.escaped)
			return c
		case b == '\\':
			n := escapeLen(s.data[i:])
			if n == 0 {
				s.bad = true
				return c
			}
			c.escaped = true
			i += n - 1
		case b < ' ':
			s.bad = true
			return c
		}
	}
	s.bad = true
	return c
}

const (
	ones  = 0x0101010101010101 // 1 in each byte
	highs = 0x8080808080808080 // the highest bit of each
)

// plainLen is the number of bytes at the start of b that are no quotation mark, backslash or control
// character, looked at eight at a time; of the last seven it does not speak. Subtracting n from each byte
// of a word borrows from the highest bit of those, among others, that are less than n (Anderson, Bit
// Twiddling Hacks); the lowest of them is always right.
func plainLen(b []byte) int {
	n := 0
	for ; n+8 <= len(b); n += 8 {
		w := binary.LittleEndian.Uint64(b[n:])
		quote, slash := w^'"'*ones, w^'\\'*ones
		found := ((quote-ones)&^quote | (slash-ones)&^slash | (w-' '*ones)&^w) & highs
		if found != 0 {
			return n + bits.TrailingZeros64(found)/8
		}
	}
	return n
}

// escapeLen is the length of the escape at the start of b, or 0 if that is none.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(b); ok {
			return 6
		}
	}
	return 0
}

// hex4 reads the UTF-16 unit of an escape \uXXXX at the start of b.
func hex4(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, d := range b[2:6] {
		switch {
		case '0' <= d && d <= '9':
			d -= '0'
		case 'a' <= d && d <= 'f':
			d -= 'a' - 10
		case 'A' <= d && d <= 'F':
			d -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

// unescape appends a scanned string to dst without its escapes. Half a surrogate pair becomes U+FFFD.
func unescape(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			dst = append(dst, text[i])
			i++
			continue
		}
		if text[i+1] != 'u' {
			dst = append(dst, unescaped(text[i+1]))
			i += 2
			continue
		}
		r, _ := hex4(text[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			low, ok := hex4(text[i:])
			if r = utf16.DecodeRune(r, low); ok && r != utf8.RuneError {
				i += 6
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

// unescaped is the byte that the letter of a short escape stands for.
func unescaped(letter byte) byte {
	switch letter {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return letter
	}
}
