package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"intenthmm/hmm/live"
)

// A problem is an error as clients get it. Source: RFC 9457.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code"` // what programs tell problems apart by
	Detail string `json:"detail"`

	after time.Duration // when it is worth trying again; 0: not said
	cause error         // for the log
}

func (p problem) Error() string { return p.Detail }

func (p problem) write(w http.ResponseWriter) {
	p.Title = http.StatusText(p.Status)
	h := w.Header()
	if p.after > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.after+time.Second-1)/time.Second)))
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="intenthmm"`)
	}
	if p.Status == http.StatusRequestTimeout || p.Status == http.StatusRequestEntityTooLarge {
		h.Set("Connection", "close") // the rest of the body is not read
	}
	writeJSON(w, p.Status, "application/problem+json", p)
}

// fail answers a request that came to an error, and logs what is not the client's fault. The connection
// of a client that has gone away is closed: an empty answer would look like success.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		s.metrics.problems.WithLabelValues("client_gone").Inc()
		panic(http.ErrAbortHandler)
	}
	p := s.problemOf(r, err)
	if p.Status >= 500 {
		s.log.Error("request failed", "method", r.Method, "path", r.URL.Path, "status", p.Status, "code", p.Code, "error", errors.Join(err, p.cause))
	}
	s.metrics.problems.WithLabelValues(p.Code).Inc()
	p.write(w)
}

// problemOf is what a client is told of an error.
func (s *Server) problemOf(r *http.Request, err error) problem {
	var p problem
	var turn *live.TurnError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &turn):
		return problem{Status: http.StatusUnprocessableEntity, Code: "turn", Detail: turn.Err.Error()}
	case errors.Is(err, live.ErrNotFound):
		return problem{Status: http.StatusNotFound, Code: "session", Detail: s.missing(r.PathValue("id"))}
	case errors.Is(err, live.ErrExists):
		return problem{Status: http.StatusConflict, Code: "exists", Detail: "there is a session of that id: expected another id, or none"}
	case errors.Is(err, live.ErrFull):
		return problem{Status: http.StatusServiceUnavailable, Code: "full", Detail: "there are as many sessions as there may be: end some, or try again later", after: 30 * time.Second}
	}
	return storeProblem(err)
}

func (s *Server) missing(id string) string {
	text := fmt.Sprintf("there is no session %q: create it with POST /v1/sessions, or push to it with ?create=true", id)
	if idle := s.keeper.Options().Idle; idle > 0 {
		text += fmt.Sprintf("; one that was silent for %v is over", idle)
	}
	return text
}

// again is what to do where it is not known whether a turn was taken.
const again = "nothing was acknowledged: try again, a turn with the same id as before is not taken twice"

// storeProblem is for errors of the store.
func storeProblem(err error) problem {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return problem{Status: http.StatusInsufficientStorage, Code: "storage_full", Detail: "the store's disk is full; " + again, after: 10 * time.Second}
	case errors.Is(err, context.DeadlineExceeded):
		return problem{Status: http.StatusServiceUnavailable, Code: "storage_slow", Detail: "the store did not answer in time; " + again, after: time.Second}
	}
	return problem{Status: http.StatusServiceUnavailable, Code: "storage", Detail: "the store failed; " + again, after: time.Second}
}

// writeJSON answers with v.
func writeJSON(w http.ResponseWriter, status int, kind string, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic("serve: an answer that is no JSON: " + err.Error())
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write(append(body, '\n'))
}
