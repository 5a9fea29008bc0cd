package redis

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
)

// expect fails unless err wraps target, if there is one, and its text holds all of texts.
func expect(t *testing.T, err, target error, texts ...string) {
	t.Helper()
	if err == nil || target != nil && !errors.Is(err, target) {
		t.Errorf("error %v, expected %v with %q", err, target, texts)
		return
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error %q does not say %q", err, text)
		}
	}
}

// once is a first record.
func once(data string) store.Record {
	return store.Record{Revision: 1, Data: []byte(data), Touched: time.Now()}
}

// TestServerGone kills the server under a store: errors without it, everything as before with it.
func TestServerGone(t *testing.T) {
	ctx, server := context.Background(), start(t)
	s := server.open(server.options)
	if err := s.Save(ctx, "a", once("first")); err != nil {
		t.Fatal(err)
	}
	server.kill()
	begin := time.Now()
	_, err := s.Load(ctx, "a")
	expect(t, err, nil, server.dir)
	expect(t, s.Save(ctx, "a", store.Record{Revision: 2}), nil, server.dir)
	expect(t, s.Delete(ctx, "a"), nil, server.dir)
	_, err = s.Expire(ctx, time.Now())
	expect(t, err, nil, server.dir)
	_, err = Open(ctx, server.options)
	expect(t, err, nil, server.dir)
	if waited := time.Since(begin); waited > 10*time.Second {
		t.Errorf("five errors took %v", waited)
	}
	server.run()
	for revision := uint64(2); revision < 20; revision++ { // no connection of old is left that fails
		if err := s.Save(ctx, "a", store.Record{Revision: revision, Data: []byte("later")}); err != nil {
			t.Fatalf("the server is back: %v", err)
		}
	}
	if r, err := s.Load(ctx, "a"); err != nil || r.Revision != 19 {
		t.Errorf("revision %d, error %v, expected 19", r.Revision, err)
	}
}

func TestTTL(t *testing.T) {
	ctx, server := context.Background(), start(t)
	options := server.options
	options.TTL = 400 * time.Millisecond
	s := server.open(options)
	if err := errors.Join(s.Save(ctx, "left", once("")), s.Save(ctx, "kept up", once(""))); err != nil {
		t.Fatal(err)
	}
	for revision := uint64(2); revision < 8; revision++ {
		time.Sleep(100 * time.Millisecond)
		if err := s.Save(ctx, "kept up", store.Record{Revision: revision}); err != nil {
			t.Fatalf("every save begins the time anew: revision %d: %v", revision, err)
		}
	}
	_, err := s.Load(ctx, "left")
	expect(t, err, store.ErrNotFound)
	if ttl := s.client.PTTL(ctx, "test:kept up").Val(); ttl <= 0 || ttl > options.TTL {
		t.Errorf("TTL %v, expected up to %v", ttl, options.TTL)
	}
	forever := server.open(server.options)
	if err := forever.Save(ctx, "kept up", store.Record{Revision: 8}); err != nil {
		t.Fatal(err)
	}
	if ttl := s.client.PTTL(ctx, "test:kept up").Val(); ttl > 0 {
		t.Errorf("TTL %v, expected none: the last save had none", ttl)
	}
}

// TestOtherPrograms: keys that are not ours are neither read nor deleted.
func TestOtherPrograms(t *testing.T) {
	ctx, server := context.Background(), start(t)
	s := server.open(server.options)
	for key, value := range map[string]string{
		"test:text": "hello", "test:other format": "2 1 0\ndata", "test:no end": "1 1 0", "test:no number": "1 x 0\n",
		"test:zero": "1 0 0\n", "elsewhere": "1 1 0\ndata", "testify": "1 1 0\ndata",
	} {
		if err := s.client.Set(ctx, key, value, 0).Err(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.client.LPush(ctx, "test:list", "x").Err(); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"text", "other format", "no end", "no number"} {
		_, err := s.Load(ctx, id)
		expect(t, err, nil, server.dir, "test:"+id, "prefix")
		expect(t, s.Save(ctx, id, once("")), nil, server.dir, "test:"+id, "prefix")
	}
	_, err := s.Load(ctx, "zero")
	expect(t, err, nil, "test:zero")
	_, err = s.Load(ctx, "list")
	expect(t, err, nil, server.dir, "WRONGTYPE")
	expect(t, s.Save(ctx, "list", once("")), nil, server.dir, "WRONGTYPE")
	if err := s.Save(ctx, "ours", once("")); err != nil {
		t.Fatal(err)
	}
	if err := s.client.Del(ctx, "test:zero").Err(); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Expire(ctx, time.Now().Add(time.Hour)); n != 1 || err != nil {
		t.Errorf("%d expired, error %v, expected 1", n, err)
	}
	if n := s.client.DBSize(ctx).Val(); n != 7 {
		t.Errorf("%d keys are left, expected the 7 of others", n)
	}
}

// TestLargeRevisions: two that a floating-point number cannot tell apart.
func TestLargeRevisions(t *testing.T) {
	ctx, server := context.Background(), start(t)
	s := server.open(server.options)
	const large = 1<<53 + 1
	for revision, want := range map[uint64]error{large: store.ErrConflict, large + 1: nil, 0: store.ErrConflict} {
		if err := s.client.Set(ctx, "test:a", encode(store.Record{Revision: large}), 0).Err(); err != nil {
			t.Fatal(err)
		}
		if err := s.Save(ctx, "a", store.Record{Revision: revision}); !errors.Is(err, want) {
			t.Errorf("revision %d after %d: error %v, expected %v", revision, uint64(large), err, want)
		}
	}
}

func TestPassword(t *testing.T) {
	server := start(t)
	admin := server.open(server.options)
	if err := admin.client.ConfigSet(context.Background(), "requirepass", "sesame").Err(); err != nil {
		t.Fatal(err)
	}
	options := server.options
	options.URL = strings.Replace(options.URL, "unix://", "unix://:sesame@", 1)
	if err := server.open(options).Save(context.Background(), "a", once("")); err != nil {
		t.Error(err)
	}
	options.URL = strings.Replace(options.URL, "sesame", "openbarley", 1)
	for _, url := range []string{server.options.URL, options.URL} {
		_, err := Open(context.Background(), Options{URL: url})
		expect(t, err, nil, server.dir)
		if strings.Contains(err.Error(), "openbarley") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, url := range []string{"", "localhost:6379", "http://:openbarley@localhost", "redis://:openbarley@localhost:x/", "redis://:openbarley@localhost/0?no_such=1"} {
		_, err := Open(context.Background(), Options{URL: url})
		expect(t, err, nil, "redis://user:password@host:port/database")
		if strings.Contains(err.Error(), "openbarley") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
	for _, ttl := range []time.Duration{-1, 1, time.Microsecond} {
		options := DefaultOptions()
		options.TTL = ttl
		_, err := Open(context.Background(), options)
		expect(t, err, nil, "TTL")
	}
}
