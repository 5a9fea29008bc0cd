package redis

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"intenthmm/hmm/session/store"
)

// between is a way to the server that loses an answer when it is told to: the command is done, and the
// connection is gone.
func between(t *testing.T, socket string, lose *atomic.Bool) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "between")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("unix", socket)
			if err != nil {
				client.Close()
				continue
			}
			go func() { io.Copy(server, client); server.Close() }()
			go func() { answers(client, server, lose); client.Close() }()
		}
	}()
	return path
}

// answers passes on what the server says until one answer is to be lost.
func answers(client io.Writer, server io.Reader, lose *atomic.Bool) {
	buffer := make([]byte, 4096)
	for {
		n, err := server.Read(buffer)
		if err != nil || lose.Swap(false) {
			return
		}
		client.Write(buffer[:n])
	}
}

// TestLostAnswer: a save whose answer is lost is an error, not a conflict with itself.
func TestLostAnswer(t *testing.T) {
	var lose atomic.Bool
	ctx, server := context.Background(), start(t)
	options := server.options
	options.URL = "unix://" + between(t, strings.TrimPrefix(options.URL, "unix://"), &lose)
	s := server.open(options)
	if err := s.Save(ctx, "a", once("first")); err != nil {
		t.Fatal(err)
	}
	lose.Store(true)
	err := s.Save(ctx, "a", store.Record{Revision: 2, Data: []byte("second")})
	if err == nil || errors.Is(err, store.ErrConflict) {
		t.Errorf("error %v, expected that of a broken connection", err)
	}
	if r, err := s.Load(ctx, "a"); err != nil || r.Revision != 2 || string(r.Data) != "second" {
		t.Errorf("revision %d, error %v, expected 2: the server did save it", r.Revision, err)
	}
}
