package intent_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// TestStopWords: stop words are shown nowhere and stand in no name, and change nothing else in the model.
func TestStopWords(t *testing.T) {
	messages := samples.Read(t, samples.Helpdesk(t))[:300]
	o := quick(4)
	plain := train(t, messages, o)
	var shown []string
	for i := range plain.States {
		for _, term := range plain.Terms(i, 3) {
			shown = append(shown, term.Text)
		}
	}
	for _, word := range shown {
		o.StopWords = append(o.StopWords, strings.ToUpper(word)+"!")
	}
	m := reread(t, train(t, messages, o))
	for i, state := range m.States {
		for _, term := range m.Terms(i, 1000) {
			if slices.Contains(shown, term.Text) {
				t.Errorf("state %d shows %q", i, term.Text)
			}
		}
		for name := range strings.FieldsSeq(state.Name) {
			if slices.Contains(shown, name) {
				t.Errorf("state %d is called %q", i, state.Name)
			}
		}
		m.States[i].Name = plain.States[i].Name
	}
	if len(m.StopWords) == 0 {
		t.Error("the file has no stop words")
	}
	m.StopWords = nil
	if !bytes.Equal(file(t, m), file(t, plain)) {
		t.Error("stop words change more of the model than names")
	}
}

// TestPhrasesOfStopWords: a phrase with a stop word at either end is shown no more than that, nor called a
// stop word itself.
func TestPhrasesOfStopWords(t *testing.T) {
	var messages []transcript.Message
	for c := range 20 {
		for i, text := range []string{"state of parcels", "gift card", "thank you", "out of"} {
			messages = append(messages, transcript.Message{Conversation: fmt.Sprint(c), Turn: i, Text: text})
		}
	}
	o := quick(4)
	o.Encode.Phrases = 0.3
	shown := func(m *intent.Model) (all []string) {
		for i, s := range m.States {
			all = append(all, s.Name)
			for _, x := range m.Terms(i, 100) {
				all = append(all, x.Text)
			}
		}
		return all
	}
	plain := train(t, messages, o)
	if all := shown(plain); !slices.Contains(all, "state of") || !slices.Contains(all, "thank you") || !slices.Contains(all, "out of") || !slices.Contains(all, "gift card") {
		t.Fatalf("phrases %q are shown as %q", plain.Encoder.Phrases, all)
	}
	o.StopWords = []string{"out of", "you"}
	m := reread(t, train(t, messages, o))
	if want := []string{"of", "out", "you"}; !slices.Equal(m.StopWords, want) {
		t.Errorf("stop words %q, want %q", m.StopWords, want)
	}
	all := shown(m)
	for _, text := range all {
		for word := range strings.FieldsSeq(text) {
			if slices.Contains(m.StopWords, word) {
				t.Errorf("%q is shown among %q", text, all)
			}
		}
	}
	if !slices.Contains(all, "gift card") {
		t.Errorf("%q are shown, without gift card", all)
	}
}

// A symbol is hidden as a whole or not at all: it is no phrase.
func TestStopWordsAndSymbols(t *testing.T) {
	m := &intent.Model{Encoder: &encode.Encoder{}, StopWords: []string{"of"}}
	if hidden := m.Hidden(); hidden("of symbols") || !hidden("of") {
		t.Error("of symbols is taken for a phrase, or of for no stop word")
	}
}

// TestStems: what is shown are words, and what is observed are their stems.
func TestStemsAreNotShown(t *testing.T) {
	messages := samples.Read(t, samples.Helpdesk(t))[:300]
	o := quick(4)
	o.Encode.Stemmer = firstLetters{}
	o.StopWords = []string{"the"}
	m := reread(t, train(t, messages, o))
	said := map[string]bool{}
	plain := encode.Encoder{Options: o.Encode}
	for _, message := range messages {
		for _, word := range plain.Words(message.Text) {
			said[word] = true
		}
	}
	stems := 0
	for i, s := range m.States {
		for _, x := range m.Terms(i, 20) {
			if !said[x.Text] {
				t.Errorf("state %d shows %q, which nobody said", i, x.Text)
			}
			if x.Text != m.Encoder.Words(x.Text)[0] {
				stems++
			}
			if x.Text == "the" {
				t.Error("a stop word is shown by its form")
			}
		}
		for word := range strings.FieldsSeq(numbering.ReplaceAllString(s.Name, "")) {
			if !said[word] {
				t.Errorf("state %d is called %q", i, s.Name)
			}
		}
	}
	if stems == 0 {
		t.Error("no word is shown that has another stem: the test shows nothing")
	}
}

// Labels leave the stop words.
func TestStopWordsOutliveLabels(t *testing.T) {
	o := quick(2)
	o.StopWords = []string{"hello"}
	m, err := train(t, samples.Read(t, samples.Helpdesk(t))[:60], o).Relabel([]intent.Label{{State: 0, Name: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.StopWords, o.StopWords) {
		t.Errorf("stop words %q", m.StopWords)
	}
}
