package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// A result is what one client or all of them saw.
type result struct {
	latencies []time.Duration // of the requests that were answered well
	failed    int
	first     error // of the failed ones
	took      time.Duration
}

func (r *result) fail(err error) {
	if r.failed++; r.first == nil {
		r.first = err
	}
}

// merge is the result of all clients, with latencies in ascending order.
func merge(results []result, took time.Duration) *result {
	all := &result{took: took}
	for _, r := range results {
		all.latencies = append(all.latencies, r.latencies...)
		if all.failed += r.failed; all.first == nil {
			all.first = r.first
		}
	}
	slices.Sort(all.latencies)
	return all
}

// percentile is the least latency that p percent of the requests do not exceed.
func (r *result) percentile(p float64) time.Duration {
	n := len(r.latencies)
	if n == 0 {
		return 0
	}
	rank := int(math.Ceil(p / 100 * float64(n)))
	return r.latencies[max(rank, 1)-1]
}

func (r *result) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests in %.1f s: %.0f a second, %d failed\n", len(r.latencies), r.took.Seconds(), float64(len(r.latencies))/r.took.Seconds(), r.failed)
	for _, p := range []float64{50, 90, 99, 99.9, 100} {
		fmt.Fprintf(&b, "%6g %%  %v\n", p, r.percentile(p).Round(time.Microsecond))
	}
	if r.first != nil {
		fmt.Fprintf(&b, "the first failure: %v\n", r.first)
	}
	return b.String()
}
