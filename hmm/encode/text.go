package encode

import (
	"golang.org/x/text/unicode/norm"
)

// Text is the rules by which text is cut into words that came after the first version of the model file,
// whose models have none of them.
type Text struct {
	// Compose brings text to Unicode's composed form (NFC): an e with an accent is one word with é,
	// however it was typed.
	Compose bool `json:"compose,omitempty"`
	// Pairs makes each two neighbouring signs of a script that is written without spaces a word, a sign
	// only where it stands alone. A pair says more than a sign and is met less often: it is for large
	// logs, and for Thai, where a sign says nothing. Katakana and Hangul are words as they stand.
	Pairs bool `json:"pairs,omitempty"`
	// Addresses makes the address of a page the word <url> and that of a person the word <email>.
	Addresses bool `json:"addresses,omitempty"`
	// Numbers makes every number the word 0, whatever its digits and separators. Without it digits are 0,
	// so that a price, a time and a telephone number are different words.
	Numbers bool `json:"numbers,omitempty"`
}

// compose is a text in composed form. It allocates only where the text is not.
func compose(text string) string {
	if norm.NFC.QuickSpanString(text) == len(text) {
		return text
	}
	return norm.NFC.String(text)
}

// numberLen is the length to which a word is cut so that all numbers are one: 1 of a word that is nothing
// but digits and separators, else all of it.
func numberLen(word []byte) int {
	if word[0] != '0' {
		return len(word)
	}
	for _, c := range word {
		if !isDigit(c) && !isSeparator(c) {
			return len(word)
		}
	}
	return 1
}
