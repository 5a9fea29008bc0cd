package intent

import (
	"encoding/json"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/session"
	"intenthmm/hmm/transcript"
)

// An Engine serves sessions of a model, to any number of goroutines.
type Engine struct {
	model  *Model
	states *session.Engine[emission.Turn]
}

// SessionOptions are the options of NewSession's engine: the outcomes that the states are marked with, and
// the surprise of the training turns, at session.DefaultOptions.
func (m *Model) SessionOptions() session.Options {
	o := session.DefaultOptions()
	o.Surprise = m.Record.Surprise
	for i, s := range m.States {
		o.Outcomes = mark(o.Outcomes, s.Outcome, i, false)
		o.Outcomes = mark(o.Outcomes, s.EndsAs, i, true)
	}
	return o
}

// mark adds a state to the outcome of that name, which is a new one if there is none.
func mark(outcomes []session.Outcome, name string, state int, atEnd bool) []session.Outcome {
	if name == "" {
		return outcomes
	}
	for i := range outcomes {
		if o := &outcomes[i]; o.Name == name && o.AtEnd == atEnd {
			o.States = append(o.States, state)
			return outcomes
		}
	}
	return append(outcomes, session.Outcome{Name: name, States: []int{state}, AtEnd: atEnd})
}

// Engine makes an engine with options of one's own; begin with SessionOptions. Identity is set to the
// model's encoder. The error is of options that cannot be.
func (m *Model) Engine(o session.Options) (*Engine, error) {
	identity, err := json.Marshal(m.Encoder)
	if err != nil {
		return nil, err
	}
	o.Identity = identity
	states, err := session.New(m.HMM, o)
	if err != nil {
		return nil, err
	}
	return &Engine{m, states}, nil
}

// own is the engine with the model's own options.
func (m *Model) own() *Engine {
	if e := m.engine.Load(); e != nil {
		return e
	}
	e, err := m.Engine(m.SessionOptions())
	if err != nil {
		panic("intent: a checked model does not fit its own options: " + err.Error())
	}
	m.engine.CompareAndSwap(nil, e)
	return m.engine.Load()
}

// Model is the engine's model.
func (e *Engine) Model() *Model { return e.model }

// NewSession begins a conversation.
func (e *Engine) NewSession() *Session { return e.session(e.states.NewSession()) }

// Resume is a session that goes on where a snapshot was taken, of any model with the same encoder, chain
// and emission: names and outcomes may differ. Errors as those of session.Engine.Resume.
func (e *Engine) Resume(snapshot []byte) (*Session, error) {
	s, err := e.states.Resume(snapshot)
	if err != nil {
		return nil, err
	}
	return e.session(s), nil
}

func (e *Engine) session(s *session.Session[emission.Turn]) *Session {
	return &Session{engine: e, states: s, encoder: e.model.Encoder.NewSession(), step: Step{engine: e}}
}

// NewSession begins a conversation, with an engine of SessionOptions.
func (m *Model) NewSession() *Session { return m.own().NewSession() }

// Resume goes on with a conversation, with an engine of SessionOptions; see Engine.Resume.
func (m *Model) Resume(snapshot []byte) (*Session, error) { return m.own().Resume(snapshot) }

// A Turn is what somebody said.
type Turn struct {
	// ID is the channel's identifier of the turn, "" where there is none. The same one again is the same
	// turn again, which is not counted twice: see session.Session.Push.
	ID      string    `json:"id,omitempty"`
	Speaker string    `json:"speaker,omitempty"`
	Text    string    `json:"text,omitempty"`
	Symbol  string    `json:"symbol,omitempty"` // for a model that observes symbols
	Vector  []float64 `json:"vector,omitempty"` // for a model that observes vectors
}

// TurnOf is what a message says, without an ID.
func TurnOf(m *transcript.Message) Turn {
	return Turn{Speaker: m.Speaker, Text: m.Text, Symbol: m.Symbol, Vector: m.Vector}
}

// A Session is one live conversation in text. It belongs to one goroutine at a time.
type Session struct {
	engine  *Engine
	states  *session.Session[emission.Turn]
	encoder *encode.Session
	turn    emission.Turn
	message transcript.Message
	step    Step
}

// Push takes what a speaker said and returns what is known now. The step is the session's own, and valid
// until its next push.
func (s *Session) Push(speaker, text string) (*Step, error) {
	return s.PushTurn(Turn{Speaker: speaker, Text: text})
}

// PushTurn is Push for turns that have an ID, and for models that observe symbols or vectors.
func (s *Session) PushTurn(t Turn) (*Step, error) {
	s.message = transcript.Message{Speaker: t.Speaker, Text: t.Text, Symbol: t.Symbol, Vector: t.Vector}
	before := s.encoder.Coverage()
	if err := s.encoder.Encode(&s.turn, &s.message); err != nil {
		return nil, err
	}
	turn := session.Turn[emission.Turn]{ID: t.ID, Obs: s.turn, Unknown: s.encoder.Coverage().UnknownSince(before)}
	if err := s.states.Push(turn, &s.step.Step); err != nil {
		return nil, err
	}
	return s.named(), nil
}

func (s *Session) named() *Step {
	s.step.Intent = s.engine.model.States[s.step.State].Name
	return &s.step
}

// Last is the step of the last turn, without the turns that it settled; nil before the first.
func (s *Session) Last() *Step {
	if !s.states.Last(&s.step.Step) {
		return nil
	}
	return s.named()
}

// Turns is the number of turns pushed.
func (s *Session) Turns() int { return s.states.Turns() }

// End is the end of the best path of the conversation, if it ends here: the turns that were not settled.
// The session stays as it is.
func (s *Session) End() []PathTurn {
	states := s.states.End()
	return s.engine.path(nil, s.Turns()-len(states), states)
}

// Append appends a snapshot of the session, with which Resume goes on to the last bit; see
// session.Session.Append.
func (s *Session) Append(dst []byte) []byte { return s.states.Append(dst) }

// A Prospect is an intent and its probability.
type Prospect struct {
	State       int     `json:"state"`
	Intent      string  `json:"intent"`
	Probability float64 `json:"probability"`
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
