package page_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/serve"
	"intenthmm/hmm/session/store"
)

// site is a server of conversations, with its page, that can be made to fail.
type site struct {
	testing.TB
	*httptest.Server
	store  *store.Memory
	token  string // "": anybody may ask
	mu     sync.Mutex
	server *serve.Server
	full   bool          // the store keeps nothing new
	losing bool          // turns are taken, but the answers to them are lost
	held   chan struct{} // the store answers when it is closed; nil: at once
}

// newSite serves the conversations of a model until the test ends.
func newSite(t testing.TB, m *intent.Model, token string) *site {
	t.Helper()
	s := &site{TB: t, store: store.NewMemory(), token: token}
	s.restart(m)
	s.Server = httptest.NewServer(http.HandlerFunc(s.answer))
	t.Cleanup(func() {
		s.CloseClientConnections() // of those who follow
		s.Close()
	})
	return s
}

// restart has another server serve, of the same store.
func (s *site) restart(m *intent.Model) {
	s.Helper()
	o := serve.DefaultOptions()
	o.Token = s.token
	k, err := live.New(m, fillable{s.store, s}, live.DefaultOptions())
	if err != nil {
		s.Fatal(err)
	}
	server, err := serve.New(k, o, slog.New(slog.DiscardHandler))
	if err != nil {
		s.Fatal(err)
	}
	s.set(func() { s.server = server })
}

// set changes the site while it serves.
func (s *site) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *site) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	server, losing := s.server, s.losing
	s.mu.Unlock()
	if losing && strings.HasSuffix(r.URL.Path, "/turns") {
		server.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	}
	server.ServeHTTP(w, r)
}

// fillable is a store on a disk that may be full.
type fillable struct {
	*store.Memory
	site *site
}

func (f fillable) Save(ctx context.Context, id string, r store.Record) error {
	f.site.mu.Lock()
	full, held := f.site.full, f.site.held
	f.site.mu.Unlock()
	if held != nil {
		<-held
	}
	if full {
		return syscall.ENOSPC
	}
	return f.Memory.Save(ctx, id, r)
}
