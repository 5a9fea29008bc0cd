package encode

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// tokensOf is the words of a text.
func tokensOf(text string) []string {
	var k tokenizer
	var out []string
	k.each(text, func(word []byte) { out = append(out, string(word)) })
	return out
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ what, text, words string }{
		{"words", "Where is my parcel?", "where is my parcel"},
		{"empty", "", ""},
		{"white space", " \t\r\n\u00a0\u2003", ""},
		{"punctuation only", "?! ... -- () \"\" …", ""},
		{"capitals beyond ASCII", "ÄRGER mit der STRASSE, ÉTÉ, ΑΘΗΝΑ, МОСКВА, İZMİR", "ärger mit der strasse été αθηνα москва izmir"},
		{"digits folded", "order 12345 and 67", "order 00000 and 00"},
		{"digits of other scripts", "٣٤ and ３４", "00 and 00"},
		{"letters and digits", "A4 b2b mp3 4g", "a0 b0b mp0 0g"},

		{"time", "at 7:30pm or 19:45", "at 0:00pm or 00:00"},
		{"time with a space", "7:30 PM", "0:00 pm"},
		{"decimals", "12.50 and 12,50", "00.00 and 00,00"},
		{"prices", "£12.50, $5, 3.99€", "00.00 0 0.00"},
		{"date", "on 05/01/2024.", "on 00/00/0000"},
		{"date and time", "2024-05-01T10:00:00Z", "0000-00-00t 00:00:00z"},
		{"range", "0-30 days, 5-7 pm", "0-00 days 0-0 pm"},
		{"number at the end of a sentence", "It costs 12. Yes 3, no.", "it costs 00 yes 0 no"},
		{"number in quotes", "“7:30pm” „5/6“ …7:30", "0:00pm 0/0 0:00"},
		{"number after a dash", "open—7:30", "open 0:00"},
		{"ratio in a word", "v1.5 abc1.5", "v0.0 abc0.0"},
		{"order numbers", "ORD-22778 #4711 ab-12-cd A1-22", "ord 00000 0000 ab 00 cd a0 00"},
		{"phone number", "+49 170-123-456", "00 000-000-000"},
		{"percent", "20% off", "00 off"},

		{"apostrophes", "Don't don’t don‘t donʼt", "don't don't don't don't"},
		{"quoted", "'hello' ‘hello’", "hello hello"},
		{"possessive", "the customers' order, James’", "the customers order james"},
		{"hyphens", "e-mail re-send check-in", "e mail re send check in"},
		{"underscores", "snake_case _emphasis_ __init__", "snake_case emphasis init"},
		{"soft hyphen, joiners and marks of direction", "Ver\u00adsand \u200ehello\u200f \ufeffhi \u2060hi", "versand hello hi hi"},
		{"French spaces", "Bonjour\u202f! «\u202fOui\u202f» 10\u202f000", "bonjour oui 00000"},
		{"combining accent", "cafe\u0301", "cafe\u0301"},

		{"emoji", "thanks 😀😀 👍", "thanks 😀 😀 👍"},
		{"emoji with a skin tone", "👍🏽", "👍🏽"},
		{"emoji of several", "👨‍👩‍👧 🇩🇪", "👨‍👩‍👧 🇩🇪"},
		{"emoji with and without presentation", "❤️ ❤", "❤ ❤"},
		{"emoji joined to a space or a sign", "a \u200d👍 ^\u200d👍", "a 👍 👍"},
		{"signs", "© ° + = < $ ^ ~", "© °"},

		{"Chinese, a word a sign", "我要退款", "我 要 退 款"},
		{"Japanese", "パスワードを忘れた", "パスワード を 忘 れ た"},
		{"Korean", "비밀번호 를 잊었어요", "비밀번호 를 잊었어요"},
		{"Arabic", "أين طلبي؟", "أين طلبي"},
		{"Hindi", "मेरा ऑर्डर कहाँ है?", "मेरा ऑर्डर कहाँ है"},

		{"address of a page", "see https://www.shop.example/a-b?id=77", "see https www.shop.example a b id 00"},
		{"address of a person", "mail jo.doe@shop.example", "mail jo.doe shop.example"},
		{"markup", "<b>hi</b> *yes*", "b hi b yes"},

		{"invalid UTF-8", "caf\xe9 \xff\xfe ok", "caf ok"},
		{"replacement sign", "caf\ufffd \ufffd ok", "caf ok"},
		{"NUL", "a\x00b", "a b"},
	} {
		got := tokensOf(c.text)
		if want := strings.Fields(c.words); !slices.Equal(got, want) {
			t.Errorf("%s: %q gives %q, want %q", c.what, c.text, got, want)
		}
	}
}

func TestTokensOfLongText(t *testing.T) {
	const n = 200_000
	for _, piece := range []string{"word ", "7:30 ", "1", "x", "1,", "-", "😀", "\xff", "1:", "é"} {
		text := strings.Repeat(piece, n/len(piece))
		words := 0
		var k tokenizer
		k.each(text, func(word []byte) { words++ })
		if words > n {
			t.Errorf("%d words of %d bytes of %q", words, len(text), piece)
		}
	}
}

func TestFoldIsIdempotent(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if utf8.ValidRune(r) {
			checkFold(t, "a"+string(r))
		}
	}
}

// checkFold folds a word twice.
func checkFold(t testing.TB, word string) {
	var k tokenizer
	k.fold(word)
	once := string(k.word)
	k.fold(once)
	if twice := string(k.word); once != twice {
		t.Errorf("%q folds to %q, and that to %q", word, once, twice)
	}
}

// FuzzTokens feeds the tokenizer anything: it must not panic, the words must be those that the segmenter
// finds, and a word must be valid, not empty, folded, without white space and without the marks of edge
// features.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"", "Where is my parcel?", "7:30pm 12.50 05/01/2024 0-30", "don’t", "👍🏽 ❤️ 👨‍👩‍👧", "我要退款",
		"\xff\xfe", " \u200d👍", "^\u200d👍", "$", "10\u202f000", "1️⃣", "İı", "_x_", "a\u00adb", "\u0301",
		"https://a.b/c?d=1#e", "ﬁ ǅ ẞ", "\u200d", "'ʼ'", "१२३", "½ ² Ⅷ", "\xe2\x990\xe2$",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sameWords(t, text)
		var k tokenizer
		k.each(text, func(word []byte) {
			switch {
			case len(word) == 0:
				t.Errorf("%q: an empty word", text)
			case !utf8.Valid(word):
				t.Errorf("%q: word %q is not valid", text, word)
			case bytes.ContainsFunc(word, unicode.IsSpace):
				t.Errorf("%q: word %q holds white space", text, word)
			case !Plain(string(word)):
				t.Errorf("%q: word %q looks like an edge feature", text, word)
			case !spoken(string(word)):
				t.Errorf("%q: word %q has no letter, digit or symbol", text, word)
			case bytes.ContainsAny(word, "123456789"):
				t.Errorf("%q: word %q has digits", text, word)
			}
			checkFold(t, string(word))
		})
	})
}
