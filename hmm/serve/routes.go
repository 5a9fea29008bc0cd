package serve

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"intenthmm/hmm/serve/page"
)

// An endpoint answers a request, or returns why it did not: see problemOf.
type endpoint func(w http.ResponseWriter, r *http.Request) error

// route fills the mux. What is guarded wants a token where there is one, and is what a page of another
// origin must not reach.
func (s *Server) route() error {
	for _, r := range []struct {
		pattern string
		guarded bool
		endpoint
	}{
		{"POST /v1/sessions", true, bare(s.create)},
		{"GET /v1/sessions/{id}", true, bare(s.read)},
		{"DELETE /v1/sessions/{id}", true, bare(s.end)},
		{"POST /v1/sessions/{id}/turns", true, s.push},
		{"GET /v1/sessions/{id}/events", true, bare(s.events)},
		{"GET /v1/model", true, bare(s.model)},
		{"POST /v1/model/reload", true, bare(s.reloaded)},
		{"GET /metrics", true, s.metrics.serve},
		{"GET /healthz", false, s.healthy},
		{"GET /readyz", false, s.ready},
		{"GET /openapi.json", false, description},
	} {
		s.mux.Handle(r.pattern, s.handler(r.pattern, r.guarded, r.endpoint))
	}
	files, err := assets(page.Files())
	for path, file := range files {
		s.mux.Handle("GET "+path, s.handler("page", false, file.serve))
	}
	return err
}

// handler makes an endpoint a handler that is guarded, measured, and answers problems.
func (s *Server) handler(route string, guarded bool, e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		var err error
		if guarded {
			err = s.guard.admit(r)
		}
		if err == nil {
			err = e(w, r)
		}
		if err != nil {
			s.fail(w, r, err)
		}
		status := w.(*answer).status
		s.metrics.requests.WithLabelValues(route, fmt.Sprint(status)).Observe(time.Since(begun).Seconds())
		s.log.Debug("request", "method", r.Method, "path", r.URL.Path, "client", r.RemoteAddr, "status", status, "took", time.Since(begun))
	})
}

// unmatched answers where no route matches: with the mux's status, in this server's form.
func (s *Server) unmatched(w http.ResponseWriter, r *http.Request) {
	h, _ := s.mux.Handler(r)
	answer := statusOnly{header: w.Header()}
	h.ServeHTTP(&answer, r)
	if answer.status == http.StatusMethodNotAllowed {
		s.fail(w, r, problem{Status: answer.status, Code: "method", Detail: fmt.Sprintf("%s %s: expected %s", r.Method, r.URL.Path, w.Header().Get("Allow"))})
		return
	}
	s.fail(w, r, problem{Status: http.StatusNotFound, Code: "path", Detail: fmt.Sprintf("nothing is at %s: /openapi.json says what there is", r.URL.Path)})
}

// statusOnly drops the body of an answer.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header         { return s.header }
func (s *statusOnly) WriteHeader(status int)      { s.status = status }
func (s *statusOnly) Write(p []byte) (int, error) { return len(p), nil }

// recovered answers a request that panicked, if it was not answered yet.
func (s *Server) recovered(a *answer, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	s.log.Error("panic", "method", r.Method, "path", r.URL.Path, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	s.metrics.problems.WithLabelValues("panic").Inc()
	if a.status != 0 {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	problem{Status: http.StatusInternalServerError, Code: "panic", Detail: "the server failed at this request; its log says how"}.write(a)
}
