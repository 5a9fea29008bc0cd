package main

import (
	"fmt"
	"strings"

	"intenthmm/internal/contest"
)

// A result is one contender on one workload.
type result struct {
	Contender  string
	Workload   string
	Objective  float64
	Iterations int
	Seconds    float64 // of processor time
	Labels     uint32  // digest of the clusters of all points, where there are such
	Near       float64 // how far, relative to its size, others may be from our objective; 0: as rounding lets
	Goal       float64 // how many times as long as ours theirs should take
}

// Of says whose it is, on what.
func (r result) Of() (contender, workload string) { return r.Contender, r.Workload }

type results []result

// enter takes note of a run: of several by one contender the fewest seconds count.
func (rs *results) enter(r result) {
	*rs = contest.Enter(*rs, r, func(known *result) {
		known.Seconds = min(known.Seconds, r.Seconds)
	})
}

func (rs results) of(contender, workload string) *result {
	return contest.Find(rs, contender, workload)
}

// check reports the first contender that came to something else than we did.
func (rs results) check() error {
	for _, r := range rs {
		ours := rs.of(contest.We, r.Workload)
		if err := contest.Same(fmt.Sprintf("%s, %s: objective", r.Contender, r.Workload), r.Objective, ours.Objective, ours.Near); err != nil {
			return err
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
		if r.Contender == contest.We {
			continue
		}
		ours := rs.of(contest.We, r.Workload)
		fmt.Fprintf(&b, "| %s | %.10g | %d | **%.3f** | %s | %d | %.3f | %.2f | %g |\n", r.Workload, ours.Objective, ours.Iterations,
			ours.Seconds, r.Contender, r.Iterations, r.Seconds, r.Seconds/ours.Seconds, r.Goal)
	}
	return b.String()
}
