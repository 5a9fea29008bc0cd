package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A listener reads a session's events.
type listener struct {
	t      testing.TB
	events chan event
	close  func()
}

type event struct{ name, id, data string }

// listen follows a session; last is the Last-Event-ID, "" for none.
func (c *client) listen(id, last string) *listener {
	c.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", c.url+"/v1/sessions/"+id+"/events", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	if a.StatusCode != http.StatusOK || a.Header.Get("Content-Type") != "text/event-stream" {
		c.t.Fatalf("status %d, %v", a.StatusCode, a.Header)
	}
	l := &listener{c.t, make(chan event, 100), func() { cancel(); a.Body.Close() }}
	c.t.Cleanup(l.close)
	go l.read(a.Body)
	return l
}

func (l *listener) read(body io.Reader) {
	defer close(l.events)
	var e event
	for lines := bufio.NewScanner(body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "event":
			e.name = value
		case "id":
			e.id = value
		case "data":
			e.data = value
		case "":
			if e.name != "" {
				l.events <- e
			}
			e = event{}
		}
	}
}

// next demands an event of that name.
func (l *listener) next(name string) event {
	l.t.Helper()
	select {
	case e, open := <-l.events:
		if !open || e.name != name {
			l.t.Fatalf("event %+v, want %s", e, name)
		}
		return e
	case <-time.After(patience):
		l.t.Fatalf("no event %s", name)
		return event{}
	}
}

// ends demands the end of the stream.
func (l *listener) ends() {
	l.t.Helper()
	select {
	case e, open := <-l.events:
		if open {
			l.t.Errorf("event %+v, want none", e)
		}
	case <-time.After(patience):
		l.t.Error("the stream does not end")
	}
}

// Listeners get what the pusher gets, in order, and the end.
func TestEvents(t *testing.T) {
	c := defaults().start(t)
	c.ask("GET", "/v1/sessions/a/events", "").is(t, http.StatusNotFound)
	c.ask("POST", "/v1/sessions", `{"id":"a"}`)
	first := c.listen("a", "")
	var answers []string
	for i := range 3 {
		r := c.push("a", fmt.Sprintf(`{"id":"%d","text":"hello"}`, i)).is(t, http.StatusOK)
		answers = append(answers, strings.TrimSpace(r.body))
		c.push("a", fmt.Sprintf(`{"id":"%d","text":"hello"}`, i)) // comes again: no event
	}
	second := c.listen("a", "")
	for i := range answers {
		if e := first.next("step"); e.data != answers[i] || e.id != fmt.Sprint(i) {
			t.Errorf("event %+v, want %s", e, answers[i])
		}
	}
	if e := second.next("step"); e.id != "2" { // where the session stands
		t.Errorf("%+v", e)
	}
	end := c.ask("DELETE", "/v1/sessions/a", "").is(t, http.StatusOK)
	for _, l := range []*listener{first, second} {
		if e := l.next("end"); e.data != strings.TrimSpace(end.body) {
			t.Errorf("event %+v, want %s", e, end.body)
		}
		l.ends()
	}
}

// Who comes back is told what it missed, as far as that can be told.
func TestLastEventID(t *testing.T) {
	c := defaults().start(t)
	for range 5 {
		c.push("a", hello)
	}
	for last, want := range map[string]string{"0": `{"from":1,"to":3}`, "2": `{"from":3,"to":3}`, "3": "", "": "", "99": ""} {
		l := c.listen("a", last)
		if want != "" {
			if e := l.next("missed"); e.data != want || e.id != "" {
				t.Errorf("after %s: %+v, want %s", last, e, want)
			}
		}
		if e := l.next("step"); e.id != "4" {
			t.Errorf("after %s: %+v", last, e)
		}
		l.close()
	}
	l := c.listen("a", "4") // knows everything
	c.push("a", hello)
	if e := l.next("step"); e.id != "5" {
		t.Errorf("%+v", e)
	}
	for _, bad := range []string{"x", "-1", "1.5"} {
		c.change = func(r *http.Request) { r.Header.Set("Last-Event-ID", bad) }
		c.ask("GET", "/v1/sessions/a/events", "").is(t, http.StatusBadRequest, "expected the number of a turn")
	}
}

// A listener that does not read is dropped, told so if it reads again, and nobody waits for it.
func TestSlowListener(t *testing.T) {
	u := defaults()
	u.options.Write = time.Second
	c := u.start(t)
	c.push("a", hello)
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.(*net.TCPConn).SetReadBuffer(4096)
	fmt.Fprintf(conn, "GET /v1/sessions/a/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
	fast := c.listen("a", "")
	fast.next("step")
	slowest := time.Duration(0)
	for start := time.Now(); !strings.Contains(c.ask("GET", "/metrics", "").body, "intenthmm_streams 1"); {
		if time.Since(start) > patience {
			t.Fatal("the listener is not dropped")
		}
		for range 100 {
			begun := time.Now()
			c.push("a", hello).is(t, http.StatusOK)
			slowest = max(slowest, time.Since(begun))
			fast.next("step")
		}
	}
	if slowest > time.Second/2 {
		t.Errorf("a push took %v", slowest)
	}
}

// smallBuffers is a listener whose connections hold little that was not read.
type smallBuffers struct{ net.Listener }

func (l smallBuffers) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		err = conn.(*net.TCPConn).SetWriteBuffer(4096)
	}
	return conn, err
}

// A listener that pauses for too long reads what there was room for, and then that it was dropped.
func TestDropped(t *testing.T) {
	u := defaults()
	c := &client{t: t, url: "http://" + running(t, u.server(t), smallBuffers{listen(t)}), log: u.log}
	c.push("a", hello)
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET /v1/sessions/a/events HTTP/1.0\r\nHost: localhost\r\n\r\n")
	for start := time.Now(); !strings.Contains(c.ask("GET", "/metrics", "").body, "intenthmm_streams 1"); {
		if time.Since(start) > patience {
			t.Fatal("the stream does not begin")
		}
	}
	const pushes = 1500 // more than buffers hold
	for range pushes {
		c.push("a", hello).is(t, http.StatusOK)
	}
	conn.SetDeadline(time.Now().Add(patience))
	text, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(text), "event: dropped\n") {
		t.Errorf("%v, %d bytes, the end is %.200q", err, len(text), text[max(0, len(text)-200):])
	}
	if n := strings.Count(string(text), "event: step\n"); n < 64 || n >= pushes {
		t.Errorf("%d steps", n)
	}
}

// A stream outlives the times within which other requests have to be done, and shows that it is alive.
func TestLongStream(t *testing.T) {
	u := defaults()
	u.options.Read, u.options.Write, u.options.Timeout, u.options.Heartbeat = 50*time.Millisecond, 100*time.Millisecond, 100*time.Millisecond, 20*time.Millisecond
	c := u.start(t)
	c.push("a", hello)
	l := c.listen("a", "")
	l.next("step")
	time.Sleep(600 * time.Millisecond)
	c.push("a", hello)
	if e := l.next("step"); e.id != "1" {
		t.Errorf("%+v", e)
	}
}

// What another process does with the session is noticed at the heartbeats.
func TestOtherProcess(t *testing.T) {
	u := defaults()
	u.options.Heartbeat = 10 * time.Millisecond
	c, other := u.start(t), u.start(t)
	c.push("a", hello)
	l := c.listen("a", "")
	l.next("step")
	other.push("a", hello)
	if e := l.next("step"); e.id != "1" {
		t.Errorf("%+v", e)
	}
	other.ask("DELETE", "/v1/sessions/a", "")
	if e := l.next("end"); !strings.Contains(e.data, "expired") {
		t.Errorf("%+v", e)
	}
	l.ends()
}

func TestStreamLimit(t *testing.T) {
	u := defaults()
	u.options.Streams = 2
	c := u.start(t)
	c.push("a", hello)
	first, second := c.listen("a", ""), c.listen("a", "")
	c.ask("GET", "/v1/sessions/a/events", "").is(t, http.StatusServiceUnavailable, `"code":"streams"`)
	first.close()
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		r, _ := http.NewRequest("GET", c.url+"/v1/sessions/nobody/events", nil)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode == http.StatusNotFound {
			break
		}
		if time.Since(start) > patience {
			t.Fatal("the place of a stream that was closed stays taken")
		}
	}
	second.next("step")
	c.ask("HEAD", "/v1/sessions/a/events", "")
}

// Steps in events are what they are in answers.
func TestEventJSON(t *testing.T) {
	c := defaults().start(t)
	c.push("a", hello)
	var s state
	if err := json.Unmarshal([]byte(c.listen("a", "").next("step").data), &s); err != nil || s.Step == nil || s.Step.Basis != "filtered" {
		t.Errorf("%+v, %v", s, err)
	}
}
