package information_test

import (
	"context"
	"flag"
	"math"
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/information"
	"intenthmm/hmm"
)

var (
	runs          = flag.Int("runs", 24, "simulations for each family and size")
	conversations = flag.Int("conversations", 250, "in a simulation; a second round has four times as many")
)

// fullRuns is how many simulations the table is of; with fewer only the quick families are run.
const fullRuns = 200

var quick = []string{"poisson", "words", "spherical"}

// A coverage is what simulations came to.
type coverage struct {
	intervals, hits int
	mean            float64 // standard error, over parameters and simulations
	least           float64 // coverage of the parameter with the lowest
}

func (c coverage) share() float64 { return float64(c.hits) / float64(c.intervals) }

// TestCoverage simulates from a model, trains from the truth, and looks whether the 95 % intervals
// cover it: in 90 to 99 % of the cases, with errors that halve where there are four times as many
// conversations. -runs 200 makes the whole table, of all families.
func TestCoverage(t *testing.T) {
	t.Logf("%-12s %6s %10s %9s %9s %8s", "family", "N", "intervals", "covered", "least", "mean SE")
	families(t, func(t *testing.T, name string, run checker) {
		t.Run(name, func(t *testing.T) {
			if *runs < fullRuns && !slices.Contains(quick, name) {
				t.Skipf("takes long: go test ./baumwelch/information -run Coverage/%s -runs %d", name, fullRuns)
			}
			covered(t, name, run)
		})
	})
}

func covered(t *testing.T, name string, run checker) {
	small, large := run.covers(t, *runs, *conversations), run.covers(t, *runs, 4**conversations)
	for n, c := range map[int]coverage{*conversations: small, 4 * *conversations: large} {
		t.Logf("%-12s %6d %10d %8.1f%% %8.1f%% %8.4f", name, n, c.intervals, 100*c.share(), 100*c.least, c.mean)
		if !(c.share() >= 0.90 && c.share() <= 0.99) {
			t.Errorf("%s, N = %d: %.1f%% covered, want 90 to 99%%", name, n, 100*c.share())
		}
	}
	if ratio := small.mean / large.mean; math.Abs(ratio-2) > 0.2 {
		t.Errorf("%s: errors shrink %.2f-fold with four times the data, want 2", name, ratio)
	}
}

func (c of[O]) covers(t *testing.T, runs, conversations int) coverage {
	truth := estimate(t, c.m, nil, information.DefaultOptions()).Params
	var all coverage
	hits, intervals := make([]int, len(truth)), make([]int, len(truth))
	for r := range runs {
		m, data := c.m.Clone(), simulate(t, c.m, conversations, uint64(1000+r))
		fitted(t, m, data)
		e := estimate(t, m, data, information.DefaultOptions())
		for i, want := range truth {
			low, high := e.Interval(i, information.Z95)
			if e.Status[i] != information.Estimated {
				continue
			}
			intervals[i]++
			all.mean += e.StandardErrors[i]
			if low <= want && want <= high {
				hits[i]++
			}
		}
	}
	all.least = 1
	for i, n := range intervals {
		all.intervals, all.hits = all.intervals+n, all.hits+hits[i]
		if n > 0 {
			all.least = min(all.least, float64(hits[i])/float64(n))
		}
	}
	all.mean /= float64(all.intervals)
	return all
}

// fitted trains a model to the end, from where it is.
func fitted[O any](t *testing.T, m *hmm.Model[O], data []hmm.Conversation[O]) {
	t.Helper()
	o := baumwelch.MaximumLikelihood()
	o.Loop.Tolerance, o.Loop.MaxIterations = 1e-9, 2000
	if _, err := baumwelch.Fit(context.Background(), m, data, o); err != nil {
		t.Fatal(err)
	}
}
