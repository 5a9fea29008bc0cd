package encode

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// TestPhrases reckons the mutual information of two pairs by hand.
//
// "credit card" stands in 10 of 40 turns of two words, and neither word anywhere else: p(ab) = 1/4 of all pairs,
// p(a) = p(b) = 1/8 of all words, so that ln(p(ab) / p(a)p(b)) / -ln p(ab) = ln 16 / ln 4 = 2. "my card" stands
// nowhere, and "to do" is 15 of 40 with each of its words in 15 more.
func TestPhrases(t *testing.T) {
	var said []string
	for range 10 {
		said = append(said, "credit card")
	}
	for range 15 {
		said = append(said, "to do", "do to")
	}
	o := plainOptions()
	information := math.Log((15./40)/(30./80*30./80)) / -math.Log(15./40)
	for _, c := range []struct {
		least float64
		want  []string
	}{
		{0.999, []string{"credit card", "do to", "to do"}}, {1, []string{"credit card", "do to", "to do"}},
	} {
		o.Phrases = c.least
		e, turns, _ := build(t, o, texts(said...))
		if !slices.Equal(e.Phrases, c.want) {
			t.Errorf("from %v on phrases %q, want %q (to do has %v)", c.least, e.Phrases, c.want, information)
		}
		if got := show(e.Terms, turns[0].Words); got != "credit card:1" {
			t.Errorf("the first turn is %s", got)
		}
	}
}

// Below ten times two words are no phrase, however they belong together.
func TestRarePhrases(t *testing.T) {
	said := append(slices.Repeat([]string{"gift card"}, 9), slices.Repeat([]string{"on hold"}, 10)...)
	for range 30 {
		said = append(said, "yes", "no", "a card of a gift on a hold")
	}
	o := plainOptions()
	o.Phrases = 0.05
	e, _, _ := build(t, o, texts(said...))
	if want := "on hold"; !slices.Contains(e.Phrases, want) || slices.Contains(e.Phrases, "gift card") {
		t.Errorf("phrases %q, want %q among them and not gift card", e.Phrases, want)
	}
}

// TestInformation: the threshold is where it is said to be.
func TestInformation(t *testing.T) {
	// p(ab) = 20/60 of the pairs, p(a) = p(b) = 40/120 of the words
	said := slices.Concat(slices.Repeat([]string{"a b"}, 20), slices.Repeat([]string{"a c"}, 20), slices.Repeat([]string{"c b"}, 20))
	information := math.Log((20./60)/(40./120*40./120)) / -math.Log(20./60)
	if math.Abs(information-1) > 1e-12 {
		t.Fatal(information)
	}
	for _, c := range []struct {
		extra []string // lowers it: a and b come apart more often
		least float64
		want  bool
	}{
		{nil, 0.99, true},
		{slices.Repeat([]string{"b a"}, 60), 0.31, false}, // p(ab) = 1/6, p(a) = p(b) = 5/12: ln .96 < 0
		{slices.Repeat([]string{"x y"}, 60), 0.99, true},  // p(ab) = 1/6, p(a) = p(b) = 1/6: 1
		{slices.Repeat([]string{"x a"}, 60), 0.30, true},  // p(ab) = 1/6, p(a) = 5/12, p(b) = 1/6: ln 2.4 / ln 6 = .489
		{slices.Repeat([]string{"x a"}, 60), 0.48, true},
		{slices.Repeat([]string{"x a"}, 60), 0.50, false},
	} {
		o := plainOptions()
		o.Phrases = c.least
		e, _, _ := build(t, o, texts(slices.Concat(said, c.extra)...))
		if got := slices.Contains(e.Phrases, "a b"); got != c.want {
			t.Errorf("with %d further turns, from %v on: phrases %q", len(c.extra), c.least, e.Phrases)
		}
	}
}

// Phrases are joined from the left, never over the end of a turn, and are said as edges too.
func TestJoin(t *testing.T) {
	k := tokenizer{phrases: phraseSet([]string{"a b", "b c", "c c"})}
	for _, c := range []struct{ text, words, first, last string }{
		{"a b c", "a_b c", "^a b", "c$"},
		{"b c c c", "b_c c_c", "^b c", "c c$"},
		{"c c c", "c_c c", "^c c", "c$"},
		{"x a", "x a", "^x", "a$"},
		{"b", "b", "^b", "b$"},
		{"x", "x", "^x", "x$"},
		{"a a b x", "a a_b x", "^a", "x$"},
	} {
		var got []string
		first, last := k.each(c.text, func(word []byte) { got = append(got, strings.ReplaceAll(string(word), " ", "_")) })
		if strings.Join(got, " ") != c.words || string(first) != c.first || string(last) != c.last {
			t.Errorf("%q gives %q, edges %q and %q; want %s, %q and %q", c.text, got, first, last, c.words, c.first, c.last)
		}
	}
}

// The words of a corpus with phrases are counted as they were joined, and each only once a turn.
func TestPhrasesInTurns(t *testing.T) {
	said := slices.Concat(slices.Repeat([]string{"gift card gift card please"}, 12), slices.Repeat([]string{"please please no card"}, 12))
	o := Options{Observe: Words, MinTurns: 1, Edges: true, Phrases: 0.2}
	e, turns, c := build(t, o, texts(said...))
	if got := show(e.Terms, turns[0].Words); got != "gift card:1 please:1 ^gift card:1 please$:1" {
		t.Errorf("phrases %q: the first turn is %s", e.Phrases, got)
	}
	if c.Words == 0 || c.Words > 9*12 {
		t.Errorf("%d words", c.Words)
	}
}
