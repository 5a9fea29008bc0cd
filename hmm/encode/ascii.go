package encode

import (
	"encoding/binary"
	"unicode/utf8"
)

// A class is what a byte is to the rules of word boundaries (UAX #29, WB5 to WB13b): the properties that
// bytes of ASCII have, those that hold nothing together left out.
type class uint8

const (
	letter    class = 1 << iota // ALetter
	digit                       // Numeric
	lowLine                     // ExtendNumLet
	midLetter                   // MidLetter, MidNumLet, Single_Quote: between two letters it parts nothing
	midNumber                   // MidNum, MidNumLet, Single_Quote: likewise between two digits

	voice  = letter | digit
	inside = voice | lowLine // any two of these hold together
)

// classes holds the class of every byte.
var classes = func() (c [256]class) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case isLetter(b):
			c[b] = letter
		case isDigit(b):
			c[b] = digit
		}
	}
	c['_'], c[':'], c[','], c[';'] = lowLine, midLetter, midNumber, midNumber
	c['.'], c['\''] = midLetter|midNumber, midLetter|midNumber
	return c
}()

// ascii says the words of a text that is nothing but ASCII: those that unicode finds in it, many times as
// fast.
func (k *tokenizer) ascii(text string, say func(word []byte)) {
	begin := 0 // of what stands behind the last number
	for i := 0; i < len(text); {
		if classes[text[i]]&inside == 0 {
			i++
			continue
		}
		if n := k.short(text, i); n > 0 {
			k.say(say)
			i += n
			continue
		}
		end, number := segment(text, i, begin)
		if number {
			begin = end
		}
		k.take(text[i:end], say)
		i = end
	}
}

// short sets k.word to the word at i if that is up to seven letters and nothing else, as most are, and
// returns its length; 0 if it is not, or is too near to the end of the text.
func (k *tokenizer) short(text string, i int) int {
	if i+8 > len(text) {
		return 0
	}
	w := load8(text[i:])
	n := letters8(w)
	if n == 0 || n == 8 {
		return 0
	}
	if c := classes[text[i+n]]; c&inside != 0 || holds(text, i+n) {
		return 0
	}
	k.word = binary.LittleEndian.AppendUint64(k.word[:0], fold8(w))[:n]
	return n
}

// segment is the end of the segment of text that begins at i with a letter, a digit or a low line, and
// whether that is a number with separators inside. What stands before begin is not looked at.
func segment(text string, i, begin int) (end int, number bool) {
	for j := i; ; {
		for j+8 <= len(text) && letters8(load8(text[j:])) == 8 {
			j += 8
		}
		for j < len(text) && classes[text[j]]&(letter|lowLine) != 0 {
			j++
		}
		switch {
		case j == len(text):
			return j, false
		case classes[text[j]]&digit == 0:
			if !holds(text, j) {
				return j, false
			}
			j += 2
		case j == begin || classes[text[j-1]]&voice == 0:
			if end, ok := separated(text, j); ok && j == i {
				return end, true
			} else if ok {
				return j, false
			}
			j++
		default:
			j++
		}
	}
}

// holds reports whether the byte at j, which is neither letter nor digit nor low line, holds together what
// stands before and after it.
func holds(text string, j int) bool {
	c := classes[text[j]]
	if c == 0 || j+1 == len(text) {
		return false
	}
	both := classes[text[j-1]] & classes[text[j+1]]
	if c&midLetter != 0 && both&letter != 0 {
		return true
	}
	if c&midNumber == 0 || both&digit == 0 {
		return false
	}
	_, number := separated(text, j+1)
	return !number
}

// take says the word that a segment of ASCII makes, if it makes one: if there is more to it than low lines.
func (k *tokenizer) take(segment string, say func(word []byte)) {
	for segment != "" && segment[0] == '_' {
		segment = segment[1:]
	}
	for segment != "" && segment[len(segment)-1] == '_' {
		segment = segment[:len(segment)-1]
	}
	if segment == "" {
		return
	}
	k.word = append(append(k.word[:0], segment...), "\x00\x00\x00\x00\x00\x00\x00"...)
	for b := k.word; len(b) >= 8; b = b[8:] {
		binary.LittleEndian.PutUint64(b, fold8(binary.LittleEndian.Uint64(b)))
	}
	k.word = k.word[:len(segment)]
	k.say(say)
}
