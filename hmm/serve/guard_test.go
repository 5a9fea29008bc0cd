package serve_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/serve"
)

// With a token, whoever lacks it gets nothing but what a page and a probe need.
func TestToken(t *testing.T) {
	u := defaults()
	u.options.Token = "s3cret"
	c := u.start(t)
	for _, header := range []string{"", "s3cret", "Bearer", "Bearer ", "Bearer s3cre", "Bearer s3cret2", "Basic s3cret"} {
		c.change = func(r *http.Request) { r.Header.Set("Authorization", header) }
		for _, path := range []string{"/v1/model", "/v1/sessions/a", "/v1/sessions/a/events", "/metrics"} {
			if r := c.ask("GET", path, "").is(t, http.StatusUnauthorized, "Bearer TOKEN"); r.header.Get("WWW-Authenticate") == "" {
				t.Error(r.header)
			}
		}
		for _, path := range []string{"/v1/sessions", "/v1/sessions/a/turns?create=true", "/v1/model/reload"} {
			c.ask("POST", path, hello).is(t, http.StatusUnauthorized)
		}
		for _, path := range []string{"/", "/healthz", "/readyz", "/openapi.json"} {
			c.ask("GET", path, "").is(t, http.StatusOK)
		}
	}
	for _, header := range []string{"Bearer s3cret", "bearer  s3cret"} {
		c.change = func(r *http.Request) { r.Header.Set("Authorization", header); r.Host = "bot.example" }
		c.push("a", hello).is(t, http.StatusOK)
		c.ask("GET", "/metrics", "").is(t, http.StatusOK)
	}
}

// Without a token only this machine's own names are answered, whatever a site's name points to.
func TestHost(t *testing.T) {
	c := defaults().start(t)
	for host, ok := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LOCALHOST": true, "127.0.0.1:1": true, "127.9.9.9": true, "[::1]": true, "[::1]:80": true,
		"evil.example": false, "evil.example:80": false, "127.0.0.1.evil.example": false, "192.168.0.1": false, "localhost.evil.example": false, "[fe80::1]": false, "0.0.0.0": false,
	} {
		c.change = func(r *http.Request) { r.Host = host }
		status := http.StatusOK
		if !ok {
			status = http.StatusForbidden
		}
		c.push("a", hello).is(t, status)
		c.ask("GET", "/v1/model", "").is(t, status)
		c.ask("GET", "/metrics", "").is(t, status)
		c.ask("GET", "/healthz", "").is(t, http.StatusOK)
	}
}

// A page on the internet does not drive the server through a browser.
func TestOrigin(t *testing.T) {
	c := defaults().start(t)
	for _, test := range []struct {
		header, value string
		status        int
	}{
		{"Origin", "https://evil.example", 403}, {"Origin", "null", 403}, {"Sec-Fetch-Site", "cross-site", 403}, {"Sec-Fetch-Site", "same-site", 403},
		{"Origin", c.url, 200}, {"Sec-Fetch-Site", "same-origin", 200}, {"Sec-Fetch-Site", "none", 200},
	} {
		c.change = func(r *http.Request) { r.Header.Set(test.header, test.value) }
		c.push("a", hello).is(t, test.status)
	}
	c.change = nil
	c.ask("GET", "/v1/sessions/a", "").is(t, http.StatusOK, `"turns":3`)
}

func TestRate(t *testing.T) {
	u := defaults()
	u.options.Rate, u.options.Burst = 0.01, 3
	s := u.server(t)
	ask := func(remote string) *http.Response {
		r, _ := http.NewRequest("GET", "http://localhost/v1/model", nil)
		r.RemoteAddr = remote
		return once(s, r).Result()
	}
	for i := range 5 {
		a := ask("10.0.0.1:999")
		if want := map[bool]int{true: 200, false: 429}[i < 3]; a.StatusCode != want {
			t.Errorf("request %d: %d, want %d", i, a.StatusCode, want)
		}
		if after := a.Header.Get("Retry-After"); i >= 3 && after != "100" {
			t.Errorf("Retry-After is %q", after)
		}
	}
	if a := ask("10.0.0.2:1"); a.StatusCode != 200 {
		t.Errorf("another client: %d", a.StatusCode)
	}
	for i := range 4 { // one network of IPv6 is one client
		a := ask("[2001:db8::" + string(rune('1'+i)) + "]:7")
		if want := map[bool]int{true: 200, false: 429}[i < 3]; a.StatusCode != want {
			t.Errorf("request %d: %d, want %d", i, a.StatusCode, want)
		}
	}
	if a := ask("[2001:db8:0:1::1]:7"); a.StatusCode != 200 {
		t.Errorf("another network: %d", a.StatusCode)
	}
}

// Where nothing is said of it, as many requests may come at once as in a second, and one always.
func TestBurst(t *testing.T) {
	for limit, want := range map[float64]int{0.01: 1, 0.9: 1, 1: 1, 2.5: 3, 30: 30} {
		u := defaults()
		u.options.Rate = limit
		s, taken := u.server(t), 0
		for begun := time.Now(); taken < 100 && once(s, get("/v1/model")).Code == 200; taken++ {
			if time.Since(begun) > time.Second/10 {
				t.Skip("skipped: the machine is too slow to ask many times at once")
			}
		}
		if more := 0.1*limit + 1; taken < want || float64(taken) > float64(want)+more {
			t.Errorf("at a rate of %v, %d requests at once, want %d", limit, taken, want)
		}
	}
}

func TestBadOptions(t *testing.T) {
	for _, set := range []func(*serve.Options){
		func(o *serve.Options) { o.Body = 0 }, func(o *serve.Options) { o.Text = 0 }, func(o *serve.Options) { o.Streams = -1 },
		func(o *serve.Options) { o.Rate = -1 }, func(o *serve.Options) { o.Burst = -1 },
		func(o *serve.Options) { o.Grace = 0 }, func(o *serve.Options) { o.Heartbeat = 0 },
	} {
		o := serve.DefaultOptions()
		set(&o)
		if _, err := serve.New(nil, o, nil); err == nil || !strings.HasPrefix(err.Error(), "serve: ") {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
