package serve

import (
	"time"

	"golang.org/x/time/rate"
)

// telling is how often the log tells of sessions that begin anew: after a restart with another model
// there may be many.
func telling() *rate.Sometimes { return &rate.Sometimes{First: 1, Interval: time.Minute} }

// beganAnew counts a session whose model is not loaded any more, and tells of the first one in a while.
func (s *Server) beganAnew(id, model string) {
	s.metrics.restarted.Inc()
	s.telling.Do(func() {
		s.log.Warn("a session began anew: it was begun with a model that is not loaded; intenthmm_sessions_restarted_total counts them, a minute has one such line",
			"session", id, "model", model)
	})
}
