package encode

import (
	"fmt"
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

type stemsOf map[string]string

func (s stemsOf) Name() string { return "a list" }
func (s stemsOf) Stem(word string) string {
	if stem, ok := s[word]; ok {
		return stem
	}
	return word
}
