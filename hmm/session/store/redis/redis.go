// Package redis keeps live conversations on a Redis server, so that several processes serve the same
// ones and each message may go to any of them.
//
// A save is compared and swapped on the server, in one script: of two processes that save the same
// revision one gets store.ErrConflict. Nothing is sent twice: the answer to a save may be lost after it
// was done, and it would then meet itself as a conflict. While the server is away calls return errors;
// when it is back they work again.
//
// What Save acknowledged is as safe as the server makes it: with its defaults Redis writes to the disk
// from time to time, with "appendonly yes" and "appendfsync always" before it answers. A replica that
// takes over may lack the last saves.
//
// A conversation is one string under the key Prefix + id: a line "1 REVISION TOUCHED", then the data.
// Touched is in milliseconds since 1970. Scripts and keys are for one server, or the primary of
// replicas, not for a cluster.
package redis

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"intenthmm/hmm/session/store"
)

// Options are how to reach a store; begin with [DefaultOptions].
type Options struct {
	// URL is the server and the database: redis://user:password@host:6379/0, rediss:// for TLS, or
	// unix://user:password@/path/to/socket?db=0. Timeouts and the size of the pool may be given as its
	// parameters (read_timeout=1s&pool_size=20).
	URL string
	// Prefix begins every key, so that a database may serve others too. Two stores with prefixes of
	// which neither begins with the other do not see each other.
	Prefix string
	// TTL is how long after its last save Redis itself forgets a conversation; 0: never. With it
	// nobody has to call Expire.
	TTL time.Duration
}

// DefaultOptions are a server on this machine, the prefix "intenthmm:" and no TTL.
func DefaultOptions() Options {
	return Options{URL: "redis://localhost:6379/0", Prefix: "intenthmm:"}
}

// A Store is a store.Store on a server. It connects when it is used, and again when the server was away.
type Store struct {
	client *redis.Client
	prefix string
	ttl    time.Duration
	use    sync.RWMutex // for reading while a command is under way, for writing to close
}

var _ store.Store = (*Store)(nil)

// Open makes a store and asks the server whether it answers. Errors name the server and never the
// password.
func Open(ctx context.Context, options Options) (*Store, error) {
	o, err := redis.ParseURL(options.URL)
	switch {
	case err != nil:
		return nil, errors.New("redis: the URL is not understood, expected redis://user:password@host:port/database, rediss://… or unix://path")
	case options.TTL < 0 || options.TTL > 0 && options.TTL < time.Millisecond:
		return nil, fmt.Errorf("redis: TTL is %v, expected a millisecond or more, or 0 for none", options.TTL)
	}
	o.MaxRetries = -1 // none: see the package comment
	o.DisableIdentity = true
	s := &Store{client: redis.NewClient(o), prefix: options.Prefix, ttl: options.TTL}
	if _, err := do(ctx, s, func() (string, error) { return s.client.Ping(ctx).Result() }); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Load is Store's: one round trip.
func (s *Store) Load(ctx context.Context, id string) (store.Record, error) {
	if err := store.CheckID(id); err != nil {
		return store.Record{}, err
	}
	key := s.prefix + id
	value, err := do(ctx, s, func() ([]byte, error) { return s.client.Get(ctx, key).Bytes() })
	if err != nil {
		return store.Record{}, err
	}
	r, ok := decode(value)
	if !ok {
		return store.Record{}, s.foreign(key)
	}
	return r, nil
}

// Save is Store's: one round trip.
func (s *Store) Save(ctx context.Context, id string, r store.Record) error {
	if err := store.CheckID(id); err != nil {
		return err
	}
	key, value := s.prefix+id, encode(r)
	before := strconv.FormatUint(r.Revision-1, 10) // before 0 is a revision that nobody ever reaches
	outcome, err := do(ctx, s, func() (string, error) {
		return swap.Run(ctx, s.client, []string{key}, before, value, s.ttl.Milliseconds()).Text()
	})
	switch {
	case err != nil:
		return err
	case outcome == "conflict":
		return store.ErrConflict
	case outcome == "foreign":
		return s.foreign(key)
	}
	return nil
}

// Delete is Store's: one round trip.
func (s *Store) Delete(ctx context.Context, id string) error {
	if err := store.CheckID(id); err != nil {
		return err
	}
	_, err := do(ctx, s, func() (int64, error) { return s.client.Del(ctx, s.prefix+id).Result() })
	return err
}

// Close is Store's. It waits for the commands that are under way, as long as their timeouts at most.
func (s *Store) Close() error {
	s.use.Lock()
	defer s.use.Unlock()
	if err := s.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return s.explain(err)
	}
	return nil
}

// explain makes an error of the client one of the store, or one that says where it happened.
func (s *Store) explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, redis.Nil):
		return store.ErrNotFound
	case errors.Is(err, redis.ErrClosed):
		return store.ErrClosed
	}
	return fmt.Errorf("redis at %s: %w", s.client.Options().Addr, err)
}

// foreign is the error for a key that holds something else.
func (s *Store) foreign(key string) error {
	return s.explain(fmt.Errorf("key %q holds what no session store wrote: is the prefix %q another program's?", key, s.prefix))
}
