package encode

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// chatter is interleaved conversations of which every third turn has no vector, and every fifth no words.
func chatter() []transcript.Message {
	say := strings.Fields("thank you hello there my order is late where are parcels parcel refunds refund please")
	var messages []transcript.Message
	for i := range 120 {
		var words []string
		for j := range i % 7 {
			words = append(words, say[(i*j+i)%len(say)], "thank", "you")
		}
		m := transcript.Message{Conversation: fmt.Sprint("c", i/10), Speaker: "ab"[i%2 : i%2+1], Text: strings.Join(words, " ")}
		if i%5 == 0 {
			m.Text = "?"
		}
		if i%3 > 0 {
			m.Vector = []float64{float64(i), math.Sin(float64(i)), 1, -float64(i % 4)}
		}
		messages = append(messages, m)
	}
	return interleave(messages)
}

// Words and vectors beside one another are what each is alone, in the corpus and in sessions, after a round trip too.
func TestVectorsBesideWords(t *testing.T) {
	words := DefaultOptions()
	words.MinTurns = 2
	phrases, stems, hashed, rare := words, words, words, words
	phrases.Phrases, stems.Stemmer, hashed.HashBits = 0.2, firstThree{}, 6
	rare.MostShare = 0.1 // "thank" and "you" are unknown words that have a vector
	rare.Stemmer, rare.Edges = firstThree{}, false
	field := Options{Observe: Vectors, MinTurns: 2}
	projected, averaged := field, field
	projected.PCA, projected.Whiten, projected.Unit = 3, true, true
	averaged.WordVectors, averaged.Unit = lengths{}, true
	messages := chatter()
	for ofWords, w := range map[string]Options{"words": words, "phrases": phrases, "stems": stems, "hashed": hashed, "without common words": rare} {
		for ofVectors, v := range map[string]Options{"field": field, "projected": projected, "averaged": averaged} {
			t.Run(ofWords+", "+ofVectors, func(t *testing.T) {
				both := w
				both.Vectors, both.PCA, both.Whiten, both.Unit, both.WordVectors = true, v.PCA, v.Whiten, v.Unit, v.WordVectors
				e, turns, _ := build(t, both, messages)
				_, alone, _ := build(t, w, messages)
				v.Text = w.Text
				_, vectors, _ := build(t, v, messages)
				silent := 0
				for i, turn := range turns {
					if !slices.Equal(turn.Words, alone[i].Words) || turn.Speaker != alone[i].Speaker {
						t.Fatalf("%q: %v, alone %v", messages[i].Text, turn, alone[i])
					}
					if v.WordVectors == nil || w.Phrases == 0 && w.Stemmer == nil { // else the words that have vectors are others
						if !slices.Equal(turn.Vector, vectors[i].Vector) {
							t.Fatalf("%q: %v, alone %v", messages[i].Text, turn.Vector, vectors[i].Vector)
						}
					}
					if turn.Vector == nil {
						silent++
					}
				}
				if silent == 0 || silent == len(turns) {
					t.Errorf("%d of %d turns have no vector", silent, len(turns))
				}
				same(t, e, messages, turns)
				same(t, reread(t, e), messages, turns)
			})
		}
	}
}

// firstThree is a stemmer that keeps three letters.
type firstThree struct{}

func (firstThree) Name() string            { return "first three" }
func (firstThree) Stem(word string) string { return word[:min(3, len(word))] }

// As it was said, a turn has its vector as well.
func TestPlainHasTheVector(t *testing.T) {
	o := plainOptions()
	o.Vectors = true
	messages := []transcript.Message{{Conversation: "c", Text: "a b a", Vector: []float64{1, 2}}, {Conversation: "c", Text: "b"}}
	e, _, _ := build(t, o, messages)
	var turn emission.Turn
	s := e.NewSession()
	if err := s.Plain(&turn, &messages[0]); err != nil || show(e.Terms, turn.Words) != "a:2 b:1" || !slices.Equal(turn.Vector, []float64{1, 2}) {
		t.Errorf("%+v, %v", turn, err)
	}
	if got := s.Coverage(); got != (Coverage{}) {
		t.Errorf("coverage %+v", got)
	}
}

// What is met is counted once, whether or not words have vectors; and turns that have none.
func TestCoverageBesideWords(t *testing.T) {
	o := plainOptions()
	o.Vectors, o.WordVectors = true, lengths{}
	e, _, _ := build(t, o, texts("a b", "c"))
	s, turn := e.NewSession(), emission.Turn{}
	for _, m := range texts("a z", "b") {
		if err := s.Encode(&turn, &m); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Coverage(); got != (Coverage{Words: 3, UnknownWords: 1}) {
		t.Errorf("%+v", got)
	}
	o.WordVectors = nil
	messages := []transcript.Message{{Conversation: "c", Text: "a", Vector: []float64{1, 2}}, {Conversation: "c", Text: "a"}}
	e, _, _ = build(t, o, messages)
	s = e.NewSession()
	same(t, e, messages, []emission.Turn{
		{Symbol: -1, Speaker: -1, Words: []emission.Count{{Word: 1, N: 1}}, Vector: []float64{1, 2}},
		{Symbol: -1, Speaker: -1, Words: []emission.Count{{Word: 1, N: 1}}}})
	for i := range messages {
		if err := s.Encode(&turn, &messages[i]); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Coverage(); got.Vectors != 2 || got.MissingVectors != 1 {
		t.Errorf("%+v", got)
	}
}

func TestVectorsBesideWordsRefuses(t *testing.T) {
	for want, o := range map[string]Options{
		"vectors beside symbols": {Observe: Symbols, MinTurns: 1, Vectors: true},
		"vectors beside vectors": {Observe: Vectors, MinTurns: 1, Vectors: true},
	} {
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
	o := plainOptions()
	o.Vectors = true
	b, _ := NewBuilder(o)
	said := func(text string, vector ...float64) error {
		_, _, err := b.Add(&transcript.Message{Conversation: "c", Text: text, Vector: vector})
		return err
	}
	if err := said("a"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := b.Finish(context.Background(), nil); err == nil || !strings.Contains(err.Error(), "no message has a vector") {
		t.Error(err)
	}
	b, _ = NewBuilder(o)
	if err := said("a", 1, 2); err != nil {
		t.Fatal(err)
	}
	if err := said("never heard", 1, 2, 3); err == nil || !strings.Contains(err.Error(), "vector of 3 values, those before have 2") {
		t.Error(err)
	}
	e, corpus, err := b.Finish(context.Background(), nil)
	if err != nil || e.Terms.Number("never") != 0 || len(corpus.Turns[0]) != 1 {
		t.Error("a message that was refused is in the vocabulary", err)
	}
	if e.InputWidth() != 2 || e.Input() != Words {
		t.Errorf("input %s, width %d", e.Input(), e.InputWidth())
	}
	if err := e.NewSession().Encode(&emission.Turn{}, &transcript.Message{Text: "a", Vector: []float64{1}}); err == nil {
		t.Error("a vector of another width is encoded")
	}
}

// Features of edges, rare ones too, are no words that a vector is looked for.
func TestEdgesHaveNoVectors(t *testing.T) {
	o := DefaultOptions()
	o.MinTurns, o.Vectors, o.WordVectors = 2, true, lengths{}
	messages := texts("a b", "a b", "c")
	e, turns, _ := build(t, o, messages)
	if w := e.WordVectors; !slices.Equal(w.Words.terms[1:], []string{"a", "b"}) || w.Sought != 2 {
		t.Errorf("%q, %d sought", w.Words.terms, w.Sought)
	}
	same(t, e, messages, turns)
}
