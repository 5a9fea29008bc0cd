package serve

import (
	"context"
	"net/http"
	"time"
)

// healthy answers GET /healthz: the process is alive.
func (s *Server) healthy(w http.ResponseWriter, r *http.Request) error {
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ok"})
	return nil
}

// probeTime is how long the store may take to say that it is there.
const probeTime = 2 * time.Second

// ready answers GET /readyz: the server is not shutting down, and its store answers and keeps what it is
// given. See live.Keeper.Ready: after a turn that could not be kept it is not ready until one could.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	select {
	case <-s.closing:
		return problem{Status: http.StatusServiceUnavailable, Code: "closing", Detail: "the server shuts down"}
	default:
	}
	ctx, cancel := context.WithTimeout(r.Context(), probeTime)
	defer cancel()
	if err := s.keeper.Ready(ctx); err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, "application/json", map[string]string{"status": "ready"})
	return nil
}
