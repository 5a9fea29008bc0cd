package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/session/store"
	"intenthmm/hmm/session/store/bolt"
	"intenthmm/hmm/session/store/redis"
)

// storeKind is what kind of store a flag's value names.
func storeKind(value string) string {
	switch {
	case value == "memory":
		return "memory"
	case strings.HasPrefix(value, "redis://"), strings.HasPrefix(value, "rediss://"), strings.HasPrefix(value, "unix://"):
		return "redis"
	}
	return "file"
}

// openStore opens the store that the command line names.
func openStore(c *cli.Context) (store.Store, error) {
	switch value := c.String("store"); storeKind(value) {
	case "memory":
		return store.NewMemory(), nil
	case "redis":
		o := redis.DefaultOptions()
		o.URL, o.TTL = value, c.Duration("idle")
		return redis.Open(c.Context, o)
	default:
		if value == "" {
			return nil, usage("--store is empty, expected memory, a file or a redis:// URL")
		}
		return bolt.Open(value, bolt.DefaultOptions())
	}
}
