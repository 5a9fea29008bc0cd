// Package patience has contexts for tests that end after they were asked so often whether they have: what is ended at
// its first question, then at its second, is ended everywhere.
package patience

import (
	"context"
	"sync/atomic"
)

// A Context is a context that ends by being asked. Its Done channel is that of the context within.
type Context struct {
	context.Context
	most  int64
	asked atomic.Int64
}

// Of returns a context that says most times that it has not ended, and then that it was cancelled.
func Of(within context.Context, most int64) *Context {
	return &Context{Context: within, most: most}
}

// Err is context.Canceled when it was asked before as often as it has patience.
func (c *Context) Err() error {
	if c.asked.Add(1) > c.most {
		return context.Canceled
	}
	return nil
}

// Asked is how often Err was called.
func (c *Context) Asked() int64 { return c.asked.Load() }
