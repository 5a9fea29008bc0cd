package encode

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// The hash is the library's, its halves combined; two values are frozen, for models rest on them.
func TestBucket(t *testing.T) {
	for _, term := range []string{"", "a", "parcel", "^where", "我要", "<url>"} {
		h := fnv.New64a()
		h.Write([]byte(term))
		sum := h.Sum64()
		for _, bits := range []int{leastHashBits, 10, mostHashBits} {
			if got, want := bucket([]byte(term), bits), 1+int32((sum>>32^sum)%(1<<bits)); got != want {
				t.Errorf("bucket of %q in %d bits is %d, want %d", term, bits, got, want)
			}
		}
	}
	if a, b := bucket([]byte("parcel"), 16), bucket([]byte("thanks"), 16); a != 28648 || b != 53575 {
		t.Errorf("buckets %d and %d", a, b)
	}
}

// A hashed vocabulary knows every word, and names each number after its most frequent one.
func TestHashed(t *testing.T) {
	var said []string
	for i := range 200 {
		word := fmt.Sprint("w", strings.Repeat("x", i%20), string(rune('a'+i%26)))
		said = append(said, word+" "+word, "often")
	}
	o := Options{Observe: Words, MinTurns: 100, Edges: true, HashBits: 4}
	e, turns, _ := build(t, o, texts(said...))
	if e.Terms.Len() != 17 || e.Terms.Folded() != 0 {
		t.Fatalf("%d numbers, %d folded", e.Terms.Len(), e.Terms.Folded())
	}
	if at := e.Terms.Number("often"); e.Terms.Term(at) != "often" {
		t.Errorf("the number of often is called %q", e.Terms.Term(at))
	}
	for i, turn := range turns {
		var seen []int32
		for _, c := range turn.Words {
			if c.Word < 1 || c.Word > 16 || slices.Contains(seen, c.Word) {
				t.Fatalf("turn %d: %v", i, turn.Words)
			}
			seen = append(seen, c.Word)
		}
	}
	for i := 1; i <= 16; i++ {
		if term := e.Terms.Term(i); term != "" && e.Terms.Number(term) != i {
			t.Errorf("number %d is called %q, whose number is %d", i, term, e.Terms.Number(term))
		}
	}
	s := e.NewSession()
	var turn emission.Turn
	if err := s.Encode(&turn, &transcript.Message{Text: "never seen before"}); err != nil || len(turn.Words) == 0 || turn.Words[0].Word == 0 {
		t.Errorf("new words are %v, %v", turn.Words, err)
	}
	if c := s.Coverage(); c.Words != 3 || c.UnknownWords != 0 {
		t.Errorf("coverage %+v", c)
	}
	if err := s.Encode(&turn, &transcript.Message{Text: "?"}); err != nil || turn.Words != nil && len(turn.Words) > 0 {
		t.Errorf("a turn without words is %v, %v", turn.Words, err)
	}
}

// The order of the messages has no influence on the names.
func TestHashedOrder(t *testing.T) {
	said := []string{"one two", "three four", "five six", "seven eight", "nine ten", "two one"}
	o := Options{Observe: Words, MinTurns: 1, Edges: true, HashBits: 4}
	a, _, _ := build(t, o, texts(said...))
	slices.Reverse(said)
	b, _, _ := build(t, o, texts(said...))
	if !slices.Equal(a.Terms.terms, b.Terms.terms) {
		t.Errorf("names %q and %q", a.Terms.terms, b.Terms.terms)
	}
}
