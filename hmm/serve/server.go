// Package serve offers the conversations of a live.Keeper over HTTP: JSON to create, push, read and end
// them, server-sent events to follow them, the model, its reload, health, Prometheus metrics, an OpenAPI
// description of all that, and a page to try it with.
//
//	server, err := serve.New(keeper, serve.DefaultOptions(), slog.Default())
//	listener, err := net.Listen("tcp", "127.0.0.1:8080")
//	err = server.Run(ctx, listener) // until ctx is done and everything under way is finished
//
// A [Server] is an http.Handler too, for those who have a server of their own.
package serve

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"intenthmm/hmm/live"
)

// A Server answers requests about the conversations of a keeper.
type Server struct {
	keeper  *live.Keeper
	options Options
	log     *slog.Logger
	mux     *http.ServeMux
	guard   guard
	metrics *metrics
	streams chan struct{} // one token for each stream that is open
	closing chan struct{} // closed when the server shuts down
	reload  sync.Mutex    // held while the model is read
	telling *rate.Sometimes
	once    sync.Once // closes closing
}

// New makes a server. The error is of options that cannot be.
func New(k *live.Keeper, o Options, log *slog.Logger) (*Server, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s := &Server{
		keeper:  k,
		options: o,
		log:     log,
		mux:     http.NewServeMux(),
		guard:   newGuard(o),
		metrics: newMetrics(k),
		streams: make(chan struct{}, o.Streams),
		closing: make(chan struct{}),
		telling: telling(),
	}
	if err := s.route(); err != nil {
		return nil, fmt.Errorf("serve: the page: %w", err)
	}
	return s, nil
}

// ServeHTTP answers a request. A panic while it does is logged and answered; the server goes on.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a := &answer{ResponseWriter: w}
	defer s.recovered(a, r)
	secure(a.Header())
	if _, pattern := s.mux.Handler(r); pattern == "" {
		s.unmatched(a, r)
		return
	}
	s.mux.ServeHTTP(a, r)
}

// An answer is a ResponseWriter that knows what was answered.
type answer struct {
	http.ResponseWriter
	status int // 0: nothing yet
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
