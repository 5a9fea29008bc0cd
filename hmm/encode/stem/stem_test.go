package stem

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestStems(t *testing.T) {
	for _, c := range []struct{ language, words, stems string }{
		{"english", "parcels parcel delivered delivery generously don't", "parcel parcel deliv deliveri generous don't"},
		{"german", "rechnungen rechnung häuser bestellt", "rechnung rechnung haus bestellt"},
		{"french", "commandes commandé facture", "command command factur"},
		{"spanish", "pedidos pedido facturas", "ped ped factur"},
		{"russian", "заказы заказ заказа", "заказ заказ заказ"},
	} {
		s, err := New(c.language)
		if err != nil {
			t.Fatal(err)
		}
		if s.Name() != "snowball "+c.language {
			t.Errorf("name %q", s.Name())
		}
		var got []string
		for word := range strings.FieldsSeq(c.words) {
			got = append(got, s.Stem(word))
		}
		if strings.Join(got, " ") != c.stems {
			t.Errorf("%s: %q has stems %q, want %q", c.language, c.words, got, c.stems)
		}
	}
}

func TestLanguages(t *testing.T) {
	if n := len(Languages()); n != 18 {
		t.Errorf("%d languages", n)
	}
	for _, language := range Languages() {
		if _, err := New(language); err != nil {
			t.Error(err)
		}
	}
	if _, err := New("klingon"); err == nil || !strings.Contains(err.Error(), "arabic, danish") {
		t.Error(err)
	}
}

// FuzzStem: no language panics over a word, or makes bytes of it that are no text.
func FuzzStem(f *testing.F) {
	for _, word := range []string{"", "a", "parcels", "rechnungen", "0000", "😀", "我要", "ab'", "ïïï", "заказы", "ا", "aaaaaaaaaaaaaaaaaaaaaaaa", "sses", "y"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if !utf8.ValidString(word) {
			t.Skip()
		}
		for _, language := range Languages() {
			s, err := New(language)
			if err != nil {
				t.Fatal(err)
			}
			if stem := s.Stem(word); !utf8.ValidString(stem) {
				t.Errorf("%s: the stem of %q is %q", language, word, stem)
			}
		}
	})
}
