package redact

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	r := New("Dana", "Dana Reyes", "Jörg", "", " Ann-Kathrin ")
	for text, want := range map[string]string{
		"":                                         "",
		"hello, where is it?":                      "hello, where is it?",
		"at 10:01:07 on 05.01.2024":                "at 10:01:07 on 05.01.2024",
		"order 4711 for 12.50 EUR":                 "order 4711 for 12.50 EUR",
		"write to dana.r+x@example.co.uk.":         "write to <email>.",
		"müller@straße.example!":                   "<email>!",
		"see https://a.example/o?id=1&x=2, please": "see <url>, please",
		"(www.example.com)":                        "(<url>)",
		"DE89 3704 0044 0532 0130 00":              "<iban>",
		"gb82west12345698765432 ok":                "<iban> ok",
		"4111 1111 1111 1111":                      "<card>",
		"4111-1111-1111-1112":                      "<number>", // fails the check
		"DE88 3704 0044 0532 0130 00":              "<number>", // fails the check
		"from 192.168.0.1 and 2001:db8::1":         "from <ip> and <ip>",
		"version 1.2.3.400":                        "version 1.2.3.400",
		"call +49 151 0000000 now":                 "call <phone> now",
		"(030) 123456-78":                          "<phone>",
		"555-123-4567":                             "<phone>",
		"0049 30 1234567":                          "<phone>",
		"parcel 00340434161094021501":              "parcel <number>",
		"ask dana reyes or DANA":                   "ask <name> or <name>",
		"Dana Dana Jörg":                           "<name> <name> <name>",
		"Danas Jörgen, Ann-Kathrin's":              "Danas Jörgen, <name>'s",
	} {
		if got := r.Text(text); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
		if again := r.Text(want); again != want {
			t.Errorf("%q is redacted again to %q", want, again)
		}
	}
}

// TestNamesOfTheWorld: what ends a word is the same in every script, however accents are written.
func TestNamesOfTheWorld(t *testing.T) {
	r := New("José", "Müller", "Иван", "李雷", "Zoë", "Straße", "\xff", "Ren\xe9")
	for text, want := range map[string]string{
		"I am José, here":             "I am <name>, here",
		"JOSÉ":                        "<name>",
		"Jose\u0301 and Mu\u0308ller": "<name> and <name>",
		"José José José":              "<name> <name> <name>",
		"Иван!":                       "<name>!",
		"(李雷)":                        "(<name>)",
		"Zoë's Zoës":                  "<name>'s Zoës",
		"STRASSE":                     "<name>",
		"Jose":                        "Jose",
		"José_q 1José":                "José_q 1José",
	} {
		if got := r.Text(text); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestWithoutNames(t *testing.T) {
	if got := New(" ").Text("Dana, a@b.example"); got != "Dana, <email>" {
		t.Error(got)
	}
}

// FuzzText: what is redacted holds nothing more to redact, valid text stays valid, what is not in a token was in
// the text in that order, and no text grows beyond the length of its tokens.
func FuzzText(f *testing.F) {
	content, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.SplitSeq(string(content), "\n") {
		f.Add(unescaped(line))
	}
	f.Add("a@b.example 4111111111111111 ::1 +49 151 0000000")
	f.Add("DE89370400440532013000\xff<")
	patterns, r := New(), New(corpusNames...)
	f.Fuzz(func(t *testing.T, text string) {
		if got := patterns.Text(text); len(got) > 2*len(text) {
			t.Errorf("%q grows to %q", text, got)
		}
		got := r.Text(text)
		if again := r.Text(got); again != got {
			t.Errorf("%q becomes %q, and that %q", text, got, again)
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		rest := text
		for i, part := range aToken.Split(got, -1) {
			at := strings.Index(rest, part)
			if at < 0 || i == 0 && at > 0 {
				t.Fatalf("%q becomes %q: %q comes from nowhere", text, got, part)
			}
			rest = rest[at+len(part):]
		}
	})
}
