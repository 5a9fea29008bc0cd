//go:build unix

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A served is the command serve under way.
type served struct {
	*process
	url string
}

// startServer starts the command serve at a free port.
func startServer(t *testing.T, args ...string) *served {
	t.Helper()
	p := start(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	p.says(`"msg":"listening"`)
	for line := range strings.Lines(p.err.String()) {
		var entry struct{ Msg, URL string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if entry.Msg == "listening" {
			return &served{p, entry.URL}
		}
	}
	t.Fatal("no address")
	return nil
}

// ask sends a request. The error is of a server that is not there.
func (s *served) ask(method, path, body string) (status int, answer string, err error) {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer a.Body.Close()
	data, err := io.ReadAll(a.Body)
	return a.StatusCode, string(data), err
}

// answers demands a status and a text.
func (s *served) answers(method, path, body string, status int, text string) {
	s.t.Helper()
	if got, answer, err := s.ask(method, path, body); err != nil || got != status || !strings.Contains(answer, text) {
		s.t.Errorf("%s %s: %d %s %v, want %d and %q", method, path, got, answer, err, status, text)
	}
}

// stop demands that the server ends in time and well.
func (s *served) stop() {
	s.t.Helper()
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if status := s.end(); status != statusDone || !strings.Contains(s.err.String(), `"msg":"stopped"`) {
		s.t.Errorf("exit %d: %s", status, s.err.String())
	}
}

// replace puts a file in the place of another.
func replace(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path+".new", []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

const turnHello = `{"speaker":"customer","text":"hello, where is my order?"}`

// Sessions in a file go on after a restart; those in memory do not.
func TestServeRestart(t *testing.T) {
	m := words(t)
	for store, second := range map[string]string{filepath.Join(t.TempDir(), "sessions.db"): `"turns":2`, "memory": `"turns":1`} {
		for _, turns := range []string{`"turns":1`, second} {
			s := startServer(t, "-m", m, "--store", store)
			s.answers("POST", "/v1/sessions/a/turns?create=true", turnHello, 200, turns)
			s.answers("GET", "/", "", 200, "<html")
			s.stop()
		}
	}
}

// The model is read again at SIGHUP and on request; a bad file changes nothing.
func TestServeReload(t *testing.T) {
	path := write(t, "m.json", read(t, words(t)))
	s := startServer(t, "-m", path)
	s.answers("POST", "/v1/sessions/a/turns?create=true", turnHello, 200, `"turns":1`)
	replace(t, path, read(t, model(t, chats, "-k", "5", "--restarts", "1", "--iterations", "3")))
	s.Process.Signal(syscall.SIGHUP)
	s.says(`"msg":"model reloaded"`)
	s.answers("GET", "/metrics", "", 200, `states="5"`)
	s.answers("POST", "/v1/sessions/a/turns", turnHello, 200, `"turns":2`)
	replace(t, path, "{}")
	s.answers("POST", "/v1/model/reload", "", 422, "not a model file")
	s.Process.Signal(syscall.SIGHUP)
	s.says(`"msg":"the model stays as it is"`)
	s.answers("POST", "/v1/sessions/b/turns?create=true", turnHello, 200, `"turns":1`)
	s.stop()
}

func TestServeStops(t *testing.T) {
	s := startServer(t, "-m", words(t))
	s.answers("POST", "/v1/sessions", `{"id":"a"}`, 201, "a")
	stream, err := http.Get(s.url + "/v1/sessions/a/events")
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	s.stop()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if text, _ := io.ReadAll(stream.Body); !strings.Contains(string(text), "event: closing") {
		t.Errorf("the stream ends with %q", text)
	}
}

func TestServeToken(t *testing.T) {
	token := write(t, "token", " s3cret\n")
	s := startServer(t, "-m", words(t), "--token-file", token, "--verbose")
	s.answers("GET", "/v1/model", "", 401, "Bearer TOKEN")
	r, _ := http.NewRequest("GET", s.url+"/v1/model", nil)
	r.Header.Set("Authorization", "Bearer s3cret")
	if a, err := http.DefaultClient.Do(r); err != nil || a.StatusCode != 200 {
		t.Errorf("%v, %v", a, err)
	}
	s.stop()
	if log := s.err.String(); strings.Contains(log, "s3cret") || !strings.Contains(log, `"path":"/v1/model"`) {
		t.Errorf("the log: %s", log)
	}
}

// What cannot be is refused before anything is served.
func TestServeUsage(t *testing.T) {
	m := words(t)
	for _, test := range []struct {
		status int
		says   string
		args   []string
	}{
		{statusUsage, "name its file with -m", nil},
		{statusUsage, "unexpected argument", []string{"-m", m, "x"}},
		{statusUsage, "a token is needed", []string{"-m", m, "--listen", "0.0.0.0:0"}},
		{statusUsage, "a token is needed", []string{"-m", m, "--listen", ":0"}},
		{statusUsage, "--text 0", []string{"-m", m, "--text", "0"}},
		{statusUsage, "--body 0", []string{"-m", m, "--body", "0"}},
		{statusUsage, "--rate -1", []string{"-m", m, "--rate", "-1"}},
		{statusUsage, "--rate NaN", []string{"-m", m, "--rate", "NaN"}},
		{statusUsage, "--sessions -1", []string{"-m", m, "--sessions", "-1"}},
		{statusUsage, "--horizon 0", []string{"-m", m, "--horizon", "0"}},
		{statusUsage, "--idle -1s", []string{"-m", m, "--idle", "-1s"}},
		{statusUsage, `"5" for flag -idle: parse error: expected a time with its unit, as in 5m`, []string{"-m", m, "--idle", "5"}},
		{statusUsage, `--listen "foo": expected an address and a port, as in 127.0.0.1:8080`, []string{"-m", m, "--listen", "foo"}},
		{statusUsage, "--store is empty", []string{"-m", m, "--store", ""}},
		{statusFailed, "horizon of 100000 turns", []string{"-m", m, "--horizon", "100000"}},
		{statusFailed, "no such file", []string{"-m", m, "--token-file", "nofile"}},
		{statusFailed, "expected a token", []string{"-m", m, "--token-file", write(t, "token", " \n")}},
		{statusFailed, "no such file", []string{"-m", "nofile"}},
		{statusFailed, "is no session store", []string{"-m", m, "--store", m}},
		{statusFailed, "redis", []string{"-m", m, "--store", "redis://127.0.0.1:1/0"}},
		{statusFailed, "listen tcp", []string{"-m", m, "--listen", "127.0.0.1:99999"}},
	} {
		r := call(t, append([]string{"serve"}, test.args...)...)
		r.fails(t, test.status, test.says)
	}
}

// TestServeHides: turns are redacted as the model was trained, and a model loaded later that wants it is
// warned of.
func TestServeHides(t *testing.T) {
	log := write(t, "x.jsonl", peopleLog())
	small := []string{log, "-k", "2", "--restarts", "1", "--iterations", "3"}
	redacted, plain := model(t, append(small, "--redact")...), model(t, small...)
	turn := func(text string) string { return `{"speaker":"Zelda","text":"` + text + `"}` }
	for _, c := range []struct {
		args   []string
		hidden bool
	}{
		{[]string{"-m", redacted}, true},
		{[]string{"-m", redacted, "--redact=false"}, false},
		{[]string{"-m", plain, "--redact"}, true},
		{[]string{"-m", plain}, false},
	} {
		s := startServer(t, c.args...)
		_, address, _ := s.ask("POST", "/v1/sessions/a/turns?create=true", turn("to z@new.example"))
		_, token, _ := s.ask("POST", "/v1/sessions/b/turns?create=true", turn("to <email>"))
		if same := strings.Replace(address, `"session":"a"`, `"session":"b"`, 1) == token; same != c.hidden {
			t.Errorf("%v: an address is answered as its token is: %v\n%s\n%s", c.args, same, address, token)
		}
		if warned := strings.Contains(s.err.String(), "trained on redacted text"); warned != (c.args[1] == redacted && !c.hidden) {
			t.Errorf("%v: %s", c.args, s.err.String())
		}
		s.stop()
	}
	path := write(t, "m.json", read(t, plain))
	s := startServer(t, "-m", path)
	replace(t, path, read(t, redacted))
	s.answers("POST", "/v1/model/reload", "", 200, "model")
	s.says("trained on redacted text, and this is not redacted")
	s.stop()
}
