package encode

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"intenthmm/hmm/transcript"
)

// built is the encoder of some messages.
func built(t *testing.T, o Options, texts ...string) *Encoder {
	t.Helper()
	b, err := NewBuilder(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		if _, _, err := b.Add(&transcript.Message{Conversation: fmt.Sprint(i), Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	e, _, err := b.Finish(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestSequence: words as they follow one another and as often as they are said, unknown ones in their places.
func TestSequence(t *testing.T) {
	e := built(t, Options{Observe: Words, MinTurns: 1}, "the parcel is late")
	s := e.NewSession()
	var words []string
	for _, n := range s.Sequence([]int32{0}, "The parcel! the lost the parcel") {
		words = append(words, e.Terms.Term(int(n)))
	}
	if want := []string{"", "the", "parcel", "the", "", "the", "parcel"}; !slices.Equal(words, want) {
		t.Errorf("%q, want %q", words, want)
	}
	if c := s.Coverage(); c.Words != 6 || c.UnknownWords != 1 {
		t.Errorf("coverage %+v, want 6 words, one unknown", c)
	}
}

// TestMostShare: a word in more than the share of the turns is unknown, in a log that is large enough to say so.
func TestMostShare(t *testing.T) {
	o := Options{Observe: Words, MinTurns: 2, MostShare: 0.5}
	for _, turns := range []int{4, 100} {
		texts := make([]string, turns)
		for i := range texts {
			texts[i] = "every"
			if i%2 == 0 {
				texts[i] += " half"
			}
			if i%2 == 0 || i == 1 {
				texts[i] += " more"
			}
			if i == 0 {
				texts[i] += " once"
			}
		}
		e := built(t, o, texts...)
		for word, want := range map[string]bool{"every": turns == 4, "more": turns == 4, "half": true, "once": false} {
			if known := e.Terms.Number(word) > 0; known != want {
				t.Errorf("%d turns: %q is known: %v, want %v", turns, word, known, want)
			}
		}
		if want := map[int]int{4: 1, 100: 3}[turns]; e.Terms.Folded() != want {
			t.Errorf("%d turns: %d folded words, want %d", turns, e.Terms.Folded(), want)
		}
	}
	for _, share := range []float64{-0.1, 1.1} {
		if (Options{Observe: Words, MinTurns: 1, MostShare: share}).Check() == nil {
			t.Errorf("share %v is taken", share)
		}
	}
}
