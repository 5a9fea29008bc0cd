package main

import (
	"fmt"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// limit holds the files that the server writes to a length, or lifts that.
func (s *served) limit(bytes uint64) {
	s.t.Helper()
	var now unix.Rlimit
	if err := unix.Prlimit(s.Process.Pid, unix.RLIMIT_FSIZE, nil, &now); err != nil {
		s.t.Fatal(err)
	}
	now.Cur = min(bytes, now.Max)
	if err := unix.Prlimit(s.Process.Pid, unix.RLIMIT_FSIZE, &now, nil); err != nil {
		s.t.Fatal(err)
	}
}

// A server whose store is full says so, and is not ready until there is room, though nobody sends it turns then.
func TestServeFull(t *testing.T) {
	s := startServer(t, "-m", words(t), "--store", filepath.Join(t.TempDir(), "sessions.db"))
	s.limit(100 << 10)
	push := func(i int) int {
		t.Helper()
		if i == 2000 {
			t.Fatal("the limit is none")
		}
		status, answer, err := s.ask("POST", fmt.Sprintf("/v1/sessions/%d/turns?create=true", i), turnHello)
		if err != nil || status != 200 && status != 507 {
			t.Fatalf("%d %s %v", status, answer, err)
		}
		return status
	}
	taken, refused := 0, 0
	for i := 0; refused < 5; i++ { // the first refusal leaves gaps in which some others find room
		if push(i) == 200 {
			taken++
			continue
		}
		refused++
		s.answers("GET", "/readyz", "", 507, `"code":"storage_full"`)
	}
	s.answers("GET", "/v1/sessions/0", "", 200, `"turns":1`)
	s.answers("GET", "/healthz", "", 200, "ok")
	s.limit(unix.RLIM_INFINITY)
	s.answers("GET", "/readyz", "", 200, "ready")
	s.answers("GET", "/metrics", "", 200, fmt.Sprintf("intenthmm_sessions %d\n", taken)) // nothing is left of the asking
	s.answers("POST", "/v1/sessions/new/turns?create=true", turnHello, 200, `"turns":1`)
	s.stop()
}
