package live

import (
	"context"
	"sync"
)

// locks are a lock for each name that somebody holds or waits for.
type locks struct {
	mu   sync.Mutex // held for an instant, never while a lock is waited for
	held map[string]*lock
}

type lock struct {
	free  chan struct{} // holds one token while nobody holds the lock
	users int
}

// lock waits until nobody else holds the name's lock, or ctx is done, which is the error.
func (ls *locks) lock(ctx context.Context, name string) (unlock func(), err error) {
	l := ls.use(name)
	select {
	case <-l.free:
		return func() {
			l.free <- struct{}{}
			ls.leave(name, l)
		}, nil
	case <-ctx.Done():
		ls.leave(name, l)
		return nil, ctx.Err()
	}
}

func (ls *locks) use(name string) *lock {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.held[name]
	if l == nil {
		l = &lock{free: make(chan struct{}, 1)}
		l.free <- struct{}{}
		ls.held[name] = l
	}
	l.users++
	return l
}

func (ls *locks) leave(name string, l *lock) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(ls.held, name)
	}
}
