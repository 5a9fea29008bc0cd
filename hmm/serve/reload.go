package serve

import (
	"errors"
	"net/http"

	"intenthmm/hmm/intent"
)

// A Loaded is what became of a model that was read again. Named and Outcomes tell that labels took, which
// leave a model's name as it is.
type Loaded struct {
	Model    string   `json:"model"`    // its name
	States   int      `json:"states"`   // how many it has
	Named    int      `json:"named"`    // how many of them people gave a name
	Outcomes []string `json:"outcomes"` // those that its states are marked with
}

func loadedOf(m *intent.Model, name string) Loaded {
	l := Loaded{Model: name, States: len(m.States), Outcomes: outcomes(m)}
	for _, state := range m.States {
		if state.Suggested != "" {
			l.Named++
		}
	}
	return l
}

// errNoFile says that there is nothing to read the model from again.
var errNoFile = errors.New("the model was not read from a file")

// Reload reads the model again, and logs what came of it. New sessions begin with it; old ones finish on
// theirs, but for other names and outcomes of the same model, which they go on with. An error leaves
// everything as it was.
func (s *Server) Reload() (Loaded, error) {
	s.reload.Lock()
	defer s.reload.Unlock()
	l, err := s.load()
	s.metrics.reloaded(err)
	if err != nil {
		s.log.Error("the model stays as it is", "error", err)
		return Loaded{}, err
	}
	s.log.Info("model reloaded", "model", l.Model, "states", l.States, "named", l.Named, "outcomes", l.Outcomes)
	return l, nil
}

// load makes the model in the file the current one.
func (s *Server) load() (Loaded, error) {
	if s.options.Reload == nil {
		return Loaded{}, errNoFile
	}
	m, err := s.options.Reload()
	if err != nil {
		return Loaded{}, err
	}
	if err := s.keeper.Reload(m); err != nil {
		return Loaded{}, err
	}
	s.metrics.loaded(s.keeper)
	return loadedOf(s.keeper.Model()), nil
}

// reloaded answers POST /v1/model/reload.
func (s *Server) reloaded(w http.ResponseWriter, r *http.Request) error {
	l, err := s.Reload()
	if err != nil {
		return problem{Status: http.StatusUnprocessableEntity, Code: "model", Detail: "the model stays as it is: " + err.Error()}
	}
	writeJSON(w, http.StatusOK, "application/json", l)
	return nil
}
