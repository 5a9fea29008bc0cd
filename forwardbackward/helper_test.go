package forwardbackward_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
	"intenthmm/internal/reference"
)

// load puts problems, which share a chain, side by side into the workspace.
func load(ws *forwardbackward.Workspace, problems ...*reference.Problem) {
	var sequences []chain.Sequence
	for _, p := range problems {
		sequences = append(sequences, p.Sequence)
	}
	ws.Load(sequences...)
	for l, p := range problems {
		dst, at := ws.Densities(l)
		scatter(dst, at, p.LogDensity, p.Chain.Distributions())
	}
}

// scatter lays a T×n matrix out as at says.
func scatter(dst []float64, at lanes.Layout, m []float64, n int) {
	for i, v := range m {
		dst[i/n*at.Turn+i%n*at.Dist] = v
	}
}

// gather is the inverse of scatter.
func gather(src []float64, at lanes.Layout, turns, n int) []float64 {
	m := make([]float64, turns*n)
	for i := range m {
		m[i] = src[i/n*at.Turn+i%n*at.Dist]
	}
	return m
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
	load(ws, problems...)
	ws.Filter()
	for l, p := range problems {
		values, at := ws.States(l)
		runs[l].filtered = gather(values, at, p.Sequence.Turns, c.States())
		runs[l].filteredLogLikelihood, _ = ws.LogLikelihood(l)
	}
	load(ws, problems...)
	ws.Smooth(counts)
	for l, p := range problems {
		values, at := ws.States(l)
		runs[l].posterior = gather(values, at, p.Sequence.Turns, c.States())
		values, at = ws.Distributions(l)
		runs[l].distributions = gather(values, at, p.Sequence.Turns, c.Distributions())
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
