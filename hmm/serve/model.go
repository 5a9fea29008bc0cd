package serve

import (
	"errors"
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
	Speakers []string       `json:"speakers"` // that it knows; empty: it does not look at them
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
		Model: name, States: []stateCard{}, Outcomes: []string{}, Horizon: s.keeper.Horizon(),
		Observes: m.Encoder.Options.Observe, Speakers: speakers(m.Encoder),
	}
	shares := m.Shares()
	for i, state := range m.States {
		card.States = append(card.States, stateOfModel(m, i, shares[i]))
		for _, outcome := range [...]string{state.Outcome, state.EndsAs} {
			if outcome != "" && !slices.Contains(card.Outcomes, outcome) {
				card.Outcomes = append(card.Outcomes, outcome)
			}
		}
	}
	writeJSON(w, http.StatusOK, "application/json", card)
	return nil
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

// errNoFile says that there is nothing to read the model from again.
var errNoFile = errors.New("the model was not read from a file")

// Reload reads the model again. New sessions begin with it; old ones finish on theirs. An error leaves
// everything as it was.
func (s *Server) Reload() (name string, err error) {
	s.reload.Lock()
	defer s.reload.Unlock()
	defer func() { s.metrics.reloaded(err) }()
	if s.options.Reload == nil {
		return "", errNoFile
	}
	m, err := s.options.Reload()
	if err != nil {
		return "", err
	}
	if err := s.keeper.Reload(m); err != nil {
		return "", err
	}
	s.metrics.loaded(s.keeper)
	_, name = s.keeper.Model()
	return name, nil
}

// reloaded answers POST /v1/model/reload.
func (s *Server) reloaded(w http.ResponseWriter, r *http.Request) error {
	name, err := s.Reload()
	if err != nil {
		return problem{Status: http.StatusUnprocessableEntity, Code: "model", Detail: "the model stays as it is: " + err.Error()}
	}
	s.log.Info("model reloaded", "model", name)
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"model": name})
	return nil
}
