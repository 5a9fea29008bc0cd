package em

import (
	"fmt"
	"slices"
)

// A Repeated is a repair of a fit, and the iterations in which it was made.
type Repeated struct {
	Repair
	Iterations []int // in order, at least one
}

// Repeats are the repairs of a trace, each once, in the order in which they first were made.
func Repeats(trace []Iteration) []Repeated {
	var all []Repeated
	for _, it := range trace {
		for _, r := range it.Repairs {
			i := slices.IndexFunc(all, func(a Repeated) bool { return a.Repair == r })
			if i < 0 {
				i = len(all)
				all = append(all, Repeated{Repair: r})
			}
			if seen := all[i].Iterations; len(seen) == 0 || seen[len(seen)-1] != it.Iteration {
				all[i].Iterations = append(seen, it.Iteration)
			}
		}
	}
	return all
}

// When is "iteration 3", "iterations 1 to 32" where it was made in each of these, or else "9 iterations from 1 to 32".
func (r Repeated) When() string {
	n := len(r.Iterations)
	switch first, last := r.Iterations[0], r.Iterations[n-1]; {
	case first == last:
		return fmt.Sprintf("iteration %d", first)
	case last-first+1 == n:
		return fmt.Sprintf("iterations %d to %d", first, last)
	default:
		return fmt.Sprintf("%d iterations from %d to %d", n, first, last)
	}
}
