package encode

import (
	"math/bits"
	"unicode/utf8"
)

// Eight bytes of ASCII at once, in a word of 64 bits: with 0x80 - c added, the highest bit of a byte below
// 0x80 says whether the byte is at least c, and nothing is carried into the next.
const (
	ones  = 0x0101010101010101 // 1 in each byte
	highs = 0x8080808080808080 // the highest bit of each
)

// load8 is the first eight bytes of a text, the first one lowest.
func load8(text string) uint64 {
	b := text[:8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// between has the highest bit of those bytes that are from low to high, and no other bit.
func between(w uint64, low, high byte) uint64 {
	return (w + uint64(0x80-low)*ones) &^ (w + uint64(0x80-high-1)*ones) & highs
}

// letters8 is how many letters eight bytes of ASCII begin with.
func letters8(w uint64) int {
	return bits.TrailingZeros64(between(w|' '*ones, 'a', 'z')^highs) / 8
}

// fold8 is folded of each of eight bytes of ASCII that may stand in a word: capitals become small, digits 0.
func fold8(w uint64) uint64 {
	return (w | between(w, 'A', 'Z')>>2) &^ (between(w, '0', '9') >> 7 * 0x0f)
}

// ascii reports whether a text is nothing but ASCII.
func ascii(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		if load8(text)&highs != 0 {
			return false
		}
	}
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
