package encode

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// grams is the grams of a word, without their marks.
func grams(n int, word string) string {
	cutter := gramCutter{n: n}
	var all []string
	cutter.each([]byte(word), func(term []byte) { all = append(all, Gram(string(term))) })
	return strings.Join(all, " ")
}

func TestGrams(t *testing.T) {
	for _, c := range []struct {
		n           int
		word, grams string
	}{
		{3, "parcel", "<pa par arc rce cel el>"},
		{3, "ab", "<ab ab>"},
		{3, "a", ""}, // it is its own gram
		{4, "ab", ""},
		{4, "abc", "<abc abc>"},
		{2, "a", "<a a>"},
		{2, "aaa", "<a aa aa a>"},
		{8, "abcdefg", "<abcdefg abcdefg>"},
		{8, "abcdef", ""},
		{3, "café", "<ca caf afé fé>"},
		{3, "退款", "<退款 退款>"},
		{3, "👍", ""},
		{3, "thank you", "<th tha han ank nk> <yo you ou>"},
		{3, "a b", ""},
		{3, "<url>", ""},
		{3, "0:00pm", "<0: 0:0 :00 00p 0pm pm>"},
		{3, "", ""},
	} {
		if got := grams(c.n, c.word); got != c.grams {
			t.Errorf("%q by %d: %q, want %q", c.word, c.n, got, c.grams)
		}
	}
}

// Grams are features of the turn, once each, between words and edges; those in too few turns are left out and are no
// unknown words, and those of unknown words count.
func TestGramsOfTurns(t *testing.T) {
	o := Options{Observe: Words, MinTurns: 2, Grams: 3, Edges: true}
	said := texts("parcel parcels", "parcel", "up", "carpet up")
	e, turns, _ := build(t, o, said)
	for i, want := range []string{
		"parcel:1 ^<pa$:1 ^par$:1 ^arc$:1 ^rce$:1 ^cel$:1 ^el>$:1 ?:1 ^parcel:1",
		"parcel:1 ^<pa$:1 ^par$:1 ^arc$:1 ^rce$:1 ^cel$:1 ^el>$:1 ^parcel:1",
		"up:1 ^<up$:1 ^up>$:1 up$:1",
		"?:1 up:1 ^<up$:1 ^up>$:1 up$:1",
	} {
		if got := show(e.Terms, turns[i].Words); got != want {
			t.Errorf("turn %d: %s, want %s", i, got, want)
		}
	}
	if e.Terms.Folded() != 2 {
		t.Errorf("%d words folded, expected parcels and carpet", e.Terms.Folded())
	}
	same(t, e, said, turns)
	s := e.NewSession()
	var turn emission.Turn
	if err := s.Encode(&turn, &transcript.Message{Text: "sparcels, parcels"}); err != nil {
		t.Fatal(err)
	}
	if got, want := show(e.Terms, turn.Words), "?:1 ^par$:1 ^arc$:1 ^rce$:1 ^cel$:1 ^<pa$:1"; got != want {
		t.Errorf("unknown words: %s, want %s", got, want)
	}
	if c := s.Coverage(); c.Words != 2 || c.UnknownWords != 2 {
		t.Errorf("grams count in the coverage: %+v", c)
	}
	if err := s.Plain(&turn, &said[0]); err != nil || show(e.Terms, turn.Words) != "parcel:1 ?:1" {
		t.Errorf("grams in what was said: %s, %v", show(e.Terms, turn.Words), err)
	}
}

// Grams weigh as words do, by the number of all features.
func TestGramsWeigh(t *testing.T) {
	e, turns, _ := build(t, Options{Observe: Words, MinTurns: 1, Grams: 3, LengthPower: 0.5}, texts("abc"))
	if got, want := show(e.Terms, turns[0].Words), "abc:0.5 ^<ab$:0.5 ^abc$:0.5 ^bc>$:0.5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Stems and phrases are cut as they are told apart, and what has no words has no grams.
func TestGramsOfWhatIsObserved(t *testing.T) {
	e, turns, _ := build(t, Options{Observe: Words, MinTurns: 1, Grams: 3, Stemmer: cutter(3)}, texts("parcel"))
	if got, want := show(e.Terms, turns[0].Words), "par:1 ^<pa$:1 ^par$:1 ^ar>$:1"; got != want {
		t.Errorf("a stem: %s, want %s", got, want)
	}
	for _, observe := range []Observe{LSA, Codes, Vectors} {
		o := DefaultOptions()
		o.Observe = observe
		if observe == Vectors {
			o.WordVectors = lengths{}
		}
		e, _, _ := build(t, o, helpdesk(t))
		if e.Options.Grams != 0 || e.Terms != nil && slices.ContainsFunc(e.Terms.terms, func(term string) bool { return Gram(term) != "" }) {
			t.Errorf("%s has grams: %+v", observe, e.Options)
		}
	}
}

// A gram is told from whatever else is a term, and is shown nowhere.
func TestGramsAreNoWords(t *testing.T) {
	o := DefaultOptions()
	o.Grams, o.Phrases, o.Text.Addresses = 3, 0.3, true
	e, _, _ := build(t, o, samples.Read(t, samples.Helpdesk(t)))
	showing, n := e.Showing(e.Terms, nil), 0
	for number := 1; number < e.Terms.Len(); number++ {
		term := e.Terms.Term(number)
		switch gram := Gram(term); {
		case gram == "":
		case Plain(term) || First(term) != "" || Last(term) != "" || showing(number) != "":
			t.Errorf("%q is taken for something else", term)
		case utf8.RuneCountInString(gram) != 3:
			t.Errorf("%q is a gram of three characters", term)
		default:
			n++
		}
	}
	if n < 1000 {
		t.Errorf("%d grams", n)
	}
}

// Sessions of one encoder may begin and work at once.
func TestGramsAtOnce(t *testing.T) {
	messages := helpdesk(t)
	e, turns, _ := build(t, DefaultOptions(), messages)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s := e.NewSession()
			var turn emission.Turn
			for i := range messages {
				if err := s.Encode(&turn, &messages[i]); err != nil || !slices.Equal(turn.Words, turns[i].Words) {
					t.Errorf("turn %d: %v, %v, want %v", i, turn.Words, err, turns[i].Words)
					return
				}
			}
		})
	}
	all.Wait()
}

// WithoutGrams is the options of words alone, and nothing else changes.
func TestWithoutGrams(t *testing.T) {
	o := DefaultOptions().WithoutGrams()
	if o.Grams != 0 || o.LengthPower != 0.4 {
		t.Errorf("%+v", o)
	}
	d := DefaultOptions()
	if o.Grams, o.LengthPower = d.Grams, d.LengthPower; o != d {
		t.Errorf("%+v, want %+v", o, d)
	}
}

// An encoder may be copied, and the copy cuts words another way.
func TestGramsOfACopy(t *testing.T) {
	e, _, _ := build(t, Options{Observe: Words, MinTurns: 1, Grams: 3}, texts("abc ab"))
	e.NewSession()
	other := *e
	other.Options.Grams = 2
	var turn emission.Turn
	if err := other.NewSession().Encode(&turn, &transcript.Message{Text: "abc"}); err != nil || show(e.Terms, turn.Words) != "abc:1" {
		t.Errorf("%s, %v", show(e.Terms, turn.Words), err)
	}
}

// Encoders that were edited do not have a session panic.
func TestGramsWithoutWords(t *testing.T) {
	e := &Encoder{Options: Options{Observe: Symbols, MinTurns: 1, Grams: 3}, Symbols: newVocabulary([]string{"a"}, 0)}
	if err := e.Check(); err != nil {
		t.Fatal(err)
	}
	var turn emission.Turn
	if err := e.NewSession().Encode(&turn, &transcript.Message{Symbol: "a", Text: "abc"}); err != nil || turn.Symbol != 1 {
		t.Errorf("%+v, %v", turn, err)
	}
}
