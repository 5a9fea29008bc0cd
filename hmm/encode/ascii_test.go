package encode

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// segmented is the words of a text by the rules for all of Unicode, whatever the text is.
func segmented(text string) []string {
	var k tokenizer
	var out []string
	k.unicode(strings.ToValidUTF8(text, string(utf8.RuneError)), func(word []byte) { out = append(out, string(word)) })
	return out
}

func sameWords(t testing.TB, text string) {
	t.Helper()
	if got, want := tokensOf(text), segmented(text); !slices.Equal(got, want) {
		t.Errorf("%q gives %q, the segmenter %q", text, got, want)
	}
}

// TestASCIIIsUnicode goes through all texts of up to five bytes, one byte of each kind: those with a
// class of their own, separators of numbers, and others.
func TestASCIIIsUnicode(t *testing.T) {
	const kinds = "aB1_:,;.'/ -\"\n"
	longest := 5
	if testing.Short() {
		longest = 4
	}
	var all func(text string)
	all = func(text string) {
		sameWords(t, text)
		if len(text) == longest || t.Failed() {
			return
		}
		for _, c := range kinds {
			all(text + string(c))
		}
	}
	all("")
}

// TestEveryByteIsUnicode holds every byte of ASCII between letters, digits and low lines.
func TestEveryByteIsUnicode(t *testing.T) {
	for b := range rune(utf8.RuneSelf) {
		for _, around := range []string{"a?b", "1?2", "a?1", "1?a", "_?a", "?", "a?", "?1", "a? ?b", "1??2", "7:3?4"} {
			sameWords(t, strings.ReplaceAll(around, "?", string(b)))
		}
	}
}

// TestMixedIsUnicode holds texts of ASCII and of other signs, which are cut at spaces, against the
// segmenter, which is not told of them.
func TestMixedIsUnicode(t *testing.T) {
	pieces := []string{"a", "Zz", "7", "12", "_", ":", ",", ".", "'", "/", "-", " ", "  ", "\t", "\n", "\r\n", "$",
		"é", "’", "ß", "\u0301", "\u200d", "\u00ad", "\u3000", "\u00a0", "\u202f", "😀", "👍🏽", "❤️", "🇩", "我", "パ", "ש", "\"", "٣", "\xff"}
	rng := rand.New(rand.NewPCG(1, 1))
	n := 100_000
	if testing.Short() {
		n = 10_000
	}
	for range n {
		var text strings.Builder
		for range 1 + rng.IntN(14) {
			text.WriteString(pieces[rng.IntN(len(pieces))])
		}
		if sameWords(t, text.String()); t.Failed() {
			return
		}
	}
}
