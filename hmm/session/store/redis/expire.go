package redis

import (
	"context"
	"strings"
	"time"
)

// page is how many keys Expire asks for at a time.
const page = 500

// Expire is Store's. It goes through the keys of the whole database, other programs' too, 500 at a
// time, with two round trips each. With Options.TTL nobody has to call it; whoever does gets what it
// says.
func (s *Store) Expire(ctx context.Context, before time.Time) (int, error) {
	deleted, cursor := 0, uint64(0)
	for {
		found, err := do(ctx, s, func() (found keys, err error) {
			found.names, found.next, err = s.client.Scan(ctx, cursor, literal(s.prefix)+"*", page).Result()
			return found, err
		})
		if err != nil {
			return deleted, err
		}
		n, err := s.sweep(ctx, found.names, before)
		deleted += n
		if err != nil || found.next == 0 {
			return deleted, err
		}
		cursor = found.next
	}
}

// keys are some of the database's, and where to go on, 0 at the end.
type keys struct {
	names []string
	next  uint64
}

// sweep deletes the old ones among some keys.
func (s *Store) sweep(ctx context.Context, names []string, before time.Time) (int, error) {
	if len(names) == 0 {
		return 0, nil
	}
	return do(ctx, s, func() (int, error) { return sweep.Run(ctx, s.client, names, before.UnixMilli()).Int() })
}

// literal is a pattern that matches a text.
func literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`).Replace(text)
}
