package intent_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

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
