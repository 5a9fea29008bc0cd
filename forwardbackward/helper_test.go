package forwardbackward_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
	"intenthmm/internal/reference"
)

// batch is problems side by side, as Emissions, which keeps what it is given.
type batch struct {
	problems  []*reference.Problem
	linear    bool
	n         int // values a turn that are collected
	collected [][]float64
}

func newBatch(n int, problems ...*reference.Problem) *batch {
	b := &batch{problems: problems, n: n}
	for _, p := range problems {
		b.collected = append(b.collected, make([]float64, p.Sequence.Turns*n))
	}
	return b
}

func (b *batch) Linear() bool { return b.linear }

func (b *batch) Densities(dst []float64, at lanes.Layout, first, end int) {
	for l, p := range b.problems {
		n := p.Chain.Distributions()
		for t := first; t < min(end, p.Sequence.Turns); t++ {
			for e, v := range p.LogDensity[t*n : (t+1)*n] {
				if b.linear {
					v = math.Exp(v)
				}
				dst[(t-first)*at.Turn+e*at.Dist+l] = v
			}
		}
	}
}

func (b *batch) Collect(values []float64, at lanes.Layout, first, end int) {
	for l, p := range b.problems {
		if end := min(end, p.Sequence.Turns); first < end {
			forwardbackward.Gather(b.collected[l][first*b.n:end*b.n], values[l:], at, b.n)
		}
	}
}

// load puts the problems, which share a chain, side by side into the workspace.
func (b *batch) load(ws *forwardbackward.Workspace) {
	var sequences []chain.Sequence
	for _, p := range b.problems {
		sequences = append(sequences, p.Sequence)
	}
	ws.Load(sequences...)
}

// run is everything that a workspace says about one conversation.
type run struct {
	logLikelihood         float64
	err                   error
	filtered, posterior   []float64
	distributions         []float64
	filteredLogLikelihood float64
}

// runBatch filters and smooths problems side by side. The counts are those of the whole batch.
func runBatch(c *chain.Chain, problems ...*reference.Problem) ([]run, forwardbackward.Counts) {
	ws, counts := forwardbackward.NewWorkspace(forwardbackward.Compile(c)), forwardbackward.NewCounts(c)
	runs := make([]run, len(problems))
	states, distributions := newBatch(c.States(), problems...), newBatch(c.Distributions(), problems...)
	states.load(ws)
	ws.Filter(states)
	for l := range problems {
		runs[l].filtered = slices.Clone(states.collected[l])
		runs[l].filteredLogLikelihood, _ = ws.LogLikelihood(l)
	}
	states.load(ws)
	ws.Smooth(states)
	distributions.load(ws)
	ws.Expect(distributions)
	ws.Flush(counts)
	for l := range problems {
		runs[l].posterior = states.collected[l]
		runs[l].distributions = distributions.collected[l]
		runs[l].logLikelihood, runs[l].err = ws.LogLikelihood(l)
	}
	return runs, counts
}

// flatCounts lays counts end to end.
func flatCounts(start []float64, next [][]float64, stop []float64) []float64 {
	flat := append([]float64{}, start...)
	for _, m := range next {
		flat = append(flat, m...)
	}
	return append(flat, stop...)
}

// expect compares a run with the reference's answer, probabilities to tolerance times weight.
func expect(t testing.TB, what string, p *reference.Problem, got run, want *reference.Answer, tolerance float64) {
	t.Helper()
	if want.Impossible >= 0 {
		var impossible *chain.ImpossibleError
		if !errors.As(got.err, &impossible) || impossible.Turn != want.Impossible {
			t.Fatalf("%s: error %v, expected that turn %d is impossible\n%s", what, got.err, want.Impossible, describe(p))
		}
		return
	}
	if got.err != nil {
		t.Fatalf("%s: %v\n%s", what, got.err, describe(p))
	}
	for _, c := range []struct {
		what      string
		got, want []float64
	}{
		{"log-likelihood", []float64{got.logLikelihood}, []float64{want.LogLikelihood}},
		{"log-likelihood of Filter", []float64{got.filteredLogLikelihood}, []float64{want.LogLikelihood}},
		{"filtered", got.filtered, want.Filtered},
		{"posterior", got.posterior, want.Posterior},
		{"distributions", got.distributions, want.Distributions},
	} {
		if far := reference.Far(c.got, c.want); far > tolerance {
			t.Fatalf("%s: %s is off by %g:\n%v, expected\n%v\n%s", what, c.what, far, c.got, c.want, describe(p))
		}
	}
}

func describe(p *reference.Problem) string {
	s := p.Sequence
	return fmt.Sprintf("chain %+v\nturns %d class %v allowed %b open %v weight %v\nlog densities %v",
		*p.Chain, s.Turns, s.Class, s.Allowed, s.Open, s.Weight, p.LogDensity)
}

// same reports that two vectors have the same bits.
func same(a, b []float64) bool {
	if len(a) != len(b) {
		return false
	}
	for i, v := range a {
		if math.Float64bits(v) != math.Float64bits(b[i]) {
			return false
		}
	}
	return true
}
