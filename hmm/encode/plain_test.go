package encode

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// Plain counts every word once an occurrence and edges not at all; unknown words are counted too.
func TestPlain(t *testing.T) {
	b, err := NewBuilder(Options{Observe: Words, Speaker: true, MinTurns: 2, Edges: true, LengthPower: 0.4})
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"yes please", "yes please yes", "no thanks", "no"} {
		speaker := []string{"Customer", "agent"}[i%2]
		if _, _, err := b.Add(&transcript.Message{Conversation: "a", Speaker: speaker, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	e, _, err := b.Finish(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := e.NewSession()
	var turn emission.Turn
	message := &transcript.Message{Speaker: "agent", Text: "Yes, yes: what? No yes whatever"}
	if err := s.Plain(&turn, message); err != nil {
		t.Fatal(err)
	}
	yes, no := int32(e.Terms.Number("yes")), int32(e.Terms.Number("no"))
	if yes == 0 || no == 0 {
		t.Fatal("the words are not in the vocabulary")
	}
	if diff := cmp.Diff([]emission.Count{{Word: yes, N: 3}, {Word: 0, N: 2}, {Word: no, N: 1}}, turn.Words); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if want := int32(e.Speakers.Number("agent")); turn.Speaker != want || want == 0 {
		t.Errorf("speaker %d, want %d", turn.Speaker, want)
	}
	if got := s.Coverage(); got != (Coverage{}) {
		t.Errorf("entered in the coverage: %+v", got)
	}
	// Encode still weights: 4 words' features and the edge ^yes.
	if err := s.Encode(&turn, message); err != nil {
		t.Fatal(err)
	}
	for _, c := range turn.Words {
		if want := math.Pow(float64(len(turn.Words)), -0.4); math.Abs(float64(c.N)-want) > 1e-6 {
			t.Errorf("word %d counts %v, want %v", c.Word, c.N, want)
		}
	}
	if first := e.Terms.Term(int(turn.Words[len(turn.Words)-1].Word)); First(first) != "yes" || Last(first) != "" {
		t.Errorf("the last feature is %q, want the first word's", first)
	}
}

func TestEdgesOfTerms(t *testing.T) {
	for _, test := range []struct{ term, first, last string }{{"", "", ""}, {"yes", "", ""}, {"^yes", "yes", ""}, {"yes$", "", "yes"}, {"^yes$", "", ""}, {"^", "", ""}, {"$", "", ""}} {
		if First(test.term) != test.first || Last(test.term) != test.last {
			t.Errorf("%q: %q and %q", test.term, First(test.term), Last(test.term))
		}
	}
}
