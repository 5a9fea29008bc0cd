package live

import (
	"fmt"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
)

// Options of a Keeper. Start from DefaultOptions.
type Options struct {
	// Idle is how long a conversation may be silent: then it is over, and its id is free. 0: for ever.
	Idle time.Duration
	// Limit is how many conversations there may be in a store that counts them (Keeper.Len): no new one
	// begins when there are as many. 0: no limit.
	Limit int
	// Next is the number of next intents that an answer tells, the most probable first.
	Next int
	// Session are the options of a model's sessions, such as the horizon; nil: Model.SessionOptions.
	Session func(*intent.Model) session.Options
	// Now is the clock; nil: time.Now.
	Now func() time.Time
	// Swept is told by Run what each sweep came to; nil: nobody is told.
	Swept func(expired int, err error)
}

// DefaultOptions forget a conversation after half an hour, and tell five next intents.
func DefaultOptions() Options { return Options{Idle: 30 * time.Minute, Next: 5} }

func (o Options) check() error {
	switch {
	case o.Idle < 0:
		return fmt.Errorf("live: conversations idle for %v, expected 0 (for ever) or more", o.Idle)
	case o.Limit < 0:
		return fmt.Errorf("live: a limit of %d conversations, expected 0 (none) or more", o.Limit)
	case o.Next < 0:
		return fmt.Errorf("live: %d next intents, expected 0 or more", o.Next)
	}
	return nil
}

func (o Options) now() time.Time {
	if o.Now != nil {
		return o.Now()
	}
	return time.Now()
}

func (o Options) session(m *intent.Model) session.Options {
	if o.Session != nil {
		return o.Session(m)
	}
	return m.SessionOptions()
}
