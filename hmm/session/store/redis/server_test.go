package redis

import (
	"context"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"intenthmm/hmm/session/store"
	"intenthmm/hmm/session/store/storetest"
)

// A server is a redis-server of the test's own, on a socket in a folder of its own.
type server struct {
	t       *testing.T
	dir     string
	cmd     *exec.Cmd
	options Options
}

// start starts one, or skips the test where none is installed.
func start(t *testing.T, arguments ...string) *server {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("needs redis-server")
	}
	dir := t.TempDir()
	s := &server{t: t, dir: dir, options: Options{URL: "unix://" + filepath.Join(dir, "socket"), Prefix: "test:"}}
	s.run(arguments...)
	t.Cleanup(s.kill)
	return s
}

// run starts the process and waits until it answers.
func (s *server) run(arguments ...string) {
	s.t.Helper()
	arguments = append([]string{"--port", "0", "--unixsocket", filepath.Join(s.dir, "socket"), "--dir", s.dir, "--save", "", "--appendonly", "yes"}, arguments...)
	s.cmd = exec.Command("redis-server", arguments...)
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for begin := time.Now(); ; time.Sleep(5 * time.Millisecond) {
		st, err := Open(context.Background(), s.options)
		if err == nil {
			st.Close()
			return
		}
		if time.Since(begin) > 10*time.Second {
			s.t.Fatalf("the server does not answer: %v", err)
		}
	}
}

func (s *server) kill() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// open is a store on the server, closed at the end of the test.
func (s *server) open(options Options) *Store {
	s.t.Helper()
	st, err := Open(context.Background(), options)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { st.Close() })
	return st
}

// keepsContract runs the conformance suite, each law under a prefix of its own.
func keepsContract(t *testing.T, options Options) {
	n := 0
	open := func() (store.Store, error) {
		options.Prefix = "*[" + strconv.Itoa(n) + "]:" // letters of patterns
		return Open(context.Background(), options)
	}
	storetest.Run(t, storetest.Case{
		New:    func() (store.Store, error) { n++; return open() },
		Again:  open,
		Shared: true,
	})
}

func TestStore(t *testing.T) { keepsContract(t, start(t).options) }

func TestStoreWithTTL(t *testing.T) {
	options := start(t).options
	options.TTL = time.Hour
	keepsContract(t, options)
}

// TestStoreInProcess is for machines without a redis-server.
func TestStoreInProcess(t *testing.T) {
	keepsContract(t, Options{URL: "redis://" + miniredis.RunT(t).Addr()})
}
