package encode

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/floats"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// placing are encoders that place words, in every way.
var placing = map[string]Options{
	"lsa":               {Observe: LSA, MinTurns: 2, Dims: 12},
	"lsa, speakers":     {Observe: LSA, MinTurns: 2, Dims: 5, Edges: true, Speaker: true, LengthPower: 0.4},
	"codes":             {Observe: Codes, MinTurns: 2, Dims: 12, Codes: 9},
	"codes, speakers":   {Observe: Codes, MinTurns: 3, Edges: true, Speaker: true},
	"codes, hashed":     {Observe: Codes, MinTurns: 1, Dims: 7, Codes: 20, HashBits: 7},
	"lsa, stems":        {Observe: LSA, MinTurns: 2, Dims: 9, Stemmer: cutter(4)},
	"lsa, phrases":      {Observe: LSA, MinTurns: 2, Dims: 9, Phrases: 0.3, Text: Text{Compose: true, Numbers: true}},
	"codes, most share": {Observe: Codes, MinTurns: 2, MostShare: 0.2, Dims: 3, Codes: 4},
}

func helpdesk(t testing.TB) []transcript.Message { return samples.Read(t, samples.Helpdesk(t))[:600] }

// TestPlaces: an encoder's session observes what its corpus has, before and after a round trip through a file, and
// nothing else is left in the turns.
func TestPlaces(t *testing.T) {
	messages := helpdesk(t)
	for name, o := range placing {
		e, turns, corpus := build(t, o, messages)
		if e.Input() != Words || e.InputWidth() != 0 || corpus.Words == 0 {
			t.Errorf("%s: looks at %s of %d, heard %d words", name, e.Input(), e.InputWidth(), corpus.Words)
		}
		same(t, e, messages, turns)
		same(t, reread(t, e), messages, turns)
		again, other, _ := build(t, o, messages)
		if !e.SamePlaces(again) || !reflect.DeepEqual(turns, other) {
			t.Errorf("%s: the same messages gave other places", name)
		}
		seen := map[int32]bool{}
		for i, turn := range turns {
			length := 0.0
			for _, x := range turn.Vector {
				length += x * x
			}
			switch codes := o.Observe == Codes; {
			case turn.Words != nil, codes != (turn.Vector == nil) && turn.Symbol >= 0, !codes && turn.Symbol >= 0:
				t.Fatalf("%s: turn %d is %+v", name, i, turn)
			case turn.Vector != nil && (len(turn.Vector) != e.Width || math.Abs(length-1) > 1e-12):
				t.Fatalf("%s: turn %d is of squared length %v in %d dimensions", name, i, length, len(turn.Vector))
			case codes && int(turn.Symbol) >= e.Codebook.Len():
				t.Fatalf("%s: code %d of %d", name, turn.Symbol, e.Codebook.Len())
			}
			seen[turn.Symbol] = true
		}
		if o.Observe == Codes && len(seen) < e.Codebook.Len() {
			t.Errorf("%s: %d codes, of which %d occur", name, e.Codebook.Len(), len(seen))
		}
	}
}

// TestPlaceDefaults: what is not said is what the file says.
func TestPlaceDefaults(t *testing.T) {
	e, _, _ := build(t, Options{Observe: Codes, MinTurns: 1}, helpdesk(t))
	if e.Options.Dims != DefaultDims || e.Options.Codes != DefaultCodes || e.Space.Width() != DefaultDims || e.Codebook.Len() != DefaultCodes {
		t.Errorf("options %+v, %d dimensions, %d codes", e.Options, e.Space.Width(), e.Codebook.Len())
	}
	if e, _, _ := build(t, DefaultOptions(), texts("a b", "a")); e.Options.Dims != 0 || e.Options.Codes != 0 || e.Space != nil {
		t.Errorf("an encoder of words has %+v", e.Options)
	}
}

// TestPlaceByHand: turns of two groups of words that never meet have two directions. N = 9 turns, "a" in 4 of them,
// "b" and "c" in 2 with each other, and "x" is too rare to be known.
func TestPlaceByHand(t *testing.T) {
	e, turns, _ := build(t, Options{Observe: LSA, MinTurns: 2, Dims: 9}, texts("a", "a a", "b c", "A x", "c b", "a", "z y", "?", ""))
	const n = 9
	for word, turns := range map[string]float64{"a": 4, "b": 2, "c": 2} {
		if got, want := e.Space.terms.Weights[e.Terms.Number(word)], math.Log((1+n)/(1+turns))+1; math.Abs(got-want) > 1e-15 {
			t.Errorf("%q has the weight %v, want %v", word, got, want)
		}
	}
	if e.Width != 2 {
		t.Fatalf("%d dimensions, want 2", e.Width)
	}
	for i, want := range [][]float64{{1, 0}, {1, 0}, {0, 1}, {1, 0}, {0, 1}, {1, 0}, nil, nil, nil} {
		if got := turns[i].Vector; len(got) != len(want) || len(got) == 2 && math.Hypot(got[0]-want[0], got[1]-want[1]) > 1e-7 {
			t.Errorf("turn %d has the place %v, want %v", i, got, want)
		}
	}
}

// Codes that the data cannot tell apart are not there, and the commonest come first.
func TestCodesByHand(t *testing.T) {
	e, turns, _ := build(t, Options{Observe: Codes, MinTurns: 1, Dims: 9, Codes: 50}, texts("b", "a", "a", "a", "c c", "b", "?"))
	if e.Codebook.Len() != 3 || e.Width != 0 {
		t.Fatalf("%d codes, want 3; width %d, want none", e.Codebook.Len(), e.Width)
	}
	for i, want := range []int32{1, 0, 0, 0, 2, 1, -1} {
		if turns[i].Symbol != want {
			t.Errorf("turn %d has the code %d, want %d", i, turns[i].Symbol, want)
		}
	}
}

// Of many places a spread sample is looked at, a hundred a code.
func TestSpread(t *testing.T) {
	rows := make([]float64, 14)
	for i := range rows {
		rows[i] = float64(i)
	}
	for most, want := range map[int][]float64{
		7: rows, 100: rows, 4: {0, 1, 4, 5, 8, 9, 12, 13}, 6: {0, 1, 4, 5, 8, 9, 12, 13}, 3: {0, 1, 6, 7, 12, 13}, 2: {0, 1, 8, 9}, 1: {0, 1},
	} {
		if got := spread(rows, 2, most); !slices.Equal(got, want) {
			t.Errorf("at most %d rows: %v, want %v", most, got, want)
		}
	}
	places := make([]float64, 0, 1000)
	for i := range 500 {
		places = append(places, float64(i%5), 1) // of which every fifth is alike
	}
	if b, err := newCodebook(context.Background(), places, 2, 1); err != nil || b.Len() != 1 || b.Centre(0)[0] != 0 {
		t.Errorf("one code of a hundred places that are alike: %v, %v", b, err)
	}
}

// A warm session allocates nothing for places and codes.
func TestPlaceAllocations(t *testing.T) {
	messages := helpdesk(t)
	for name, o := range placing {
		e, _, _ := build(t, o, messages)
		s := e.NewSession()
		var turn emission.Turn
		all := func() {
			for i := range messages {
				room := turn.Vector
				if err := s.Encode(&turn, &messages[i]); err != nil {
					t.Fatal(err)
				}
				if turn.Vector == nil {
					turn.Vector = room // a caller keeps it
				}
			}
		}
		all()
		if got := testing.AllocsPerRun(5, all); got > 0 {
			t.Errorf("%s: %.0f allocations for %d messages, want none", name, got, len(messages))
		}
	}
}

// TestCoverageOfPlaces: words are met and unknown as those of a model of words.
func TestCoverageOfPlaces(t *testing.T) {
	messages := helpdesk(t)
	words, _, _ := build(t, Options{Observe: Words, MinTurns: 3}, messages)
	want := words.NewSession()
	for _, observe := range []Observe{LSA, Codes} {
		e, _, _ := build(t, Options{Observe: observe, MinTurns: 3}, messages)
		got := e.NewSession()
		var turn emission.Turn
		for i := range messages {
			if i < 50 && observe == LSA {
				want.Encode(&turn, &messages[i])
			}
			if i < 50 {
				got.Encode(&turn, &messages[i])
			}
		}
		if got.Coverage() != want.Coverage() || got.Coverage().UnknownWords == 0 {
			t.Errorf("%s: %+v, of words %+v", observe, got.Coverage(), want.Coverage())
		}
	}
}

// TestSaying: what is said for a code is known, plain, shown, most of it first, and of that code.
func TestSaying(t *testing.T) {
	messages := helpdesk(t)
	for _, name := range []string{"codes", "codes, hashed"} {
		e, _, _ := build(t, placing[name], messages)
		s, back := e.NewSession(), 0
		for code := range e.Codebook.Len() {
			all := e.Saying(e.Codebook.Centre(code), math.MaxInt, func(string) bool { return true })
			words := e.Saying(e.Codebook.Centre(code), 4, func(string) bool { return true })
			if len(words) != 4 || !slices.Equal(words, all[:4]) {
				t.Errorf("%s: code %d is said by %q, of %q", name, code, words, all)
			}
			if rest := e.Saying(e.Codebook.Centre(code), 3, func(term string) bool { return term != words[0] }); !slices.Equal(rest, words[1:]) {
				t.Errorf("%s: without the first %q, of %q", name, rest, words)
			}
			var turn emission.Turn
			s.Encode(&turn, &transcript.Message{Text: strings.Join(words, " ")})
			if turn.Symbol == int32(code) {
				back++
			}
		}
		if 3*back < 2*e.Codebook.Len() {
			t.Errorf("%s: of %d codes %d are what is said for them", name, e.Codebook.Len(), back)
		}
	}
	e, _, _ := build(t, placing["lsa, stems"], messages)
	stems := 0
	for _, word := range e.Saying(e.Space.Direction(1), math.MaxInt, func(string) bool { return true }) {
		cut := e.Words(word)
		if len(cut) != 1 || e.Terms.Number(cut[0]) == 0 || e.Shown(cut[0]) != word {
			t.Errorf("%q is no word of people", word)
		}
		if cut[0] != word {
			stems++
		}
	}
	if stems == 0 {
		t.Error("no word has another stem")
	}
}

// What is said are all words but edges that have something of a place, most first.
func TestSayingOrder(t *testing.T) {
	e, _, _ := build(t, placing["lsa, speakers"], helpdesk(t))
	place := e.Space.Direction(3)
	weight := func(word string) float64 { return floats.Dot(e.Space.Direction(e.Terms.Number(word)), place) }
	words := e.Saying(place, math.MaxInt, func(string) bool { return true })
	for i, word := range words {
		if !Plain(word) || weight(word) <= 0 || i > 0 && weight(word) > weight(words[i-1]) {
			t.Errorf("%q is number %d, with %v", word, i, weight(word))
		}
	}
	positive := 0
	for number := 1; number < e.Terms.Len(); number++ {
		if term := e.Terms.Term(number); Plain(term) && weight(term) > 0 {
			positive++
		}
	}
	if len(words) != positive {
		t.Errorf("%d words, want %d", len(words), positive)
	}
}

func TestBadPlaces(t *testing.T) {
	for _, c := range []struct {
		o    Options
		said []string
		want string
	}{
		{Options{Observe: LSA, MinTurns: 3}, []string{"a", "b", "c"}, "no turn has a word to be placed by"},
		{Options{Observe: Codes, MinTurns: 3}, []string{"a", "b", "c"}, "no turn has a word to be placed by"},
		{Options{Observe: Codes, MinTurns: 1}, []string{"?"}, "no message has any words"},
		{Options{Observe: LSA, MinTurns: 1, HashBits: 20}, []string{"a"}, "50 dimensions of 1048577 words take 200 MiB, expected at most 64"},
		{Options{Observe: LSA, MinTurns: 1, Dims: 5000}, []string{"a", "a b"}, ""},
		{Options{Observe: Codes, MinTurns: 1, Dims: 1, Codes: 1}, []string{"a"}, ""},
	} {
		b, err := NewBuilder(c.o)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range texts(c.said...) {
			if _, _, err := b.Add(&m); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = b.Finish(context.Background(), nil)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: error %v, want one with %q", c.o, err, c.want)
		}
	}
}

func TestPlaceOptions(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Observe: LSA, Dims: -1}, "-1 dimensions"},
		{Options{Observe: Codes, Codes: -1}, "-1 codes, expected 1 to 10000"},
		{Options{Observe: Codes, Codes: 10_001}, "10001 codes"},
		{Options{Observe: Words, Dims: 5}, "5 dimensions of words, but words are observed, not lsa or codes"},
		{Options{Observe: LSA, Codes: 5}, "5 codes, but lsa is observed, not codes"},
		{Options{Observe: LSA, PCA: 5}, "but lsa is observed, not vectors"},
		{Options{Observe: Codes, WordVectors: lengths{}}, "but codes are observed, not vectors"},
		{Options{Observe: Codes, Dims: 5, Codes: 5, HashBits: 8, Phrases: 0.5, Stemmer: cutter(1)}, ""},
	} {
		c.o.MinTurns = 1
		if err := c.o.Check(); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: error %v, want one with %q", c.o, err, c.want)
		}
	}
}

// TestDamagedPlaces edits spaces and codebooks.
func TestDamagedPlaces(t *testing.T) {
	codes, _, _ := build(t, Options{Observe: Codes, MinTurns: 1, Dims: 3, Codes: 3}, texts("a b", "c d", "a", "e f", "g"))
	vectors, _, _ := build(t, Options{Observe: LSA, MinTurns: 1, Dims: 3}, texts("a b", "c d", "a", "e f", "g"))
	words, _, _ := build(t, Options{Observe: Words, MinTurns: 1}, texts("a b"))
	nan, inf := math.NaN(), math.Inf(1)
	for i, c := range []struct {
		of   *Encoder
		edit func(e *Encoder)
		want string
	}{
		{codes, func(e *Encoder) { e.Space = nil }, "space is there: false, and codes are observed"},
		{vectors, func(e *Encoder) { e.Space = nil }, "space is there: false, and lsa is observed"},
		{words, func(e *Encoder) { e.Space = codes.Space }, "space is there: true, and words are observed"},
		{codes, func(e *Encoder) { e.Codebook = nil }, "codebook is there: false, and codes are observed"},
		{vectors, func(e *Encoder) { e.Codebook = codes.Codebook }, "codebook is there: true, and lsa is observed"},
		{vectors, func(e *Encoder) { e.Width = 2 }, "width is 2, that of the space 3"},
		{vectors, func(e *Encoder) { e.Terms = nil }, "words is missing"},
		{vectors, func(e *Encoder) { e.Terms = newVocabulary([]string{"a"}, 0) }, "space: width 3, 8 weights, 24 numbers of directions: expected a weight and a direction for each of 2 words"},
		{vectors, func(e *Encoder) { e.Space.terms.Width, e.Width = 0, 0 }, "space: width 0"},
		{codes, func(e *Encoder) { e.Space.terms.Width = 0 }, "space: width 0"},
		{vectors, func(e *Encoder) { e.Space.terms.Weights = nil }, "space: width 3, 0 weights"},
		{vectors, func(e *Encoder) { e.Space.terms.Weights[2] = nan }, "space: weights: number 2 is NaN"},
		{vectors, func(e *Encoder) { e.Space.terms.Weights[2] = -1 }, "space: weights: number 2 is -1"},
		{vectors, func(e *Encoder) { e.Space.terms.Weights[2] = 1e300 }, "space: weights: number 2 is 1e+300"},
		{vectors, func(e *Encoder) { e.Space.terms.Directions[4] = nan }, "space: directions: that of word 1 has NaN in it"},
		{vectors, func(e *Encoder) { e.Space.terms.Directions[4] = 1e38 }, "space: directions: that of word 1 has 1e+38 in it"},
		{codes, func(e *Encoder) { e.Codebook.centres[1] = e.Codebook.centres[1][1:] }, "codebook: centre 1 has 2 dimensions, the space 3"},
		{codes, func(e *Encoder) { e.Codebook.centres[1][0] = inf }, "codebook: centre 1 has +Inf in it"},
	} {
		e := reread(t, c.of)
		c.edit(e)
		if err := e.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d: error %v, want one with %q", i, err, c.want)
		}
	}
	for text, want := range map[string]string{
		`{"space":{"width":1,"weights":[1],"directions":"AAA="}}`: "directions: 2 bytes, expected 4 for each number",
		`{"codebook":{"centres":[]}}`:                             "centres: there are none",
		`{"codebook":{"centres":[[1],[1,2]]}}`:                    "centres: number 1 has 2 values, the first 1",
		`{"codebook":{"centres":[[],[]]}}`:                        "centres: number 0 has 0 values",
		`{"codebook":{"centres":4}}`:                              "cannot unmarshal",
	} {
		if err := json.Unmarshal([]byte(text), &Encoder{}); err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%s: error %v, want one with %q", text, err, want)
		}
	}
}
