package intent_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// few is a log of turns of three kinds, whatever is observed of them.
func few() (messages []transcript.Message) {
	for c := range 40 {
		for i := range 6 {
			kind := (c + i) % 3
			messages = append(messages, transcript.Message{
				Conversation: fmt.Sprint(c), Text: []string{"hello there", "my parcel is late", "thanks a lot"}[kind],
				Symbol: fmt.Sprint(kind), Vector: []float64{float64(kind), 1, float64(kind * kind)},
			})
		}
	}
	return messages
}

// Far more states than there are kinds of turns are told of, whatever is observed: as empty, or as ones that no turn is
// decoded to.
func TestIdleStatesAreToldOf(t *testing.T) {
	told := regexp.MustCompile(`empty: |are empty, |no turns are decoded to `)
	for _, observe := range []encode.Observe{encode.Words, encode.Symbols, encode.Vectors, encode.LSA, encode.Codes} {
		o := quick(9)
		o.Encode.Observe = observe
		m := train(t, few(), o)
		decoded := map[int]bool{}
		for _, c := range decode(t, m, group(t, few()), intent.Viterbi, 1) {
			for _, d := range c {
				decoded[d.State] = true
			}
		}
		if said := strings.Join(m.Record.Warnings, "; "); told.MatchString(said) != (len(decoded) < 9) || len(decoded) == 9 {
			t.Errorf("%s: %d of 9 states are decoded to; warnings %q", observe, len(decoded), said)
		}
		o.States = 3
		if m := train(t, few(), o); told.MatchString(strings.Join(m.Record.Warnings, "; ")) {
			t.Errorf("%s: three states of three kinds: %q", observe, m.Record.Warnings)
		}
	}
}

// Directions that are all the same want a concentration without bound in every iteration: it is told of once a state, and
// the trace still has each.
func TestRepeatedRepairsAreToldOnce(t *testing.T) {
	messages := few()
	for i := range messages {
		messages[i].Vector = []float64{1, 2, 3}
	}
	o := quick(3)
	o.Encode.Observe, o.VectorFamily = encode.Vectors, intent.VonMisesFisher
	m := train(t, messages, o)
	repairs := 0
	for _, it := range m.Record.Trace {
		repairs += len(it.Repairs)
	}
	var told []string
	for _, w := range m.Record.Warnings {
		if strings.Contains(w, "without bound") {
			told = append(told, w)
		}
	}
	slices.Sort(told)
	last := len(m.Record.Trace) - 1
	if repairs != 3*last || len(told) != 3 || told[0] != fmt.Sprintf("iterations 1 to %d: state 0: a concentration grew without bound, set to the largest", last) {
		t.Errorf("%d repairs in %d iterations, told %q", repairs, last, told)
	}
	if again := reread(t, m); !slices.Equal(again.Record.Warnings, m.Record.Warnings) || len(again.Record.Trace[last].Repairs) != 3 {
		t.Error("the file tells something else")
	}
}
