package em

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// ErrNothingTrained is what a search returns that was cancelled before any of its fits had an iteration on record.
var ErrNothingTrained = errors.New("cancelled before anything was trained")

// NothingTrained is the error of a search whose preparations failed: ErrNothingTrained where the end of a context was
// what ended them.
func NothingTrained(err error) error {
	if Interrupted(err) {
		return ErrNothingTrained
	}
	return err
}

// Interrupted reports whether an error is of a context that has ended.
func Interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// A Runner is a fit that can be taken some way, and then further: a Climb.
type Runner interface {
	Run(ctx context.Context, iterations int) (Result, error)
}

// Race takes n independent fits to where they converge, or as many iterations as there may be, by
// successive halving: after so many iterations as the first lap has, and again each time that number has
// doubled, the better half of them by objective goes on, rounded up, and the rest stays where it is, Outrun.
// first 0 has no laps: all go to the end.
//
// begin receives the number of its fit; as many are at work at once as the gate lets through, and they
// should fit with the same gate. Results come in the order of their numbers; a fit that was never begun,
// because ctx ended first, is missing from ran. The same fits give the same results for any gate. Source:
// Jamieson and Talwalkar (2016).
func Race[R Runner](ctx context.Context, n int, gate Gate, first, iterations int, begin func(i int) (R, error)) (runners []R, results []Result, ran []bool, err error) {
	lap := iterations
	if first > 0 {
		lap = min(first, iterations)
	}
	results = make([]Result, n)
	runners, ran, err = Restart(ctx, n, gate, func(i int) (r R, err error) {
		if r, err = begin(i); err != nil {
			return r, err
		}
		results[i], err = r.Run(ctx, lap)
		return r, err
	})
	for lap < iterations && err == nil && ctx.Err() == nil {
		running := halve(results, ran)
		if len(running) == 0 {
			break
		}
		if lap *= 2; len(running) == 1 || lap > iterations {
			lap = iterations
		}
		_, _, err = Restart(ctx, len(running), gate, func(i int) (_ struct{}, err error) {
			at := running[i]
			results[at], err = runners[at].Run(ctx, lap)
			return struct{}{}, err
		})
	}
	if ctx.Err() != nil {
		for i := range results {
			if results[i].Status == OutOfIterations && results[i].Last().Iteration < iterations {
				results[i].Status = Cancelled
			}
		}
	}
	return runners, results, ran, err
}

// halve ends the race for the lower half, rounded down, of those that are still in it, and returns those
// that can go on.
func halve(results []Result, ran []bool) (running []int) {
	var in []int
	for i, r := range results {
		if ran[i] && r.Status != Outrun && len(r.Iterations) > 0 {
			in = append(in, i)
		}
	}
	slices.SortStableFunc(in, func(a, b int) int { return -cmp.Compare(results[a].Last().Objective, results[b].Last().Objective) })
	for place, i := range in {
		switch {
		case results[i].Status != OutOfIterations:
		case place < (len(in)+1)/2:
			running = append(running, i)
		default:
			results[i].Status = Outrun
		}
	}
	slices.Sort(running)
	return running
}

// Best says which fits of a race have an iteration on record, in the order of their numbers, and which of
// them came highest, the first of those equally high; -1 if there is none.
func Best(results []Result, ran []bool) (fitted []int, best int) {
	best = -1
	for i := range results {
		if !ran[i] || len(results[i].Iterations) == 0 {
			continue
		}
		if best < 0 || results[i].Last().Objective > results[best].Last().Objective {
			best = i
		}
		fitted = append(fitted, i)
	}
	return fitted, best
}

// Ended is how many fits of a search came to an end of their own. Where it is fewer than there should have been, the
// search was cancelled.
func Ended[F any](fits []F, status func(F) Status) (n int) {
	for _, f := range fits {
		if status(f) != Cancelled {
			n++
		}
	}
	return n
}
