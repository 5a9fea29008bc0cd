package serve_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

// raw sends bytes and returns the first line of what comes back, "" if nothing does until the server
// closes the connection.
func (c *client) raw(text string) string {
	c.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	fmt.Fprint(conn, text)
	line, err := bufio.NewReader(conn).ReadString('\n')
	if errors.Is(err, context.DeadlineExceeded) || err != nil && strings.Contains(err.Error(), "timeout") {
		c.t.Errorf("%q: the server keeps the connection", text)
	}
	return strings.TrimSpace(line)
}

// Clients that are slow, stop in the middle, or talk nonsense lose their connection, and nobody else does.
func TestBadClients(t *testing.T) {
	u := defaults()
	u.options.Read = 200 * time.Millisecond
	c := u.start(t)
	for text, want := range map[string]string{
		"": "",
		"POST /v1/sessions/a/turns HTTP/1.1\r\nHost: loc": "",
		"POST /v1/sessions/a/turns?create=true HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"text\":": "HTTP/1.1 408 Request Timeout",
		"nonsense\r\n\r\n": "HTTP/1.1 400 Bad Request",
		"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 40_000) + "\r\n\r\n": "HTTP/1.1 431 Request Header Fields Too Large",
	} {
		if got := c.raw(text); got != want {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
	open := []net.Conn{}
	for range 200 { // half-open connections
		conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(conn, "POST /v1/sess")
		open = append(open, conn)
	}
	c.push("a", hello).is(t, http.StatusOK, `"turns":1`)
	for _, conn := range open {
		conn.Close()
	}
}

// A shutdown finishes what is under way, ends streams, and takes nothing new.
func TestShutdown(t *testing.T) {
	u, s := defaults(), &failing{Memory: store.NewMemory()}
	u.store = s
	l := listen(t)
	server := u.server(t)
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- server.Run(ctx, l) }()
	c := &client{t: t, url: "http://" + l.Addr().String(), log: u.log}
	c.push("a", hello)
	stream := c.listen("a", "")
	stream.next("step")
	saving, save := make(chan struct{}), make(chan struct{})
	s.set(func(context.Context) error { close(saving); <-save; return nil })
	answer := make(chan response, 1)
	go func() { answer <- c.push("a", hello) }()
	<-saving
	cancel()
	stream.next("closing")
	stream.ends()
	for once(server, get("/readyz")).Code != http.StatusServiceUnavailable {
		time.Sleep(time.Millisecond)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		time.Sleep(50 * time.Millisecond)
		if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
			t.Error("a connection is taken")
		}
	}
	close(save)
	(<-answer).is(t, http.StatusOK, `"turns":2`)
	if err := <-ran; err != nil {
		t.Error(err)
	}
}

func get(path string) *http.Request {
	r, _ := http.NewRequest("GET", "http://localhost"+path, nil)
	return r
}

// What does not finish in time is cut off, and that is said.
func TestShutdownCutsOff(t *testing.T) {
	u, s := defaults(), &failing{Memory: store.NewMemory()}
	u.store, u.options.Grace = s, 50*time.Millisecond
	l := listen(t)
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	server := u.server(t)
	go func() { ran <- server.Run(ctx, l) }()
	saving := make(chan struct{})
	s.set(func(ctx context.Context) error { close(saving); <-ctx.Done(); return ctx.Err() })
	go http.Post("http://"+l.Addr().String()+"/v1/sessions/a/turns?create=true", "application/json", strings.NewReader(hello))
	<-saving
	cancel()
	select {
	case err := <-ran:
		if err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("error %v", err)
		}
	case <-time.After(patience):
		t.Fatal("does not end")
	}
}

// A client that has gone away gets no answer that looks like success.
func TestClientGone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	defer func() {
		if v := recover(); v != http.ErrAbortHandler {
			t.Errorf("panic %v, want that the connection is closed", v)
		}
	}()
	w := once(defaults().server(t), get("/v1/sessions/a").WithContext(ctx))
	t.Errorf("status %d", w.Code)
}

// Reloads under load drop no session and no turn.
func TestReloadUnderLoad(t *testing.T) {
	older, newer := models(t)
	u := defaults()
	var n atomic.Int64
	u.options.Reload = func() (*intent.Model, error) {
		switch n.Add(1) % 3 {
		case 0:
			return nil, errors.New("model file: states is missing")
		case 1:
			return newer, nil
		}
		return older, nil
	}
	c := u.start(t)
	stop, reloads := make(chan struct{}), sync.WaitGroup{}
	reloads.Go(func() {
		for i := 1; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			status := map[bool]int{true: http.StatusUnprocessableEntity, false: http.StatusOK}[i%3 == 0]
			c.ask("POST", "/v1/model/reload", "").is(t, status)
		}
	})
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			model := ""
			for turn := range 20 {
				got := c.push(fmt.Sprint(i), hello).state(t)
				if model == "" {
					model = got.Model
				}
				if got.Turns != turn+1 || got.Model != model || got.Restarted {
					t.Errorf("%+v", got)
				}
			}
		})
	}
	group.Wait()
	close(stop)
	reloads.Wait()
}

func TestReload(t *testing.T) {
	_, newer := models(t)
	u := defaults()
	c := u.start(t)
	c.ask("POST", "/v1/model/reload", "").is(t, http.StatusUnprocessableEntity, "not read from a file")
	fail := error(nil)
	u.options.Reload = func() (*intent.Model, error) { return newer, fail }
	c = u.start(t)
	before := c.ask("GET", "/v1/model", "").body
	fail = errors.New("model file: states is missing")
	c.ask("POST", "/v1/model/reload", "").is(t, http.StatusUnprocessableEntity, "the model stays as it is: model file: states is missing")
	if c.ask("GET", "/v1/model", "").body != before {
		t.Error("the model has changed")
	}
	if log := c.log.String(); !strings.Contains(log, `"level":"ERROR","msg":"the model stays as it is","error":"model file: states is missing"`) {
		t.Errorf("the log does not tell: %s", log)
	}
	fail = nil
	c.ask("POST", "/v1/model/reload", "").is(t, http.StatusOK, `{"model":"`, `"states":5,"named":0,"outcomes":["abandoned","hand-off"]}`)
	if after := c.ask("GET", "/v1/model", "").is(t, http.StatusOK, `"outcomes":["abandoned","hand-off"]`, `"horizon":5`, `"observes":"words"`); after.body == before {
		t.Error("the model has not changed")
	}
	c.ask("GET", "/metrics", "").is(t, http.StatusOK, `intenthmm_model_reloads_total{result="done"} 1`, `intenthmm_model_reloads_total{result="failed"} 1`, `states="5"`)
}

// Labels that changed in the file apply to open sessions at once, and the answer and the log tell that they took.
func TestReloadLabels(t *testing.T) {
	m, _ := models(t)
	u := defaults()
	u.options.Reload = func() (*intent.Model, error) {
		return m.Relabel([]intent.Label{{State: 0, Name: "x"}, {State: 1, Name: "x"}, {State: 2, Name: "x"}, {State: 3, Name: "y", Outcome: "y"}})
	}
	c := u.start(t)
	before := c.push("a", hello).state(t)
	c.ask("POST", "/v1/model/reload", "").is(t, http.StatusOK, `{"model":"`+before.Model+`","states":4,"named":4,"outcomes":["y"]}`)
	if got := c.push("a", hello).state(t); got.Turns != 2 || got.Model != before.Model || got.Step.Intent != "x" && got.Step.Intent != "y" {
		t.Errorf("%+v", got)
	}
	if log := c.log.String(); !strings.Contains(log, `"msg":"model reloaded","model":"`+before.Model+`","states":4,"named":4,"outcomes":["y"]`) {
		t.Errorf("the log does not tell: %s", log)
	}
}

// Sessions of a model that is not loaded begin anew: each is counted once, and the first is logged.
func TestBeganAnew(t *testing.T) {
	_, newer := models(t)
	u := defaults()
	older, err := live.New(newer, u.store, u.keeper)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c"} {
		if _, err := older.Create(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	c := u.start(t)
	c.ask("GET", "/v1/sessions/a", "").is(t, http.StatusOK, `"restarted":true`) // to look is not to begin
	for _, id := range []string{"a", "a", "b", "c"} {
		c.push(id, hello).is(t, http.StatusOK)
	}
	c.push("d", hello)
	c.ask("GET", "/metrics", "").is(t, http.StatusOK, "intenthmm_sessions_restarted_total 3")
	if log := c.log.String(); strings.Count(log, "began anew") != 1 || !strings.Contains(log, `"level":"WARN"`) || !strings.Contains(log, `"session":"a"`) {
		t.Errorf("the log: %s", log)
	}
}

func TestMetrics(t *testing.T) {
	c := defaults().start(t)
	c.push("a", `{"id":"1","text":"hello"}`)
	c.push("a", `{"id":"1","text":"hello"}`)
	c.push("a", `{"text":"zyxwv qqqqq zzzzz"}`)
	c.push("b", "{}")
	c.ask("GET", "/v1/sessions/nobody", "")
	c.ask("GET", "/metrics", "").is(t, http.StatusOK,
		"intenthmm_push_seconds_count 3", "intenthmm_turn_surprise_nats_count 2", "intenthmm_turn_unknown_share_count 2", "intenthmm_turns_repeated_total 1",
		`intenthmm_turn_doubts_total{doubt="unfamiliar"} 1`, `intenthmm_problems_total{code="turn"} 1`, `intenthmm_problems_total{code="session"} 1`,
		"intenthmm_sessions 1", "intenthmm_streams 0", `intenthmm_model_info{model="`, `intenthmm_request_seconds_count{route="POST /v1/sessions/{id}/turns",status="200"} 3`,
		"go_goroutines")
}
