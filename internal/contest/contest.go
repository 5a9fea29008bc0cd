// Package contest is what measurements beside other libraries share: the runs of contenders, we among them, on workloads.
package contest

import (
	"fmt"
	"math"
)

// We is what we are called.
const We = "intenthmm"

// A Run is what a contender came to on a workload.
type Run interface {
	Of() (contender, workload string)
}

// Find is the run of a contender on a workload, nil if there is none.
func Find[R Run](runs []R, contender, workload string) *R {
	for i := range runs {
		if c, w := runs[i].Of(); c == contender && w == workload {
			return &runs[i]
		}
	}
	return nil
}

// Enter adds a run, or has merge put it into the one that there is of the same contender and workload.
func Enter[R Run](runs []R, r R, merge func(known *R)) []R {
	contender, workload := r.Of()
	if known := Find(runs, contender, workload); known != nil {
		merge(known)
		return runs
	}
	return append(runs, r)
}

// tolerance is how far, relative to its size, two objectives may differ: everybody adds in another order, and some
// print nine decimals.
const tolerance = 1e-9

// Same is an error unless their objective is ours, as near as rounding lets it come, or as near where that is farther.
func Same(what string, theirs, ours, near float64) error {
	if math.Abs(theirs-ours) <= max(tolerance, near)*math.Abs(ours) {
		return nil
	}
	return fmt.Errorf("%s: %.12g, ours is %.12g", what, theirs, ours)
}
