package em

import (
	"context"
	"sync"
)

// Restart runs n independent fits, at most as many at once as the gate lets through, and returns
// what each came to, in the order of their numbers. run receives the number of its restart, and
// should fit with the same gate. A fit that was never begun, because ctx ended first, or that ends with ctx's
// error, is missing from ran.
func Restart[R any](ctx context.Context, n int, gate Gate, run func(restart int) (R, error)) (results []R, ran []bool, err error) {
	results, ran = make([]R, n), make([]bool, n)
	errs := make([]error, n)
	slots := make(chan struct{}, max(cap(gate), 1))
	var running sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		if ctx.Err() != nil {
			<-slots
			break
		}
		running.Go(func() {
			defer func() { <-slots }()
			results[i], errs[i] = run(i)
			ran[i] = errs[i] == nil
		})
	}
	running.Wait()
	for _, err := range errs {
		if err != nil && !(ctx.Err() != nil && Interrupted(err)) {
			return results, ran, err
		}
	}
	return results, ran, nil
}
