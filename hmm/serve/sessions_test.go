package serve_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session/store"
)

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A session over HTTP is the session in memory.
func TestSession(t *testing.T) {
	m, _ := models(t)
	c, s := defaults().start(t), m.NewSession()
	created := c.ask("POST", "/v1/sessions", `{"id":"c17"}`).is(t, http.StatusCreated, `"id":"c17"`, `"model":"`)
	if created.header.Get("Location") != "/v1/sessions/c17" {
		t.Error(created.header)
	}
	if got := c.ask("GET", "/v1/sessions/c17", "").state(t); got.Turns != 0 || got.Step != nil {
		t.Errorf("%+v", got)
	}
	for i, text := range []string{"hello", "where is my order?", "it is two weeks late", "thanks, bye"} {
		body, _ := json.Marshal(intent.Turn{ID: fmt.Sprint(i), Speaker: "customer", Text: text})
		got := c.ask("POST", "/v1/sessions/c17/turns", string(body)).state(t)
		step, err := s.PushTurn(intent.Turn{ID: fmt.Sprint(i), Speaker: "customer", Text: text})
		if err != nil {
			t.Fatal(err)
		}
		want := step.Answer(5)
		if diff := cmp.Diff(&want, got.Step); diff != "" || got.Turns != i+1 || got.Session != "c17" || got.Created {
			t.Errorf("%+v (-want +got)\n%s", got, diff)
		}
		again := c.ask("POST", "/v1/sessions/c17/turns", string(body)).state(t)
		if !again.Step.Repeated || again.Turns != i+1 || again.Step.Confidence != want.Confidence {
			t.Errorf("again: %+v", again)
		}
	}
	last := s.Last().Answer(5)
	if diff := cmp.Diff(&last, c.ask("GET", "/v1/sessions/c17", "").state(t).Step); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	path, _ := json.Marshal(s.End())
	c.ask("DELETE", "/v1/sessions/c17", "").is(t, http.StatusOK, `"session":"c17"`, `"turns":4`, `"path":`+string(path))
	c.ask("DELETE", "/v1/sessions/c17", "").is(t, http.StatusNotFound)
	c.ask("GET", "/v1/sessions/c17", "").is(t, http.StatusNotFound, "POST /v1/sessions", "30m0s")
}

func TestCreate(t *testing.T) {
	c := defaults().start(t)
	ids := map[string]bool{}
	for _, body := range []string{"", "{}", `{"id":null}`} {
		var got struct{ ID string }
		r := c.ask("POST", "/v1/sessions", body).is(t, http.StatusCreated)
		if err := json.Unmarshal([]byte(r.body), &got); err != nil || len(got.ID) < 20 || r.header.Get("Location") != "/v1/sessions/"+got.ID {
			t.Errorf("%s %v", r.body, r.header)
		}
		ids[got.ID] = true
	}
	if len(ids) != 3 {
		t.Errorf("%v", ids)
	}
	c.ask("POST", "/v1/sessions", `{"id":"a"}`).is(t, http.StatusCreated)
	c.ask("POST", "/v1/sessions", `{"id":"a"}`).is(t, http.StatusConflict, `"code":"exists"`)
	c.ask("POST", "/v1/sessions/b/turns", hello).is(t, http.StatusNotFound, "?create=true")
	c.ask("POST", "/v1/sessions/b/turns?create=false", hello).is(t, http.StatusNotFound)
	c.ask("POST", "/v1/sessions/b/turns?create=1", hello).is(t, http.StatusBadRequest, `create is \"1\", expected true or false`)
	c.ask("POST", "/v1/sessions/b/turns?create=%zz", hello).is(t, http.StatusBadRequest)
	c.ask("POST", "/v1/sessions/b/turns?creat=true", hello).is(t, http.StatusBadRequest, `unknown parameter \"creat\", expected create`)
	c.ask("POST", "/v1/sessions", "null").is(t, http.StatusBadRequest, "JSON null")
	for _, ask := range []string{"POST /v1/sessions", "GET /v1/sessions/a", "DELETE /v1/sessions/a", "GET /v1/sessions/a/events", "GET /v1/model", "POST /v1/model/reload"} {
		method, path, _ := strings.Cut(ask, " ")
		c.ask(method, path+"?x=1", "").is(t, http.StatusBadRequest, `unknown parameter \"x\", expected none`)
	}
	if got := c.push("b", hello).state(t); !got.Created || got.Turns != 1 {
		t.Errorf("%+v", got)
	}
	for _, id := range []string{".a", "a%2Fb", "a%20b", "%C3%A9", strings.Repeat("a", 129), "a%00"} {
		c.push(id, hello).is(t, http.StatusUnprocessableEntity, `"code":"id"`)
		c.ask("GET", "/v1/sessions/"+id, "").is(t, http.StatusUnprocessableEntity)
		c.ask("DELETE", "/v1/sessions/"+id, "").is(t, http.StatusUnprocessableEntity)
		c.ask("GET", "/v1/sessions/"+id+"/events", "").is(t, http.StatusUnprocessableEntity)
	}
	for _, id := range []string{"-100123", "a@b", "x:y~z+1=_", strings.Repeat("a", 128)} {
		c.push(id, hello).is(t, http.StatusOK)
	}
	c.ask("POST", "/v1/sessions", `{"id":""}`).is(t, http.StatusUnprocessableEntity)
}

// What is wrong with a body is said, and nothing is counted.
func TestBadBodies(t *testing.T) {
	u := defaults()
	u.options.Body, u.options.Text = 1000, 100
	c := u.start(t)
	c.push("a", hello).is(t, http.StatusOK)
	for body, want := range map[string]struct {
		status int
		says   string
	}{
		`{"text":"a","txt":"b"}`: {400, `unknown field \"txt\", expected id, speaker, text, symbol, vector`},
		`{"text":17}`:            {400, "field text is a JSON number, expected a string"},
		`{"vector":["a"]}`:       {400, "field vector is a JSON string, expected a number that fits"},
		`{"vector":[1e400]}`:     {400, "field vector is a JSON number 1e400, expected a number that fits"},
		`{"vector":"a"}`:         {400, "field vector is a JSON string, expected an array of numbers"},
		`["a"]`:                  {400, "the body is a JSON array, expected an object"},
		`{"text":"a"} {}`:        {400, "something follows the JSON object"},
		`{"text":"a"`:            {400, "cut short"},
		`{"text":'a'}`:           {400, "no JSON at byte 9"},
		` `:                      {400, "the body is empty"},
		`{}`:                     {422, "expected text, symbol or vector"},
		`null`:                   {400, "the body is a JSON null, expected an object"},
		`{"symbol":"greeting"}`:  {422, "the model observes words: expected a text"},
		`{"text":"` + strings.Repeat("é", 101) + `"}`:                  {422, "text has 101 characters, expected at most 100"},
		`{"text":"a","id":"` + strings.Repeat("x", 257) + `"}`:         {422, "id has 257 bytes, expected at most 256"},
		`{"text":"` + strings.Repeat("a", 1000) + `"}`:                 {413, "expected at most 1000 bytes"},
		strings.Repeat(`{"text":`, 50) + "1" + strings.Repeat("}", 50): {400, "expected a string"},
		strings.Repeat("[", 990):                                       {400, "cut short"},
	} {
		c.push("a", body).is(t, want.status, want.says)
	}
	c.change = func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	c.push("a", hello).is(t, http.StatusUnsupportedMediaType, "expected application/json")
	c.change = func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }
	if got := c.push("a", hello).state(t); got.Turns != 2 {
		t.Errorf("%+v", got)
	}
	c.push("b", `{"text":""}`).is(t, http.StatusOK) // a sticker
}

func TestPathsAndMethods(t *testing.T) {
	c := defaults().start(t)
	r := c.ask("PUT", "/v1/sessions/a", "{}").is(t, http.StatusMethodNotAllowed, "expected DELETE, GET, HEAD")
	if r.header.Get("Allow") != "DELETE, GET, HEAD" {
		t.Error(r.header)
	}
	c.ask("GET", "/v2", "").is(t, http.StatusNotFound, "/openapi.json")
	c.ask("GET", "/v1/sessions", "").is(t, http.StatusMethodNotAllowed)
	c.ask("GET", "/healthz", "").is(t, http.StatusOK)
	c.ask("GET", "/readyz", "").is(t, http.StatusOK)
	page := c.ask("GET", "/", "").is(t, http.StatusOK, "<html")
	if page.header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(page.header.Get("Content-Security-Policy"), "default-src 'self'") ||
		page.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(page.header)
	}
	c.change = func(r *http.Request) { r.Header.Set("If-None-Match", page.header.Get("ETag")) }
	c.ask("GET", "/", "").is(t, http.StatusNotModified)
}

// What a store cannot take is not acknowledged; the server goes on, and goes on taking when there is room.
func TestStoreFails(t *testing.T) {
	u, s := defaults(), &failing{Memory: store.NewMemory()}
	u.store, u.options.Timeout = s, 50*time.Millisecond
	c := u.start(t)
	c.push("a", hello).is(t, http.StatusOK)
	for _, test := range []struct {
		fail   func(context.Context) error
		status int
		code   string
	}{
		{func(context.Context) error { return fmt.Errorf("write /var/x: %w", syscall.ENOSPC) }, 507, "storage_full"},
		{func(context.Context) error { return errors.New("redis: connection refused") }, 503, "storage"},
		{func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, 503, "storage_slow"},
	} {
		s.set(test.fail)
		r := c.push("a", hello).is(t, test.status, `"code":"`+test.code+`"`, "nothing was acknowledged")
		if r.header.Get("Retry-After") == "" || strings.Contains(r.body, "/var/x") || strings.Contains(r.body, "redis") {
			t.Errorf("%s %v", r.body, r.header)
		}
		if !strings.Contains(c.log.String(), `"code":"`+test.code+`"`) {
			t.Errorf("the log does not tell: %s", c.log)
		}
		c.ask("GET", "/v1/sessions/a", "").is(t, http.StatusOK, `"turns":1`)
		c.ask("GET", "/healthz", "").is(t, http.StatusOK)
		c.ask("GET", "/readyz", "").is(t, test.status, `"code":"`+test.code+`"`)
	}
	s.set(nil)
	c.ask("GET", "/readyz", "").is(t, http.StatusOK)
	c.push("a", hello).is(t, http.StatusOK, `"turns":2`)
	if !strings.Contains(c.log.String(), "no space left") {
		t.Error("the log does not say why")
	}
}

// A panic in a request is that request's trouble.
func TestPanic(t *testing.T) {
	u, s := defaults(), &failing{Memory: store.NewMemory()}
	u.store = s
	c := u.start(t)
	s.set(func(context.Context) error { panic("a bug") })
	c.push("a", hello).is(t, http.StatusInternalServerError, `"code":"panic"`)
	if log := c.log.String(); !strings.Contains(log, "a bug") || !strings.Contains(log, "sessions_test.go") {
		t.Errorf("the log does not tell: %s", log)
	}
	s.set(nil)
	c.push("a", hello).is(t, http.StatusOK, `"turns":1`)
}

func TestSessionLimit(t *testing.T) {
	u := defaults()
	u.keeper.Limit = 2
	c := u.start(t)
	c.push("a", hello).is(t, http.StatusOK)
	c.push("b", hello).is(t, http.StatusOK)
	if r := c.push("c", hello).is(t, http.StatusServiceUnavailable, `"code":"full"`); r.header.Get("Retry-After") != "30" {
		t.Error(r.header)
	}
	c.ask("POST", "/v1/sessions", "").is(t, http.StatusServiceUnavailable)
	c.push("a", hello).is(t, http.StatusOK)
	c.ask("DELETE", "/v1/sessions/a", "").is(t, http.StatusOK)
	c.push("c", hello).is(t, http.StatusOK)
}

// A thousand sessions at once, each in order.
func TestThousandSessions(t *testing.T) {
	c := defaults().start(t)
	places := make(chan struct{}, 100)
	var group sync.WaitGroup
	for i := range 1000 {
		group.Go(func() {
			for n := range 3 {
				places <- struct{}{}
				if got := c.push(fmt.Sprint(i), hello).state(t); got.Turns != n+1 {
					t.Errorf("%+v", got)
				}
				<-places
			}
		})
	}
	group.Wait()
}

// Text and speaker are redacted before the model sees them.
func TestRedact(t *testing.T) {
	u := defaults()
	u.options.Redact = func(text string) string {
		return strings.NewReplacer("Zelda", "customer", "4711", "order").Replace(text)
	}
	c := u.start(t)
	said := c.push("a", `{"speaker":"Zelda","text":"where is my 4711?"}`).state(t)
	want := c.push("b", `{"speaker":"customer","text":"where is my order?"}`).state(t)
	if diff := cmp.Diff(want.Step, said.Step); diff != "" {
		t.Error(diff)
	}
	if other := defaults().start(t).push("a", `{"speaker":"Zelda","text":"where is my 4711?"}`).state(t); cmp.Equal(other.Step, said.Step) {
		t.Error("the same without it: the test shows nothing")
	}
}
