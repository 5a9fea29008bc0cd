package intent_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// sound fails if a model says anything that cannot be, or cannot decode and follow the messages.
func sound(t *testing.T, m *intent.Model, messages []transcript.Message) {
	t.Helper()
	data := file(t, m)
	for _, bad := range []string{"NaN", "Inf", "null"} {
		if bytes.Contains(data, []byte(bad)) {
			t.Errorf("%s in the file", bad)
		}
	}
	if back := file(t, reread(t, m)); !bytes.Equal(data, back) {
		t.Error("the file is another one after a round trip")
	}
	states(t, m)
	for _, method := range []intent.Method{intent.Viterbi, intent.Posterior} {
		for _, decisions := range decode(t, m, group(t, messages), method, 1) {
			for _, d := range decisions {
				if !(d.Confidence >= 0 && d.Confidence <= 1+1e-12) || d.Intent != m.States[d.State].Name {
					t.Errorf("decision %+v", d)
				}
			}
		}
	}
	s := m.NewSession()
	for i := range messages {
		step, err := s.PushTurn(intent.TurnOf(&messages[i]))
		if err != nil {
			t.Fatal(err)
		}
		if math.IsNaN(step.Surprise) || !(step.Confidence > 0) || step.Intent != m.States[step.State].Name {
			t.Errorf("step %+v", step)
		}
	}
}

// states fails if what a model says of its states cannot be.
func states(t *testing.T, m *intent.Model) {
	t.Helper()
	const tolerance = 1e-9
	names, share := map[string]bool{}, 0.0
	for i, s := range m.States {
		words := numbering.ReplaceAllString(s.Name, "")
		if words == "" || names[s.Name] || m.Encoder.Terms != nil && strings.ContainsAny(words, "^$0123456789") {
			t.Errorf("state %d is called %q among %v", i, s.Name, names)
		}
		names[s.Name] = true
		if i > 0 && s.Place < m.States[i-1].Place {
			t.Errorf("state %d at place %v comes after %v", i, s.Place, m.States[i-1].Place)
		}
		share += m.Shares()[i]
		terms := m.Terms(i, 1000)
		for _, term := range terms {
			if !(term.Lift > 1) || math.IsInf(term.Lift, 0) || !(term.Probability > 0 && term.Probability <= 1) || term.Text == "" ||
				m.Encoder.Terms != nil && !encode.Plain(term.Text) {
				t.Errorf("state %d: %+v", i, term)
			}
		}
		if !slices.IsSortedFunc(terms, func(a, b intent.Term) int {
			return cmp.Compare(salience(b), salience(a))
		}) {
			t.Errorf("state %d: the terms are not in order: %v", i, terms[:min(9, len(terms))])
		}
		if few := m.Terms(i, 2); !slices.Equal(few, terms[:min(2, len(terms))]) {
			t.Errorf("state %d: the first two of %v are %v", i, terms, few)
		}
		if speakers := m.Speakers(i); speakers != nil {
			sum := 0.0
			for _, p := range speakers {
				sum += p
			}
			if math.Abs(sum-1) > tolerance || len(speakers) != m.Encoder.Speakers.Len() {
				t.Errorf("state %d: speakers %v", i, speakers)
			}
		}
		next, stop := m.Next(i, len(m.States)+5)
		sum := stop
		for j, n := range next {
			sum += n.Probability
			if n.Intent != m.States[n.State].Name || j > 0 && n.Probability > next[j-1].Probability {
				t.Errorf("state %d: next %v", i, next)
			}
		}
		if math.Abs(sum-1) > tolerance || len(next) != len(m.States) {
			t.Errorf("state %d: next %v and stop %v sum to %v", i, next, stop, sum)
		}
	}
	if math.Abs(share-1) > tolerance {
		t.Errorf("shares sum to %v", share)
	}
}

// numbering is what tells names apart that would be the same.
var numbering = regexp.MustCompile(` \d+$`)

func salience(t intent.Term) float64 { return math.Sqrt(t.Probability) * math.Log(t.Lift) }

func TestStates(t *testing.T) {
	_, m := helpdeskModel(t)
	states(t, m)
	turns := 0.0
	for i, s := range m.States {
		turns += s.Turns
		if len(s.Examples) != 2 || len(m.Terms(i, 6)) != 6 {
			t.Errorf("state %d: %d examples, %d terms", i, len(s.Examples), len(m.Terms(i, 6)))
		}
	}
	if math.Abs(turns-float64(m.Record.Data.Turns)) > 1e-6 {
		t.Errorf("the states have %v turns, the data %d", turns, m.Record.Data.Turns)
	}
	for name, m := range small(t) {
		t.Run(name, func(t *testing.T) { sound(t, m.Model, m.messages) })
	}
}

// TestExamples: what a state shows as typical was said, and is decoded to that state.
func TestExamples(t *testing.T) {
	messages, m := helpdeskModel(t)
	conversations := group(t, messages)
	place := map[string]int{}
	for i, c := range conversations {
		place[c.ID] = i
	}
	decisions := decode(t, m, conversations, intent.Posterior, 2)
	for i, s := range m.States {
		for _, e := range s.Examples {
			c := place[e.Conversation]
			said := conversations[c].Messages[e.Turn]
			if said.Text != e.Text || said.Speaker != e.Speaker {
				t.Errorf("state %d: example %+v, said was %q", i, e, said.Text)
			}
			if d := decisions[c][e.Turn]; d.State != i {
				t.Errorf("state %d: example %+v is in state %d", i, e, d.State)
			}
		}
	}
}

// TestNamesOfSymbols: digits of symbols mean something, and names that look numbered must not clash.
func TestNamesOfSymbols(t *testing.T) {
	var messages []transcript.Message
	for c := range 30 {
		for _, s := range []string{"step 10", "step 10", "a", "a 2", "a", "end"} {
			messages = append(messages, transcript.Message{Conversation: fmt.Sprint(c), Symbol: s})
		}
	}
	for _, k := range []int{2, 4, 9} {
		o := quick(k)
		o.Encode.Observe = encode.Symbols
		m := train(t, messages, o)
		states(t, m)
		digits := false
		for _, s := range m.States {
			digits = digits || strings.Contains(s.Name, "step 10")
		}
		if !digits && k > 2 {
			t.Errorf("%d states: no name holds the symbol that has digits", k)
		}
	}
}
