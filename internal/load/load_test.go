package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// counter answers pushes with how many there were in the session, and leaves one out now and then.
type counter struct {
	mu    sync.Mutex
	turns map[string]int
	lose  int // every so many-th is lost; 0: none
	all   int
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all++; c.lose == 0 || c.all%c.lose > 0 {
		c.turns[r.URL.Path]++
	}
	fmt.Fprintf(w, `{"turns":%d}`, c.turns[r.URL.Path])
}

func TestRun(t *testing.T) {
	for _, lose := range []int{0, 10} {
		c := &counter{turns: map[string]int{}, lose: lose}
		server := httptest.NewServer(c)
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		r := run(ctx, server.URL, 5)
		cancel()
		server.Close()
		if len(r.latencies) == 0 || (r.failed > 0) != (lose > 0) {
			t.Errorf("loses %d: %v", lose, r)
		}
		if lose > 0 && !strings.Contains(r.String(), "were pushed") {
			t.Errorf("does not say why: %v", r)
		}
	}
}

func TestPercentile(t *testing.T) {
	r := merge([]result{{latencies: []time.Duration{3, 1}}, {latencies: []time.Duration{2, 4}}}, time.Second)
	for p, want := range map[float64]time.Duration{0: 1, 25: 1, 50: 2, 51: 3, 75: 3, 99.9: 4, 100: 4} {
		if got := r.percentile(p); got != want {
			t.Errorf("%v %%: %v, want %v", p, got, want)
		}
	}
}
