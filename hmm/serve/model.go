package serve

import (
	"net/http"
	"slices"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A modelCard is what clients get of the model.
type modelCard struct {
	Model    string         `json:"model"`
	States   []stateCard    `json:"states"`
	Outcomes []string       `json:"outcomes"`
	Horizon  int            `json:"horizon"` // how many further turns outcomes are looked for
	Observes encode.Observe `json:"observes"`
	Width    int            `json:"width,omitempty"` // of the vectors that it looks at, alone or beside words
	Speakers []string       `json:"speakers"`        // that it knows; empty: it does not look at them
}

type stateCard struct {
	State   int     `json:"state"`
	Name    string  `json:"name"`
	Outcome string  `json:"outcome,omitempty"`
	EndsAs  string  `json:"ends_as,omitempty"`
	Share   float64 `json:"share"` // of the training turns
	Place   float64 `json:"place"` // mean, 0 first turn to 1 last
	Start   float64 `json:"start"` // P(first state)
	Stop    float64 `json:"stop"`  // P(no further turn)
	Next    []edge  `json:"next"`  // the most probable first
}

// An edge is where a state leads.
type edge struct {
	State       int     `json:"state"`
	Probability float64 `json:"probability"`
}

// leastEdge is how probable an edge is that is told.
const leastEdge = 0.01

// model answers GET /v1/model.
func (s *Server) model(w http.ResponseWriter, r *http.Request) error {
	m, name := s.keeper.Model()
	card := modelCard{
		Model: name, States: []stateCard{}, Outcomes: outcomes(m), Horizon: s.keeper.Horizon(),
		Observes: m.Encoder.Input(), Width: m.Encoder.InputWidth(), Speakers: speakers(m.Encoder),
	}
	shares := m.Shares()
	for i := range m.States {
		card.States = append(card.States, stateOfModel(m, i, shares[i]))
	}
	writeJSON(w, http.StatusOK, "application/json", card)
	return nil
}

// outcomes are those that a model's states are marked with, in the order of the states.
func outcomes(m *intent.Model) []string {
	names := []string{}
	for _, state := range m.States {
		for _, outcome := range [...]string{state.Outcome, state.EndsAs} {
			if outcome != "" && !slices.Contains(names, outcome) {
				names = append(names, outcome)
			}
		}
	}
	return names
}

func stateOfModel(m *intent.Model, i int, share float64) stateCard {
	state := m.States[i]
	next, stop := m.Next(i, len(m.States))
	card := stateCard{
		State: i, Name: state.Name, Outcome: state.Outcome, EndsAs: state.EndsAs,
		Share: share, Place: state.Place, Start: m.HMM.Chain.Start[i], Stop: stop, Next: []edge{},
	}
	for _, to := range next {
		if to.Probability >= leastEdge {
			card.Next = append(card.Next, edge{to.State, to.Probability})
		}
	}
	return card
}

// speakers are those that an encoder knows.
func speakers(e *encode.Encoder) []string {
	names := []string{}
	if e.Speakers == nil {
		return names
	}
	for i := 1; i < e.Speakers.Len(); i++ { // 0 is the unknown one
		names = append(names, e.Speakers.Term(i))
	}
	return names
}
