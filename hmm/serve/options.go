package serve

import (
	"fmt"
	"math"
	"time"

	"intenthmm/hmm/intent"
)

// Options of a Server. Start from DefaultOptions. How many sessions there may be, and for how long they
// may be silent, are options of the keeper.
type Options struct {
	// Token is what clients of /v1/ and /metrics have to send as "Authorization: Bearer TOKEN". Without
	// one the server answers only requests whose Host is a loopback name, so that no page on the internet
	// reaches it through a browser on this machine.
	Token string
	// Redact, if set, rewrites the text and the speaker of every turn before the model sees them, as
	// transcript.Options.Redact did for training.
	Redact func(string) string
	// Reload reads the model again; nil: there is nothing to read it from.
	Reload func() (*intent.Model, error)

	Body    int64   // the longest body of a request, in bytes
	Text    int     // the longest text of a turn, in characters
	Streams int     // how many event streams may be open
	Rate    float64 // requests a second of one client (an address; of IPv6, its /64 network); 0: no limit
	Burst   int     // how many requests a client may make at once where there is a Rate; 0: those of a second, 1 at least

	Timeout   time.Duration // how long the store may take over a request
	Read      time.Duration // how long a client may take to send a request
	Write     time.Duration // how long a client may take to receive an answer, or one event
	Idle      time.Duration // how long a connection may be silent between requests
	Heartbeat time.Duration // how often a stream says that it is alive
	Grace     time.Duration // how long a shutdown waits for requests under way
}

// DefaultOptions are bodies of 128 KiB, texts of 10,000 characters, 1,000 streams, no limit of rate, and
// seconds for everything that a client or a store may take.
func DefaultOptions() Options {
	return Options{
		Body: 128 << 10, Text: 10_000, Streams: 1000,
		Timeout: 10 * time.Second, Read: 15 * time.Second, Write: 20 * time.Second,
		Idle: 2 * time.Minute, Heartbeat: 15 * time.Second, Grace: 10 * time.Second,
	}
}

// burst is how many requests a client may make at once where there is a Rate.
func (o Options) burst() int {
	if o.Burst > 0 {
		return o.Burst
	}
	return int(min(max(1, math.Ceil(o.Rate)), math.MaxInt32))
}

func (o Options) check() error {
	switch {
	case o.Body < 1 || o.Text < 1:
		return fmt.Errorf("serve: bodies of %d bytes with texts of %d characters, expected at least 1", o.Body, o.Text)
	case o.Streams < 0:
		return fmt.Errorf("serve: %d streams, expected 0 or more", o.Streams)
	case !(o.Rate >= 0) || o.Burst < 0:
		return fmt.Errorf("serve: %v requests a second, %d at once, expected 0 or more of each", o.Rate, o.Burst)
	}
	for name, d := range map[string]time.Duration{
		"timeout": o.Timeout, "read": o.Read, "write": o.Write, "idle": o.Idle, "heartbeat": o.Heartbeat, "grace": o.Grace,
	} {
		if d <= 0 {
			return fmt.Errorf("serve: a %s time of %v, expected more than 0", name, d)
		}
	}
	return nil
}
