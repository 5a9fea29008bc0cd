//go:build unix

package redis

import (
	"context"
	"syscall"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
)

// TestSilentServer stops the server without closing its connections: a context ends the wait.
func TestSilentServer(t *testing.T) {
	server := start(t)
	s := server.open(server.options)
	if err := s.Save(context.Background(), "a", once("first")); err != nil {
		t.Fatal(err)
	}
	server.cmd.Process.Signal(syscall.SIGSTOP)
	begin := time.Now()
	cancelled, cancel := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, cancel)
	_, err := s.Load(cancelled, "a")
	expect(t, err, context.Canceled)
	late, cancelLate := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancelLate()
	expect(t, s.Save(late, "a", store.Record{Revision: 2}), context.DeadlineExceeded)
	if waited := time.Since(begin); waited > 2*time.Second {
		t.Errorf("two contexts of 0.1 s took %v", waited)
	}
	server.cmd.Process.Signal(syscall.SIGCONT)
	if r, err := s.Load(context.Background(), "a"); err != nil || r.Revision == 0 {
		t.Errorf("revision %d, error %v", r.Revision, err)
	}
}
