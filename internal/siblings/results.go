package main

import (
	"fmt"
	"math"
	"strings"
)

const we = "intenthmm"

// A result is one contender on one workload.
type result struct {
	Contender  string
	Workload   string
	Objective  float64
	Iterations int
	Seconds    float64 // of processor time
	Labels     uint32  // digest of the clusters of all points, where there are such
	Near       float64 // how far, relative to its size, others may be from our objective; 0: tolerance
	Note       string  // what else there is to say of it
	Goal       float64 // how many times as long as ours theirs should take
}

type results []result

// enter takes note of a run: of several by one contender the fewest seconds count.
func (rs *results) enter(r result) {
	if known := rs.of(r.Contender, r.Workload); known != nil {
		known.Seconds = min(known.Seconds, r.Seconds)
		return
	}
	*rs = append(*rs, r)
}

func (rs results) of(contender, workload string) *result {
	for i := range rs {
		if rs[i].Contender == contender && rs[i].Workload == workload {
			return &rs[i]
		}
	}
	return nil
}

// tolerance is how far, relative to its size, two objectives may differ: everybody adds in another order.
const tolerance = 1e-9

// check reports the first contender that came to something else than we did.
func (rs results) check() error {
	for _, r := range rs {
		ours := rs.of(we, r.Workload)
		if math.Abs(r.Objective-ours.Objective) > max(tolerance, ours.Near)*math.Abs(ours.Objective) {
			return fmt.Errorf("%s, %s: objective %.12g, ours is %.12g", r.Contender, r.Workload, r.Objective, ours.Objective)
		}
		if r.Labels != ours.Labels {
			return fmt.Errorf("%s, %s: other clusters than ours", r.Contender, r.Workload)
		}
	}
	return nil
}

// markdown is the table: ours, and how many times as long the others take.
func (rs results) markdown() string {
	var b strings.Builder
	b.WriteString("| workload | objective | iterations | intenthmm, s | beside | iterations | s | ratio | goal |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range rs {
		if r.Contender == we {
			continue
		}
		ours := rs.of(we, r.Workload)
		fmt.Fprintf(&b, "| %s | %.10g | %d | **%.3f** | %s | %d | %.3f | %.2f | %g |\n", r.Workload, ours.Objective, ours.Iterations,
			ours.Seconds, r.Contender+r.Note, r.Iterations, r.Seconds, r.Seconds/ours.Seconds, r.Goal)
	}
	return b.String()
}
