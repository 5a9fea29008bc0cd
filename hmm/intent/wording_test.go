package intent_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// twoKinds are conversations of two kinds of turns by their vectors, about (0, 0) and (9, 9), which say
// different things.
func twoKinds(conversations int, say [2]string) []transcript.Message {
	var messages []transcript.Message
	for c := range conversations {
		for turn := range 6 {
			kind := turn % 2
			x := float64(9*kind) + float64(c%5)/10
			messages = append(messages, transcript.Message{Conversation: fmt.Sprint(c), Speaker: "x", Text: say[kind], Vector: []float64{x, x}})
		}
	}
	return messages
}

func vectorOptions() intent.Options {
	o := quick(2)
	o.Encode.Observe, o.Encode.MinTurns = encode.Vectors, 3
	return o
}

// TestWordsOfVectors reckons the terms of a model of vectors by hand: 60 turns say "hello parcel" and 60
// "thanks bye bye parcel", each turn's n distinct words counting n^-0.6.
func TestWordsOfVectors(t *testing.T) {
	messages := twoKinds(20, [2]string{"Hello parcel", "thanks bye, bye parcel"})
	messages[0].Text = "hello parcel secret" // in fewer turns than a word must be
	o := vectorOptions()
	m := reread(t, train(t, messages, o))
	unknown, w2, w3 := math.Pow(3, -0.6), math.Pow(2, -0.6), math.Pow(3, -0.6)
	hello := 59*w2 + unknown // of the first kind of turn, as of parcel
	ofHello := (hello + 0.05) / (2*hello + unknown + 5*0.05)
	ofBye := (60*w3 + 0.05) / (180*w3 + 5*0.05)
	restOfHello := 0.05 / (180*w3 + 5*0.05)
	restOfBye := 0.05 / (2*hello + unknown + 5*0.05)
	for i, want := range [][]intent.Term{
		{{Text: "hello", Probability: ofHello, Lift: ofHello / restOfHello}, {Text: "parcel", Probability: ofHello, Lift: ofHello / ofBye}},
		{{Text: "bye", Probability: ofBye, Lift: ofBye / restOfBye}, {Text: "thanks", Probability: ofBye, Lift: ofBye / restOfBye}},
	} {
		got := m.Terms(i, 10)
		if len(got) != len(want) {
			t.Fatalf("state %d: terms %+v, want %+v", i, got, want)
		}
		for n := range want {
			if got[n].Text != want[n].Text || math.Abs(got[n].Probability-want[n].Probability) > 1e-6 || math.Abs(got[n].Lift/want[n].Lift-1) > 1e-6 {
				t.Errorf("state %d: term %d is %+v, want %+v", i, n, got[n], want[n])
			}
		}
		if few := m.Terms(i, 1); len(few) != 1 || few[0] != got[0] {
			t.Errorf("state %d: the first term is %v", i, few)
		}
	}
	if m.States[0].Name != "hello parcel" || m.States[1].Name != "bye thanks" {
		t.Errorf("states %q and %q", m.States[0].Name, m.States[1].Name)
	}
	if bytes.Contains(file(t, m), []byte(`"word":"secret"`)) {
		t.Error("a rare word is in the file as a term")
	}
	m.Terms(0, 1)[0].Text = "changed"
	if m.States[0].Terms[0].Text == "changed" {
		t.Error("what Terms returns is the model's own")
	}
}

// Words that are shown change nothing of what is observed, and stop words are not shown.
func TestWordsOfVectorsAreNotObserved(t *testing.T) {
	texts, silent := [2]string{"hello parcel 4711", "thanks bye parcel 4711"}, [2]string{"", "?"}
	o := vectorOptions()
	with, without := train(t, twoKinds(20, texts), o), train(t, twoKinds(20, silent), o)
	for i, s := range without.States {
		if s.Terms != nil || s.Name != fmt.Sprint("state ", i) {
			t.Errorf("without words: state %d is %q with terms %v", i, s.Name, s.Terms)
		}
		if strings.Contains(with.States[i].Name, "0") {
			t.Errorf("state %d is called %q: digits are folded", i, with.States[i].Name)
		}
		with.States[i].Name, with.States[i].Terms, with.States[i].Examples = s.Name, nil, s.Examples
	}
	with.Record.Data.Fingerprint = without.Record.Data.Fingerprint
	if !bytes.Equal(file(t, with), file(t, without)) {
		t.Error("the words that were said change more of the model than terms and names")
	}
	o.StopWords = []string{"Hello", "parcel"}
	if m := train(t, twoKinds(20, texts), o); slices.ContainsFunc(m.States[0].Terms, func(x intent.Term) bool { return x.Text == "hello" || x.Text == "parcel" }) {
		t.Errorf("terms %v", m.States[0].Terms)
	}
	o.States = 1
	if m := train(t, twoKinds(20, texts), o); m.Terms(0, 3) != nil {
		t.Errorf("one state has terms %v", m.Terms(0, 3))
	}
}

// TestWordsOfEmptyStates: a state that no turn was decoded to has no words.
func TestWordsOfEmptyStates(t *testing.T) {
	o := vectorOptions()
	o.States = 6
	messages := twoKinds(20, [2]string{"hello", "thanks"})
	for i := range messages {
		messages[i].Vector = []float64{float64(i % 2), 0}
	}
	m := train(t, messages, o)
	empty := 0
	for i, s := range m.States {
		if s.Certainty == nil {
			empty++
			if s.Terms != nil {
				t.Errorf("state %d, which took no turn, has terms %v", i, s.Terms)
			}
		}
	}
	if empty == 0 {
		t.Skip("no state is empty")
	}
}

// Word vectors know only words that have one; words that are shown need none.
func TestWordsOfWordVectors(t *testing.T) {
	messages := twoKinds(20, [2]string{"aaa zzz?", "b zzz!"})
	o := vectorOptions()
	o.Encode.WordVectors = letters{}
	m := train(t, messages, o)
	var all []string
	for i := range m.States {
		for _, x := range m.Terms(i, 9) {
			all = append(all, x.Text)
		}
	}
	if slices.Sort(all); !slices.Contains(all, "aaa") || !slices.Contains(all, "b") {
		t.Errorf("terms %q, states %q, %q", all, m.States[0].Name, m.States[1].Name)
	}
}

// A word that a state's turns did not say is none of its terms, though with next to nothing said there its
// pseudo-count alone makes it likelier than elsewhere.
func TestWordsThatWereNotSaid(t *testing.T) {
	messages := twoKinds(40, [2]string{"", "thanks bye this is all that I need"})
	for i := range 3 {
		messages[2*i].Text = "hello"
	}
	for i, n := 0, 0; n < 3; i++ {
		if messages[i].Text != "hello" && messages[i].Text != "" {
			messages[i].Text += " rare"
			n++
		}
	}
	m := train(t, messages, vectorOptions())
	if terms := m.Terms(0, 30); len(terms) != 1 || terms[0].Text != "hello" {
		t.Errorf("terms %+v", terms)
	}
}

// Words that are shown are cut by the encoder's rules of text.
func TestWordsOfVectorsKeepTheRules(t *testing.T) {
	o := vectorOptions()
	o.Encode.Text.Numbers = true
	m := train(t, twoKinds(20, [2]string{"12:30", "thanks"}), o)
	if terms := m.Terms(0, 9); len(terms) != 1 || terms[0].Text != "0" {
		t.Errorf("terms %+v", terms)
	}
}

// TestWordsOfPlaces: states of places and codes are named as those of vectors are, by phrases and stems where those are
// placed.
func TestWordsOfPlaces(t *testing.T) {
	messages := twoKinds(20, [2]string{"Hello my parcels", "thanks bye"})
	for i := range messages[:40] {
		messages[i].Text = strings.Replace(messages[i].Text, "parcels", "parcel", 1)
	}
	for _, observe := range []encode.Observe{encode.LSA, encode.Codes} {
		o := vectorOptions()
		o.Encode.Observe, o.Encode.Stemmer, o.Encode.Phrases = observe, firstLetters{}, 0.9
		m := reread(t, train(t, messages, o))
		if len(m.States[0].Terms) > 2 || !strings.Contains(m.States[0].Name, "hello my") || !strings.Contains(m.States[0].Name, "parcels") || m.States[1].Name != "thanks bye" {
			t.Errorf("%s: states %q and %q, of %v", observe, m.States[0].Name, m.States[1].Name, m.States[0].Terms)
		}
	}
}

// At most 30 terms of a state are kept.
func TestKeptWords(t *testing.T) {
	var many strings.Builder
	for i := range 80 {
		fmt.Fprintf(&many, "word%c%c ", 'a'+i/26, 'a'+i%26)
	}
	m := train(t, twoKinds(20, [2]string{many.String(), "thanks"}), vectorOptions())
	if n := len(m.Terms(0, 1000)); n != 30 {
		t.Errorf("%d terms", n)
	}
}

// TestFewData holds the rule: at least ten turns a state, and as many conversations as states.
func TestFewData(t *testing.T) {
	for _, c := range []struct {
		conversations, turns, states int
		few                          string
	}{
		{2, 20, 2, ""},
		{2, 19, 2, "few data: conversations 2, turns 19, expected at least 2 and 20 where states are 2"},
		{1, 50, 2, "few data: conversations 1, turns 50, expected at least 2 and 20 where states are 2"},
		{1, 10, 1, ""},
		{1, 9, 1, "few data"},
		{2, 2, intent.Auto, "few data: conversations 2, turns 2"},
	} {
		var messages []transcript.Message
		for i := range c.turns {
			messages = append(messages, transcript.Message{Conversation: fmt.Sprint(i % c.conversations), Text: []string{"hello", "bye"}[i/c.conversations%2]})
		}
		m := train(t, messages, quick(c.states))
		n := 0
		for _, w := range m.Record.Warnings {
			if strings.HasPrefix(w, "few data") {
				n++
				if c.few == "" || !strings.HasPrefix(w, c.few) {
					t.Errorf("%+v: warning %q", c, w)
				}
			}
		}
		if want := min(1, len(c.few)); n != want {
			t.Errorf("%+v: %d such warnings among %q", c, n, m.Record.Warnings)
		}
	}
}
