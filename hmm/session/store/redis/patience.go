package redis

import "context"

// do runs a command until it is done or the context is. The client itself does not heed a context while
// the server is silent: then the command is left to the client's timeouts (3 s, or what the URL says),
// and nobody reads what it says.
func do[T any](ctx context.Context, s *Store, command func() (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	answers := make(chan answer, 1)
	go func() {
		s.use.RLock()
		defer s.use.RUnlock()
		value, err := command()
		answers <- answer{value, s.explain(err)}
	}()
	select {
	case a := <-answers:
		if a.err != nil && ctx.Err() != nil {
			return none, ctx.Err()
		}
		return a.value, a.err
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
