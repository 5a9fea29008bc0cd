package transcript

import (
	"fmt"
	"time"
)

// A cutter cuts what stands under one key into conversations. The first keeps the key as its
// identifier, the others are KEY#2, KEY#3 and so on.
type cutter struct {
	gap   time.Duration // 0: only Open keys are cut, by day
	zone  *time.Location
	guess func(string)

	key    string // of the entry before
	begun  bool
	number int       // of the conversation
	filled bool      // something was said in it
	last   time.Time // of the entry before; zero: unknown
	starts bool      // the next entry begins a conversation
}

// apply sets the conversation of the next entry. Entries come key by key, each in order.
func (c *cutter) apply(n *entry) {
	if !c.begun || n.Conversation != c.key {
		c.begun, c.key, c.number, c.filled, c.starts = true, n.Conversation, 1, false, false
	}
	c.starts = c.starts || n.Starts
	if n.Gone {
		return
	}
	if c.filled && n.Span != Thread && (c.starts || c.idle(n)) {
		c.number++
	}
	c.starts, c.filled, c.last = false, true, n.At
	if c.number > 1 {
		n.Conversation = fmt.Sprintf("%s#%d", c.key, c.number)
	}
}

// idle says whether nothing was said for so long that what follows is another conversation.
func (c *cutter) idle(n *entry) bool {
	switch {
	case c.last.IsZero() || n.At.IsZero():
		return false
	case c.gap > 0:
		return n.At.Sub(c.last) > c.gap
	case n.Span != Open:
		return false
	}
	before, now := c.last.In(c.zone), n.At.In(c.zone)
	cut := before.YearDay() != now.YearDay() || before.Year() != now.Year()
	if cut {
		c.guess("an open chat was cut by day (a gap was not given)")
	}
	return cut
}
