package serve

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
)

// A state is what clients get of a session after a push, a read, and as the event "step".
type state struct {
	Session string         `json:"session"`
	Model   string         `json:"model"`
	Turns   int            `json:"turns"`
	Step    *intent.Answer `json:"step"`
	// Created says that the session began with this turn, and Restarted that it began anew because its
	// model is not loaded any more.
	Created   bool `json:"created,omitempty"`
	Restarted bool `json:"restarted,omitempty"`
}

func stateOf(r live.Reply) state {
	return state{Session: r.ID, Model: r.Model, Turns: r.Turns, Step: r.Answer, Created: r.Created, Restarted: r.Restarted}
}

// An ending is what clients get when a session ends.
type ending struct {
	Session   string            `json:"session"`
	Model     string            `json:"model"`
	Turns     int               `json:"turns"`
	Path      []intent.PathTurn `json:"path"` // the turns that were not settled
	Restarted bool              `json:"restarted,omitempty"`
}

func endingOf(e live.Ended) ending {
	return ending{e.ID, e.Model, e.Turns, append([]intent.PathTurn{}, e.Path...), e.Restarted}
}

var idForm = regexp.MustCompile(`^[A-Za-z0-9_~:@+=-][A-Za-z0-9._~:@+=-]{0,127}$`)

// checkID is an error for what cannot name a session.
func checkID(id string) error {
	if idForm.MatchString(id) {
		return nil
	}
	return problem{Status: http.StatusUnprocessableEntity, Code: "id",
		Detail: fmt.Sprintf("session id %.40q: expected 1 to 128 letters, digits and any of . _ ~ : @ + = -, the first no dot", id)}
}

// forStore is the context for calls of the keeper.
func (s *Server) forStore(r *http.Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(r.Context(), s.options.Timeout)
}

// create answers POST /v1/sessions.
func (s *Server) create(w http.ResponseWriter, r *http.Request) error {
	var wish struct {
		ID *string `json:"id"`
	}
	if r.ContentLength != 0 {
		if err := s.decode(w, r, &wish); err != nil {
			return err
		}
	}
	id := rand.Text()
	if wish.ID != nil {
		id = *wish.ID
	}
	if err := checkID(id); err != nil {
		return err
	}
	ctx, cancel := s.forStore(r)
	defer cancel()
	reply, err := s.keeper.Create(ctx, id)
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/v1/sessions/"+url.PathEscape(id))
	writeJSON(w, http.StatusCreated, "application/json", map[string]string{"id": id, "model": reply.Model})
	return nil
}

// push answers POST /v1/sessions/{id}/turns.
func (s *Server) push(w http.ResponseWriter, r *http.Request) error {
	begun := time.Now()
	id := r.PathValue("id")
	if err := checkID(id); err != nil {
		return err
	}
	create, err := wantsCreate(r)
	if err != nil {
		return err
	}
	turn, err := s.turn(w, r)
	if err != nil {
		return err
	}
	ctx, cancel := s.forStore(r)
	defer cancel()
	take := s.keeper.Continue
	if create {
		take = s.keeper.Push
	}
	reply, err := take(ctx, id, turn)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", stateOf(reply))
	s.metrics.pushed(reply.Answer, time.Since(begun))
	if reply.Restarted {
		s.beganAnew(id, reply.Model)
	}
	return nil
}

// read answers GET /v1/sessions/{id}.
func (s *Server) read(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := s.forStore(r)
	defer cancel()
	reply, err := s.current(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", stateOf(reply))
	return nil
}

// current is what is known of a session.
func (s *Server) current(ctx context.Context, id string) (live.Reply, error) {
	if err := checkID(id); err != nil {
		return live.Reply{}, err
	}
	return s.keeper.Read(ctx, id)
}

// end answers DELETE /v1/sessions/{id}.
func (s *Server) end(w http.ResponseWriter, r *http.Request) error {
	if err := checkID(r.PathValue("id")); err != nil {
		return err
	}
	ctx, cancel := s.forStore(r)
	defer cancel()
	ended, err := s.keeper.End(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", endingOf(ended))
	return nil
}

// gone reports whether an error says that there is no such session.
func gone(err error) bool { return errors.Is(err, live.ErrNotFound) }
