package intent

import (
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/session"
	"intenthmm/hmm/transcript"
)

// A Session is one live conversation in text. It belongs to one goroutine at a time.
type Session struct {
	model   *Model
	states  *session.Session[emission.Turn]
	encoder *encode.Session
	turn    emission.Turn
	message transcript.Message
	step    Step
}

// A Step is what is known after a turn: the numbers of session.Step, and the intents' names. It is
// valid until the session's next push.
type Step struct {
	session.Step
	Intent string // the name of the most probable state
	model  *Model
}

// A Prospect is an intent and its probability.
type Prospect struct {
	State       int     `json:"state"`
	Intent      string  `json:"intent"`
	Probability float64 `json:"probability"`
}

// NewSession begins a conversation.
func (m *Model) NewSession() *Session {
	return &Session{model: m, states: m.live.NewSession(), encoder: m.Encoder.NewSession(), step: Step{model: m}}
}

// Push takes what a speaker said and returns what is known now. The step is the session's own.
func (s *Session) Push(speaker, text string) (*Step, error) {
	s.message = transcript.Message{Speaker: speaker, Text: text}
	return s.PushMessage(&s.message)
}

// PushMessage is Push for models that observe symbols or vectors too.
func (s *Session) PushMessage(m *transcript.Message) (*Step, error) {
	if err := s.encoder.Encode(&s.turn, m); err != nil {
		return nil, err
	}
	if err := s.states.Push(s.turn, &s.step.Step); err != nil {
		return nil, err
	}
	s.step.Intent = s.model.States[s.step.State].Name
	return &s.step, nil
}

// NextIntents are the n most probable intents of the next turn, the most probable first. What is
// missing from 1 is the conversation's end and the other intents.
func (s *Step) NextIntents(n int) []Prospect {
	return s.model.prospects(s.Next, n)
}

func (m *Model) prospects(p []float64, n int) []Prospect {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] > p[b]:
			return -1
		case p[a] < p[b]:
			return 1
		}
		return 0
	})
	var out []Prospect
	for _, i := range order[:min(n, len(order))] {
		out = append(out, Prospect{i, m.States[i].Name, p[i]})
	}
	return out
}

// Next are the n most probable intents after a turn in the state, the most probable first, and the
// probability that the conversation ends there.
func (m *Model) Next(state, n int) (next []Prospect, stop float64) {
	k := m.HMM.States()
	if m.HMM.Chain.Stop != nil {
		stop = m.HMM.Chain.Stop[state]
	}
	return m.prospects(m.HMM.Chain.Next[0][state*k:(state+1)*k], n), stop
}
