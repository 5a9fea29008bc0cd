package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/serve"
	"intenthmm/hmm/session/store"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// here is the test that asks for what is made once.
var here testing.TB

// trained is a small model of the help desk with so many states, the last an outcome.
func trained(states int) *intent.Model {
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = states, 1, 5
	messages := samples.Read(here, samples.Helpdesk(here))[:400]
	m, err := intent.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	}, o)
	if err != nil {
		here.Fatal(err)
	}
	m.States[states-1].Outcome, m.States[0].EndsAs = "hand-off", "abandoned"
	return m
}

var (
	four = sync.OnceValue(func() *intent.Model { return trained(4) })
	five = sync.OnceValue(func() *intent.Model { return trained(5) })
)

// models are two that no test may change.
func models(t testing.TB) (*intent.Model, *intent.Model) {
	t.Helper()
	here = t
	return four(), five()
}

// A setup is a server to be.
type setup struct {
	store   store.Store
	keeper  live.Options
	options serve.Options
	log     *safeBuffer
}

func defaults() *setup {
	return &setup{store.NewMemory(), live.DefaultOptions(), serve.DefaultOptions(), &safeBuffer{}}
}

func (u *setup) server(t testing.TB) *serve.Server {
	t.Helper()
	m, _ := models(t)
	k, err := live.New(m, u.store, u.keeper)
	if err != nil {
		t.Fatal(err)
	}
	s, err := serve.New(k, u.options, slog.New(slog.NewJSONHandler(u.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A client asks a running server.
type client struct {
	t   testing.TB
	url string
	log *safeBuffer
	// change is done to every request before it is sent.
	change func(*http.Request)
}

// start starts the server on loopback, as Run does it, until the test ends.
func (u *setup) start(t testing.TB) *client {
	t.Helper()
	return &client{t: t, url: "http://" + running(t, u.server(t), listen(t)), log: u.log}
}

// running is the address where a server answers until the test ends.
func running(t testing.TB, s *serve.Server, l net.Listener) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String()
}

// A response is an answer that was read.
type response struct {
	status int
	header http.Header
	body   string
}

func (c *client) ask(method, path, body string) response {
	c.t.Helper()
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.change != nil {
		c.change(r)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response{a.StatusCode, a.Header, string(data)}
}

// is demands a status, and the texts in the body. A problem has to be one as it is described.
func (r response) is(t testing.TB, status int, texts ...string) response {
	t.Helper()
	if r.status != status {
		t.Errorf("status %d, want %d: %s", r.status, status, r.body)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			t.Errorf("does not say %q: %s", text, r.body)
		}
	}
	if r.status >= 400 {
		var p struct {
			Title, Code, Detail string
			Status              int
		}
		if err := json.Unmarshal([]byte(r.body), &p); err != nil || p.Status != r.status || p.Title == "" || p.Code == "" || p.Detail == "" ||
			r.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("no problem: %s %v", r.body, r.header)
		}
	}
	return r
}

// A state is the answer of a push.
type state struct {
	Session, Model string
	Turns          int
	Step           *intent.Answer
	Created        bool
	Restarted      bool
}

func (r response) state(t testing.TB) state {
	t.Helper()
	var s state
	d := json.NewDecoder(strings.NewReader(r.is(t, http.StatusOK).body))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		t.Fatalf("%v: %s", err, r.body)
	}
	return s
}

func (c *client) push(id, body string) response {
	c.t.Helper()
	return c.ask("POST", "/v1/sessions/"+id+"/turns?create=true", body)
}

const hello = `{"speaker":"customer","text":"hello, where is my order?"}`

// safeBuffer is read while a server writes to it.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}
func (s *safeBuffer) String() string { s.mu.Lock(); defer s.mu.Unlock(); return s.b.String() }

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// once asks a server without a network.
func once(s http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// failing is a store whose methods fail, or do something else, while fail is set.
type failing struct {
	*store.Memory
	mu   sync.Mutex
	fail func(ctx context.Context) error
}

func (f *failing) set(fail func(ctx context.Context) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail = fail
}

func (f *failing) Save(ctx context.Context, id string, r store.Record) error {
	f.mu.Lock()
	fail := f.fail
	f.mu.Unlock()
	if fail != nil {
		if err := fail(ctx); err != nil {
			return err
		}
	}
	return f.Memory.Save(ctx, id, r)
}
