package intent

import (
	"math"

	"intenthmm/hmm/session"
)

// A Step is what is known after a turn: the numbers of session.Step, and the intents' names. It is
// valid until the session's next push.
type Step struct {
	session.Step
	Intent string // the name of the most probable state
	engine *Engine
}

// NextIntents are the n most probable intents of the next turn, the most probable first. What is
// missing from 1 is the conversation's end and the other intents.
func (s *Step) NextIntents(n int) []Prospect {
	return s.engine.model.prospects(s.Next, n)
}

// Intents are the n most probable intents of this turn, the most probable first.
func (s *Step) Intents(n int) []Prospect {
	return s.engine.model.prospects(s.Posterior, n)
}

// Chance is how probable the outcome of that name is, one that holds as soon as it is reached or one at
// the end; ok if the model has such an outcome.
func (s *Step) Chance(outcome string) (c session.Chance, ok bool) {
	for i, o := range s.engine.states.Options().Outcomes {
		if o.Name == outcome {
			return s.Outcomes[i], true
		}
	}
	return c, false
}

// A PathTurn is a turn on the best path.
type PathTurn struct {
	Turn   int    `json:"turn"`
	State  int    `json:"state"`  // session.None where no state can have said the turn
	Intent string `json:"intent"` // "" there
}

// path appends turns from one on.
func (e *Engine) path(to []PathTurn, first int, states []int) []PathTurn {
	for i, state := range states {
		t := PathTurn{Turn: first + i, State: state}
		if state != session.None {
			t.Intent = e.model.States[state].Name
		}
		to = append(to, t)
	}
	return to
}

// An Answer is a step as programs in other languages read it, in JSON. Figures that are not finite or not
// known are null.
type Answer struct {
	Turn       int        `json:"turn"` // counted from 0
	State      int        `json:"state"`
	Intent     string     `json:"intent"`
	Confidence float64    `json:"confidence"`
	Margin     float64    `json:"margin"`
	Entropy    float64    `json:"entropy"`             // nats
	Surprise   *float64   `json:"surprise"`            // nats; null: impossible
	Percentile *float64   `json:"surprise_percentile"` // against training
	Unknown    float64    `json:"unknown"`             // share of the words
	Doubts     []string   `json:"doubts,omitempty"`
	Restart    bool       `json:"restart,omitempty"` // the session began anew with this turn
	Next       []Prospect `json:"next"`
	Stop       float64    `json:"stop"`            // P(no further turn)
	Remaining  *float64   `json:"remaining_turns"` // expected
	Outcomes   []Risk     `json:"outcomes,omitempty"`
	Settled    []PathTurn `json:"settled"`          // newly
	Forced     int        `json:"forced,omitempty"` // of those, the first, only because too many were not
	Unsettled  []PathTurn `json:"unsettled"`        // may still change
	Repeated   bool       `json:"repeated,omitempty"`
	Basis      string     `json:"basis"` // always "filtered"
}

// A Risk is an outcome and how probable it is.
type Risk struct {
	Name   string  `json:"name"`
	Within float64 `json:"within"` // now or in the next turns
	Turns  int     `json:"turns"`  // as many
	Ever   float64 `json:"ever"`
}

// Answer is the step with the most probable next intents, at most so many.
func (s *Step) Answer(next int) Answer {
	e := s.engine
	a := Answer{
		Turn: s.Turn, State: s.State, Intent: s.Intent, Confidence: s.Confidence, Margin: s.Margin(), Entropy: s.Entropy(),
		Surprise: finite(s.Surprise), Percentile: finite(s.Percentile), Unknown: s.Unknown, Doubts: s.Doubts.Names(), Restart: s.Restart,
		Next: s.NextIntents(next), Stop: s.Stop, Remaining: finite(s.Remaining),
		Settled:   e.path([]PathTurn{}, s.FirstSettled(), s.Settled),
		Forced:    s.Forced,
		Unsettled: e.path([]PathTurn{}, s.FirstUnsettled(), s.Unsettled),
		Repeated:  s.Repeated,
		Basis:     "filtered",
	}
	o := e.states.Options()
	for i, c := range s.Outcomes {
		a.Outcomes = append(a.Outcomes, Risk{o.Outcomes[i].Name, c.Within, o.Horizon, c.Ever})
	}
	return a
}

// finite is v for JSON, which knows no infinities.
func finite(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
}
