package encode

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A cutter is a stemmer that leaves so many bytes of words in ASCII.
type cutter int

func (n cutter) Name() string { return fmt.Sprintf("first %d", int(n)) }
func (n cutter) Stem(word string) string {
	if ascii(word) && len(word) > int(n) {
		return word[:n]
	}
	return word
}

func TestStems(t *testing.T) {
	o := Options{Observe: Words, MinTurns: 2, Edges: true, Stemmer: cutter(4)}
	e, turns, _ := build(t, o, texts("parcel parcels", "Parceling", "bill", "rare rarely"))
	if got := show(e.Terms, turns[0].Words); got != "parc:1 ^parc:1 parc$:1" {
		t.Errorf("the first turn is %s", got)
	}
	if e.Stems.Stemmer != "first 4" || e.Options.Stemmer != nil {
		t.Errorf("stems %+v, options %+v", e.Stems, e.Options)
	}
	want := map[string]string{"parcel": "parc", "parcels": "parc", "parceling": "parc"}
	if fmt.Sprint(e.Stems.Of) != fmt.Sprint(want) {
		t.Errorf("stems %v, want %v: no stem of a word that is unknown with it", e.Stems.Of, want)
	}
	// A word that is new has no stem; the stem itself is known.
	s := reread(t, e).NewSession()
	for text, want := range map[string]string{"parcelled": "?:1", "parcels": "parc:1 ^parc:1 parc$:1", "parc": "parc:1 ^parc:1 parc$:1"} {
		var turn emission.Turn
		if err := s.Encode(&turn, &transcript.Message{Text: text}); err != nil {
			t.Fatal(err)
		}
		if got := show(e.Terms, turn.Words); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// A word that is the stem of others, but has another stem itself, is not taken for theirs.
func TestStemOfAStem(t *testing.T) {
	stems := stemsOf{"bass": "bas", "basses": "bass", "bas": "ba"}
	messages := texts("basses", "basses", "bass")
	e, turns, _ := build(t, Options{Observe: Words, MinTurns: 2, Stemmer: stems}, messages)
	same(t, reread(t, e), messages, turns)
	if got := show(e.Terms, turns[2].Words); got != "?:1" {
		t.Errorf("bass is %s", got)
	}
}

// What is no word is no stem.
func TestBadStems(t *testing.T) {
	for _, bad := range []string{"", "a b", "^a", "a$", "\xff"} {
		e, turns, _ := build(t, Options{Observe: Words, MinTurns: 1, Stemmer: stemsOf{"word": bad}}, texts("word"))
		if got := show(e.Terms, turns[0].Words); got != "word:1" || len(e.Stems.Of) != 0 {
			t.Errorf("stem %q: the turn is %s, stems %v", bad, got, e.Stems.Of)
		}
	}
}

// TestShown: people read the word that was said most often of those with a stem, the first in the alphabet of
// equal ones.
func TestShown(t *testing.T) {
	o := Options{Observe: Words, MinTurns: 1, Edges: true, Stemmer: cutter(4)}
	e, _, _ := build(t, o, texts("parcels parcels", "Parcel parceling PARCELS", "billed", "bills", "call calling", "call", "rarely"))
	want := map[string]string{"parc": "parcels", "bill": "billed", "rare": "rarely"}
	if fmt.Sprint(e.Stems.Forms) != fmt.Sprint(want) {
		t.Errorf("forms %v, want %v: call is a word that is said more often than calling", e.Stems.Forms, want)
	}
	e = reread(t, e)
	for term, want := range map[string]string{"parc": "parcels", "call": "call", "bill parc": "billed parcels", "new": "new", "": ""} {
		if got := e.Shown(term); got != want {
			t.Errorf("%q is shown as %q, want %q", term, got, want)
		}
	}
	if got := e.Words("parcel"); len(got) != 1 || got[0] != "parc" {
		t.Errorf("parcel is observed as %q", got)
	}
	e.Stems.Forms["parc"] = "bills"
	if err := e.Check(); err == nil || !strings.Contains(err.Error(), `stems: forms: "bills" stands for "parc", whose stem is "bill"`) {
		t.Errorf("a form of another stem: %v", err)
	}
	e.Stems = nil
	if got := e.Shown("parc"); got != "parc" {
		t.Errorf("without stems parc is shown as %q", got)
	}
}

// A stem that is no term, because it is rare, has no form: nothing would show it.
func TestShownOfPhrases(t *testing.T) {
	o := Options{Observe: Words, MinTurns: 2, Phrases: 0.2, Stemmer: cutter(4)}
	said := append(slices.Repeat([]string{"lost parcels"}, 12), "rarely", "please", "please")
	e, _, _ := build(t, o, texts(said...))
	if got := e.Shown("lost parc"); got != "lost parcels" {
		t.Errorf("phrases %q, forms %v: the phrase is shown as %q", e.Phrases, e.Stems.Forms, got)
	}
	if _, ok := e.Stems.Forms["rare"]; ok {
		t.Errorf("forms %v, want none of a word that is unknown", e.Stems.Forms)
	}
}

type stemsOf map[string]string

func (s stemsOf) Name() string { return "a list" }
func (s stemsOf) Stem(word string) string {
	if stem, ok := s[word]; ok {
		return stem
	}
	return word
}
