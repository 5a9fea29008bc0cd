package export

import "testing"

func TestUnquoted(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing quoted", "a\nb", "a\nb"},
		{"the sample", "Sure!\n\n--\nShop Desk\nOn Fri, Jan 5, Dana wrote:\n> Hi", "Sure!"},
		{"words over two lines", "Yes.\n\nOn Fri, Jan 5, 2024 at 10:01 AM Dana Reyes <d@x.example>\nwrote:\n\n> Hi\n> there\n", "Yes."},
		{"German", "Ja.\nAm Fr., 5. Jan. 2024 um 10:01 Uhr schrieb Dana <d@x.example>:\n> Hallo", "Ja."},
		{"French", "Oui.\nLe ven. 5 janv. 2024, Dana a écrit :\n> Bonjour", "Oui."},
		{"answers between quotations", "On Jan 5, Dana wrote:\n> one?\nYes.\n> two?\nNo.", "Yes.\nNo."},
		{"Outlook", "OK\r\n\r\nFrom: Dana\r\nSent: Friday\r\nTo: Desk\r\n\r\nHi", "OK"},
		{"a line above", "OK\n________________________________\nVon: Dana\nx", "OK"},
		{"the original below", "OK\n-----Original Message-----\nHi", "OK"},
		{"Zendesk's own line", "OK\n##- Please type your reply above this line -##\nHi", "OK"},
		{"a mail that is passed on", "---------- Forwarded message ----------\nFrom: a\nHi", "---------- Forwarded message ----------\nFrom: a\nHi"},
		{"no words of a quotation", "From: the shop\nI want this\nhe wrote:", "From: the shop\nI want this\nhe wrote:"},
		{"a sender without what follows one", "a\nFrom: the shop\nI want this", "a\nFrom: the shop\nI want this"},
		{"a list of dashes is no signature", "- a\n-- b\n--- c", "- a\n-- b\n--- c"},
	} {
		if got := unquoted(c.text); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func FuzzUnquoted(f *testing.F) {
	f.Add("a\nOn Jan 5 b\nwrote:\n> c\n\nd\n-- \ne")
	f.Add("From: a\r\nSent: b")
	f.Fuzz(func(t *testing.T, text string) {
		if got := unquoted(text); len(got) > len(text) || (got == "") != (text == "") {
			t.Errorf("%q became %q", text, got)
		}
	})
}
