package encode

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

func TestBagOfWords(t *testing.T) {
	corpus := texts("The cat, the dog", "the dog", "a dog sat")
	for _, c := range []struct {
		what string
		set  func(*Options)
		want []string
	}{
		{"words once each, in order of appearance", func(o *Options) {},
			[]string{"the:1 cat:1 dog:1", "the:1 dog:1", "a:1 dog:1 sat:1"}},
		{"the unknown word once", func(o *Options) { o.MinTurns = 2 },
			[]string{"the:1 ?:1 dog:1", "the:1 dog:1", "?:1 dog:1"}},
		{"edges last", func(o *Options) { o.Edges = true },
			[]string{"the:1 cat:1 dog:1 ^the:1 dog$:1", "the:1 dog:1 ^the:1 dog$:1", "a:1 dog:1 sat:1 ^a:1 sat$:1"}},
		{"rare edges are left out", func(o *Options) { o.Edges, o.MinTurns = true, 2 },
			[]string{"the:1 ?:1 dog:1 ^the:1 dog$:1", "the:1 dog:1 ^the:1 dog$:1", "?:1 dog:1"}},
		{"weight n^-p", func(o *Options) { o.LengthPower = 0.5 },
			[]string{"the:0.577 cat:0.577 dog:0.577", "the:0.707 dog:0.707", "a:0.577 dog:0.577 sat:0.577"}},
		{"weights add up to 1", func(o *Options) { o.LengthPower, o.Edges = 1, true },
			[]string{"the:0.2 cat:0.2 dog:0.2 ^the:0.2 dog$:0.2", "the:0.25 dog:0.25 ^the:0.25 dog$:0.25",
				"a:0.2 dog:0.2 sat:0.2 ^a:0.2 sat$:0.2"}},
	} {
		o := plainOptions()
		c.set(&o)
		e, turns, _ := build(t, o, corpus)
		for i, want := range c.want {
			if got := show(e.Terms, turns[i].Words); got != want {
				t.Errorf("%s: turn %d is %s, want %s", c.what, i, got, want)
			}
		}
	}
}

// TestVocabulary keeps a word that MinTurns turns hold, however often they hold it, and counts the
// distinct ones that it drops, edges not among them.
func TestVocabulary(t *testing.T) {
	corpus := texts("b b b once a", "b a", "c once c c", "c a three")
	o := plainOptions()
	o.MinTurns, o.Edges = 2, true
	e, _, _ := build(t, o, corpus)
	var terms []string
	for i := range e.Terms.Len() {
		terms = append(terms, e.Terms.Term(i))
	}
	// a in three turns; the others in two, by name; "^b" begins and "a$" ends two.
	if want := []string{"", "a", "^b", "^c", "a$", "b", "c", "once"}; !slices.Equal(terms, want) {
		t.Errorf("vocabulary %q, want %q", terms, want)
	}
	if e.Terms.Folded() != 1 {
		t.Errorf("%d folded words, want 1: three", e.Terms.Folded())
	}
	for i, term := range terms[1:] {
		if e.Terms.Number(term) != i+1 {
			t.Errorf("%q has number %d, want %d", term, e.Terms.Number(term), i+1)
		}
	}
	if e.Terms.Number("three") != 0 || e.Terms.Number("") != 0 {
		t.Error("what is not in the vocabulary has no number 0")
	}
}

func TestTurnWithoutWords(t *testing.T) {
	e, turns, _ := build(t, DefaultOptions(), append(texts("hello you", "?!", ""), texts("hello you", "hello you")...))
	s := e.NewSession()
	for i, text := range []string{"hello you", "?!", ""} {
		var turn emission.Turn
		if err := s.Encode(&turn, &transcript.Message{Text: text}); err != nil {
			t.Fatal(err)
		}
		if empty := i > 0; (len(turns[i].Words) == 0) != empty || (len(turn.Words) == 0) != empty {
			t.Errorf("%q: %d words from the builder, %d from a session", text, len(turns[i].Words), len(turn.Words))
		}
	}
}

// TestSessionIsBuilder encodes every message of the transcripts one by one: the same words, in the
// same order, with the same weights as the builder gave them.
func TestSessionIsBuilder(t *testing.T) {
	few := DefaultOptions()
	few.Edges, few.MinTurns, few.LengthPower = false, 1, 0
	every := DefaultOptions()
	every.EveryUnknown = true
	for _, name := range []string{"helpdesk", "abcd_dev", "camrest", "multidogo_media", "multiwoz21_valtest"} {
		t.Run(name, func(t *testing.T) {
			path := samples.Helpdesk(t)
			if name != "helpdesk" {
				path = samples.Large(t, name)
			}
			messages := samples.Read(t, path)
			for _, o := range []Options{DefaultOptions(), few, every} {
				e, turns, _ := build(t, o, messages)
				same(t, e, messages, turns)
				same(t, reread(t, e), messages, turns)
			}
		})
	}
}

// TestEveryUnknown: the unknown word counts once a turn, or once for each distinct word that it stands for.
func TestEveryUnknown(t *testing.T) {
	var messages []transcript.Message
	for i := range 3 {
		messages = append(messages, transcript.Message{Conversation: fmt.Sprint(i), Text: "known"})
	}
	messages = append(messages, transcript.Message{Conversation: "3", Text: "this is, is, is not known"}, transcript.Message{Conversation: "4", Text: "nor is this"})
	for every, want := range map[bool][2]float32{false: {1, 1}, true: {3, 3}} {
		o := Options{Observe: Words, MinTurns: 3, EveryUnknown: every}
		e, turns, _ := build(t, o, messages)
		same(t, e, messages, turns)
		for i, n := range want {
			at := slices.IndexFunc(turns[3+i].Words, func(c emission.Count) bool { return c.Word == 0 })
			if got := turns[3+i].Words[at].N; got != n {
				t.Errorf("every %v: turn %d counts %v unknown words, want %v", every, 3+i, got, n)
			}
		}
	}
}

// TestSessionIsBuilderOnOddTexts is the same on texts and names that no sample holds.
func TestSessionIsBuilderOnOddTexts(t *testing.T) {
	var messages []transcript.Message
	add := func(conversation, speaker, text string) {
		messages = append(messages, transcript.Message{Conversation: conversation, Speaker: speaker, Text: text})
	}
	for i := range 4 {
		c := fmt.Sprint(i)
		add(c, "Customer", "hello ^\u200d👍 $5 7:30pm \xff")
		add(c, " AGENT ", "10\u202f000 – “12,50”")
		add(c, "  ", "Ver\u00adsand ❤️")
		add(c, "", strings.Repeat("a b c d e f g h i j k l m n o p q r s t u v w x y z ", 5)+fmt.Sprint("rare", strings.Repeat("x", i)))
		add(c, "MÜLLER\xff", strings.Repeat("😀 ", 3))
	}
	add("5", "new", "^\u200d👍 once") // a rare word that begins like an edge
	for _, least := range []int{1, 2, 4} {
		o := DefaultOptions()
		o.MinTurns, o.EveryUnknown = least, least == 4
		e, turns, _ := build(t, o, messages)
		same(t, e, messages, turns)
		same(t, reread(t, e), messages, turns)
		for i, turn := range turns {
			for _, c := range turn.Words {
				if c.Word < 0 || int(c.Word) >= e.Terms.Len() {
					t.Errorf("turn %d holds word %d of %d", i, c.Word, e.Terms.Len())
				}
			}
		}
	}
}

func TestConversations(t *testing.T) {
	message := func(file, id, text string) transcript.Message {
		return transcript.Message{File: file, Conversation: id, Text: text}
	}
	e, _, corpus := build(t, plainOptions(), []transcript.Message{
		message("a", "1", "one"), message("a", "2", "two"), message("b", "1", "three"),
		message("a", "1", "four"), message("b", "1", "five"), message("a", "2", "six"),
	})
	if want := []string{"1", "2", "1"}; !slices.Equal(corpus.IDs, want) {
		t.Fatalf("conversations %q, want %q", corpus.IDs, want)
	}
	for i, want := range [][]string{{"one:1", "four:1"}, {"two:1", "six:1"}, {"three:1", "five:1"}} {
		var got []string
		for _, turn := range corpus.Turns[i] {
			got = append(got, show(e.Terms, turn.Words))
		}
		if !slices.Equal(got, want) {
			t.Errorf("conversation %d is %q, want %q", i, got, want)
		}
	}
}

func TestInterleavedIsContiguous(t *testing.T) {
	messages := samples.Read(t, samples.Helpdesk(t))
	whole, _, a := build(t, DefaultOptions(), messages)
	cut, _, b := build(t, DefaultOptions(), interleave(messages))
	if !reflect.DeepEqual(whole, cut) || !reflect.DeepEqual(a, b) {
		t.Error("interleaved conversations are encoded to something else")
	}
}

func TestSymbols(t *testing.T) {
	var messages []transcript.Message
	for _, symbol := range []string{"ask", "tell", "ask", "", "^odd$", "Ask"} {
		messages = append(messages, transcript.Message{Conversation: "c", Symbol: symbol, Text: "not looked at"})
	}
	e, turns, _ := build(t, Options{Observe: Symbols, MinTurns: 5}, messages)
	var got []int
	for _, turn := range turns {
		got = append(got, int(turn.Symbol))
		if turn.Words != nil || turn.Vector != nil || turn.Speaker != -1 {
			t.Errorf("%+v has more than a symbol", turn)
		}
	}
	if want := []int{1, 4, 1, -1, 3, 2}; !slices.Equal(got, want) { // ask, then by name
		t.Errorf("symbols %d, want %d", got, want)
	}
	same(t, reread(t, e), messages, turns)
	var turn emission.Turn
	if err := e.NewSession().Encode(&turn, &transcript.Message{Symbol: "never seen"}); err != nil || turn.Symbol != 0 {
		t.Errorf("a symbol that was never seen is %d, %v, want 0", turn.Symbol, err)
	}
}

func TestVectors(t *testing.T) {
	messages := []transcript.Message{
		{Conversation: "c", Vector: []float64{}}, {Conversation: "c", Vector: []float64{1, 2}}, {Conversation: "d", Vector: []float64{3, 4}},
	}
	e, turns, _ := build(t, Options{Observe: Vectors, MinTurns: 1}, messages)
	if e.Width != 2 || turns[0].Vector != nil || !slices.Equal(turns[2].Vector, []float64{3, 4}) {
		t.Errorf("width %d, turns %+v", e.Width, turns)
	}
	same(t, reread(t, e), messages, turns)
	var turn emission.Turn
	for _, v := range [][]float64{{1}, {1, 2, 3}} {
		err := e.NewSession().Encode(&turn, &transcript.Message{Vector: v})
		if want := fmt.Sprintf("vector of %d values, the model has 2", len(v)); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	b, _ := NewBuilder(Options{Observe: Vectors, MinTurns: 1})
	if _, _, err := b.Add(&messages[1]); err != nil {
		t.Fatal(err)
	}
	_, _, err := b.Add(&transcript.Message{Conversation: "new", Vector: []float64{1}})
	if err == nil || err.Error() != "vector of 1 values, those before have 2" {
		t.Errorf("error %v of a ragged vector", err)
	}
	if _, corpus, err := b.Finish(context.Background(), nil); err != nil || len(corpus.IDs) != 1 {
		t.Errorf("a refused message left something behind: %v, %v", corpus, err)
	}
}

func TestNothingToObserve(t *testing.T) {
	for _, c := range []struct {
		observe  Observe
		messages []transcript.Message
		want     string
	}{
		{Words, nil, "no messages"},
		{Words, texts("", "?"), "no message has any words: is the text in another field?"},
		{Symbols, texts("a"), `no message has a symbol, expected a field "symbol" or a mapping to it`},
		{Vectors, texts("a"), `no message has a vector, expected a field "vector" or a mapping to it`},
	} {
		b, err := NewBuilder(Options{Observe: c.observe, MinTurns: 1})
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.messages {
			if _, _, err := b.Add(&c.messages[i]); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := b.Finish(context.Background(), nil); err == nil || err.Error() != c.want {
			t.Errorf("%s of %d messages: error %v, want %s", c.observe, len(c.messages), err, c.want)
		}
	}
}

func TestEncodeReusesTheTurn(t *testing.T) {
	e, _, _ := build(t, plainOptions(), texts("one two three"))
	s := e.NewSession()
	turn := emission.Turn{Symbol: 5, Speaker: 6, Vector: []float64{7}}
	if err := s.Encode(&turn, &transcript.Message{Text: "one two three"}); err != nil {
		t.Fatal(err)
	}
	room := &turn.Words[0]
	if err := s.Encode(&turn, &transcript.Message{Text: "two"}); err != nil {
		t.Fatal(err)
	}
	if turn.Symbol != -1 || turn.Speaker != -1 || turn.Vector != nil || len(turn.Words) != 1 || &turn.Words[0] != room {
		t.Errorf("the second message left %+v", turn)
	}
}
