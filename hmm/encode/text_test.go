package encode

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"intenthmm/internal/samples"
)

// cut is the words of a text by rules.
func cut(rules Text, text string) []string {
	k := tokenizer{rules: rules}
	var out []string
	k.each(text, func(word []byte) { out = append(out, string(word)) })
	return out
}

func TestText(t *testing.T) {
	pairs, addresses, numbers := Text{Pairs: true}, Text{Addresses: true}, Text{Numbers: true}
	for _, c := range []struct {
		what        string
		rules       Text
		text, words string
	}{
		{"composed", Text{Compose: true}, "cafe\u0301 A\u030angstro\u0308m", "café ångström"},
		{"composed Korean", Text{Compose: true}, "\u1112\u1161\u11ab", "한"},
		{"not composed", Text{}, "cafe\u0301", "cafe\u0301"},

		{"Chinese", pairs, "我要退款", "我要 要退 退款"},
		{"one sign", pairs, "好", "好"},
		{"one sign at an end", pairs, "好。我要", "好 我要"},
		{"parted by punctuation", pairs, "退款，我要。", "退款 我要"},
		{"parted by a space", pairs, "退款 我要", "退款 我要"},
		{"parted by Latin and numbers", pairs, "我要iPhone退款3个7:30前来", "我要 iphone 退款 0 个 0:00 前来"},
		{"Japanese", pairs, "パスワードを忘れた", "パスワード を忘 忘れ れた"},
		{"Thai", pairs, "คืนเงิน", "คืน นเ เงิ งิน"},
		{"Korean", pairs, "비밀번호 를", "비밀번호 를"},
		{"a sign beyond 16 bits", pairs, "𠮷野家", "𠮷野 野家"},
		{"emoji between signs", pairs, "好的👍🏽谢谢❤️", "好的 👍🏽 谢谢 ❤"},
		{"Latin", pairs, "where is my parcel", "where is my parcel"},

		{"page", addresses, "see https://www.shop.example/a-b?id=77#x.", "see <url>"},
		{"page in brackets", addresses, "(http://a.b/c) <ftp://x.y>, \"HTTPS://X.Y/Z\"!", "<url> <url> <url>"},
		{"page with a port", addresses, "on http://localhost:8080/x_(y) now", "on <url> now"},
		{"page without a scheme", addresses, "go to www.shop.example/a, ok", "go to <url> ok"},
		{"page in Chinese", addresses, "请看https://a.b/c?d=1。谢谢", "请 看 <url> 谢 谢"},
		{"page right before Chinese", addresses, "看https://a.b/c谢谢", "看 <url> 谢 谢"},
		{"page with letters", addresses, "https://de.example/wiki/Köln?", "<url>"},
		{"pages", addresses, "http://a.b http://c.d", "<url> <url>"},
		{"no page", addresses, "a://, :// x www. http:// https:/x.y", "a x www http https x.y"},
		{"inside a word", addresses, "xwww.a.b", "xwww.a.b"},
		{"person", addresses, "mail jo.doe+x@mail.shop.example, thanks", "mail <email> thanks"},
		{"person behind a scheme", addresses, "mailto:jo@x.org", "mailto <email>"},
		{"person at the end of a sentence", addresses, "it is jo_d@x-y.org.", "it is <email>"},
		{"persons", addresses, "a@b.c;d@e.f", "<email> <email>"},
		{"no person", addresses, "jo@home @jo x@ @x.org a@@b.c a@.c", "jo home jo x x.org a b.c a c"},
		{"edges of words that are made", addresses, "<url> <email> <b>", "<url> <email> b"},

		{"numbers", numbers, "£12.50 at 7:30 on 05/01/2024, no. 4711, 7:30pm, mp3, 0-30", "0 at 0 on 0 no 0 0:00pm mp0 0"},
		{"number alone", numbers, "5", "0"},
	} {
		if got, want := cut(c.rules, c.text), strings.Fields(c.words); !slices.Equal(got, want) {
			t.Errorf("%s: %q gives %q, want %q", c.what, c.text, got, want)
		}
	}
}

// Words of whole texts are edges too: the first and last word are what was said.
func TestTextEdges(t *testing.T) {
	k := tokenizer{rules: Text{Pairs: true, Addresses: true, Numbers: true}}
	first, last := k.each("我要退款 12.50", func([]byte) {})
	if string(first) != "^我要" || string(last) != "0$" {
		t.Errorf("edges %q and %q", first, last)
	}
	if first, last = k.each("http://a.b", func([]byte) {}); string(first) != "^<url>" || string(last) != "<url>$" {
		t.Errorf("edges %q and %q", first, last)
	}
	if first, _ = k.each("?", func([]byte) {}); first != nil {
		t.Errorf("edge %q of nothing", first)
	}
}

// Hostile texts must not take time that grows with their square.
func TestAddressesOfLongText(t *testing.T) {
	for _, piece := range []string{"@", "a@", "a@b", "://", "a://", "a://(", "www.", "www.(", "<", "<url", ":", "a:", "a", ".@", "a@b.", "我"} {
		text := strings.Repeat(piece, 100_000/len(piece))
		cut(Text{Compose: true, Pairs: true, Addresses: true, Numbers: true}, text)
	}
}

// FuzzText: whatever the rules, a word is valid, not empty and can be told from an edge and from a phrase.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"", "我要退款 http://a.b/c?d=1。", "jo@x.org", "<url>", "e\u0301", "7:30pm 12.50", "คืนเงิน", "👍🏽我", "www.a", "://a", "\xff@a.b", "a@b.c@d.e",
	} {
		f.Add(s, true, true, true, true)
	}
	f.Fuzz(func(t *testing.T, text string, compose, pairs, addresses, numbers bool) {
		rules := Text{compose, pairs, addresses, numbers}
		for _, word := range cut(rules, text) {
			if !Plain(word) || strings.Contains(word, " ") || !utf8.ValidString(word) {
				t.Errorf("%q has a word %q", text, word)
			}
		}
	})
}

// TestSessionsFollowTheBuilder: whatever the options, a session makes of the training data what the builder
// made of it, also after a round trip through the model file.
func TestSessionsFollowTheBuilder(t *testing.T) {
	messages := samples.Read(t, samples.Helpdesk(t))[:1500]
	messages[0].Text, messages[1].Text = "我要退款, mail jo@x.org", "我要退款 see http://a.b"
	for name, set := range map[string]func(*Options){
		"default":            func(o *Options) {},
		"first version":      func(o *Options) { o.Text = Text{} },
		"pairs":              func(o *Options) { o.Text.Pairs = true },
		"numbers":            func(o *Options) { o.Text.Numbers = true },
		"addresses":          func(o *Options) { o.Text.Addresses = true },
		"phrases":            func(o *Options) { o.Phrases = 0.3 },
		"no grams":           func(o *Options) { *o = o.WithoutGrams() },
		"grams of two":       func(o *Options) { o.Grams, o.MinTurns = 2, 1 },
		"grams of five":      func(o *Options) { o.Grams, o.MostShare, o.EveryUnknown = 5, 0.05, true },
		"grams alone":        func(o *Options) { o.Edges, o.Text.Pairs, o.Text.Addresses = false, true, true },
		"grams and vectors":  func(o *Options) { o.Vectors, o.WordVectors = true, lengths{} },
		"hashed, no edges":   func(o *Options) { o.HashBits, o.Edges = 5, false },
		"no edges":           func(o *Options) { o.Phrases, o.Edges = 0.3, false },
		"stems":              func(o *Options) { o.Stemmer = cutter(3) },
		"stems and phrases":  func(o *Options) { o.Stemmer, o.Phrases = cutter(3), 0.2 },
		"rare stems":         func(o *Options) { o.Stemmer, o.MinTurns = cutter(1), 40 },
		"hashed":             func(o *Options) { o.HashBits = 8 },
		"hashed with stems":  func(o *Options) { o.HashBits, o.Stemmer, o.Phrases = 6, cutter(4), 0.4 },
		"word vectors":       func(o *Options) { o.Observe, o.WordVectors = Vectors, lengths{} },
		"and projected":      func(o *Options) { o.Observe, o.WordVectors, o.PCA, o.Unit = Vectors, lengths{}, 2, true },
		"and numbers folded": func(o *Options) { o.Observe, o.WordVectors, o.Whiten, o.Text.Numbers = Vectors, lengths{}, true, true },
	} {
		t.Run(name, func(t *testing.T) {
			o := DefaultOptions()
			set(&o)
			e, turns, _ := build(t, o, messages)
			same(t, e, messages, turns)
			same(t, reread(t, e), messages, turns)
		})
	}
}
