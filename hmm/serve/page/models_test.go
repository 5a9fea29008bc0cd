package page_test

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// trained is a quickly trained model of the help-desk sample, marked with outcomes; one a number of states.
func trained(t testing.TB, states int) *intent.Model {
	t.Helper()
	made.Lock()
	defer made.Unlock()
	if m := made.models[states]; m != nil {
		return m
	}
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = states, 1, 12
	m, err := intent.Train(t.Context(), stream(samples.Read(t, samples.Helpdesk(t))), o)
	if err != nil {
		t.Fatal(err)
	}
	last, final := 0, 0
	for i, s := range m.States {
		if s.Place > m.States[last].Place {
			last = i
		}
		if m.HMM.Chain.Stop[i] > m.HMM.Chain.Stop[final] {
			final = i
		}
	}
	m.States[last].Outcome, m.States[final].EndsAs = "goodbye said", "resolved"
	made.models[states] = m
	return m
}

var made = struct {
	sync.Mutex
	models map[int]*intent.Model
}{models: map[int]*intent.Model{}}

func stream(messages []transcript.Message) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// renamed is a copy of a model whose states have long names.
func renamed(t testing.TB, m *intent.Model) *intent.Model {
	t.Helper()
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	long, err := intent.Read(&file, emission.DefaultRegistry())
	if err != nil {
		t.Fatal(err)
	}
	for i := range long.States {
		s := &long.States[i]
		s.Name = fmt.Sprintf("%s_which_is_intent_number_%d", strings.ReplaceAll(s.Name, " ", "_"), i)
	}
	return long
}

// conversations are those of the help-desk sample.
func conversations(t testing.TB) []transcript.Conversation {
	t.Helper()
	all, err := transcript.Group(stream(samples.Read(t, samples.Helpdesk(t))))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// turning is the beginning of a conversation whose last turn changes the intent of an earlier one, and its
// answers.
func turning(t testing.TB, m *intent.Model) ([]transcript.Message, []intent.Answer) {
	t.Helper()
	for _, c := range conversations(t) {
		answers := answersTo(t, m, c.Messages)
		for n := 1; n < len(answers); n++ {
			before := answers[n-1].Unsettled
			for _, now := range append(answers[n].Settled, answers[n].Unsettled...) {
				for _, then := range before {
					if now.Turn == then.Turn && now.State != then.State {
						return c.Messages[:n+1], answers[:n+1]
					}
				}
			}
		}
	}
	t.Fatal("no turn of the sample changes an earlier one")
	return nil, nil
}

// answersTo are the steps of a conversation as a session of the library has them.
func answersTo(t testing.TB, m *intent.Model, messages []transcript.Message) []intent.Answer {
	t.Helper()
	s := m.NewSession()
	var answers []intent.Answer
	for i := range messages {
		step, err := s.PushTurn(intent.TurnOf(&messages[i]))
		if err != nil {
			t.Fatal(err)
		}
		answers = append(answers, step.Answer(8))
	}
	return answers
}
