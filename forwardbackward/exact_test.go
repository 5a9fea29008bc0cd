package forwardbackward_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
)

// problem is a conversation under c with the rows as log densities.
func problem(c *chain.Chain, rows ...[]float64) *reference.Problem {
	return &reference.Problem{Chain: c, Sequence: chain.Sequence{Turns: len(rows)}, LogDensity: reference.Flat(rows)}
}

// leftToRight is a chain of k states that stays or moves one on.
func leftToRight(k int) *chain.Chain {
	c := &chain.Chain{Start: make([]float64, k), Next: [][]float64{make([]float64, k*k)}}
	c.Start[0] = 1
	for i := range k {
		c.Next[0][i*k+i] = 0.5
		c.Next[0][i*k+min(i+1, k-1)] += 0.5
	}
	return c
}

// halves is a chain of two pairs of states with no way between them.
func halves() *chain.Chain {
	return &chain.Chain{Start: []float64{0.25, 0.25, 0.25, 0.25}, Next: [][]float64{{
		0.9, 0.1, 0, 0,
		0.2, 0.8, 0, 0,
		0, 0, 0.7, 0.3,
		0, 0, 0.4, 0.6,
	}}}
}

func times(n int, row ...float64) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = row
	}
	return rows
}

// TestBeyondScaling has conversations that a scaled recursion alone gets wrong: a state that it has
// to drop is the one that explains what comes later.
func TestBeyondScaling(t *testing.T) {
	inf := math.Inf(1)
	two := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 1}}}
	dense := &chain.Chain{Start: []float64{0.5, 0.5, 0}, Next: [][]float64{{
		1 - 2e-99, 1e-99, 1e-99,
		1e-99, 1e-99, 1 - 2e-99,
		0.2, 0.3, 0.5,
	}}}
	stops := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 0.75}}, Stop: []float64{0, 0.25}}
	rare := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 0.75}}, Stop: []float64{1e-30, 0.25}}
	rarer := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 1}}, Stop: []float64{0, 1e-40}}
	sudden := &chain.Chain{Start: []float64{0.5, 0.5, 0}, Stop: []float64{1e-150, 0.5, 0.5},
		Next: [][]float64{{0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.25, 0.125}}}
	bridge := &chain.Chain{Start: []float64{0.5, 0, 0.5}, Next: [][]float64{{1, 1e-250, 0, 0, 1, 0, 0, 0, 1}}}
	cases := map[string]*reference.Problem{
		"the lost state stops sooner":         problem(rare, append(times(1, 0, -668), times(3, -207, 0)...)...),
		"the end is nearly impossible":        problem(rarer, times(1, 0, -644)...),
		"lost at once, and stops":             problem(sudden, []float64{-455, -668, 0}),
		"a bridge too small for a product":    problem(bridge, append(times(2, -230, 0, 0), times(4, -inf, 0, -300)...)...),
		"dropped in one turn, back over four": problem(two, append(times(1, 0, -800), times(4, -250, 0)...)...),
		"dropped over ten, back over ten":     problem(two, append(times(10, 0, -100), times(10, -110, 0)...)...),
		"an even fight":                       problem(two, append(times(10, 0, -100), times(10, -100, 0)...)...),
		"the lost state alone may stop":       problem(stops, times(3, 0, -400)...),
		"left to right, far apart":            problem(leftToRight(3), append(append(times(3, 0, -1000, -2000), times(3, -1000, 0, -1000)...), times(3, -2000, -1000, 0)...)...),
		"left to right, the last turn first":  problem(leftToRight(4), append(times(5, -900, -600, -300, 0), times(5, 0, -300, -600, -900)...)...),
		"disconnected halves":                 problem(halves(), append(times(6, 0, 0, -300, -300), times(9, -300, -310, 0, 0)...)...),
		"a lost half is the only one left":    problem(halves(), append(times(6, 0, 0, -300, -300), times(1, -inf, -inf, 0, -1)...)...),
		"tiny start, tiny bridges":            problem(dense, []float64{-455, -668, 0}, []float64{-700, -700, 0}),
		"start that excludes the likeliest":   problem(dense, []float64{-667, -690, 0}, []float64{0, -20, 0}),
	}
	for name, p := range cases {
		t.Run(name, func(t *testing.T) {
			p.Sequence.Weight = 2.5
			want := reference.LogDomain(p)
			runs, counts := runBatch(p.Chain, p)
			expect(t, name, p, runs[0], want, 1e-9)
			flat := flatCounts(counts.Start, counts.Next, counts.Stop)
			if far := reference.Far(flat, flatCounts(want.Start, want.Next, want.Stop)); far > 1e-9 {
				t.Errorf("counts %v, expected %v, %v and %v", counts, want.Start, want.Next, want.Stop)
			}
			f := forwardbackward.NewFilter(forwardbackward.Compile(p.Chain))
			stepThrough(t, name, f, p, want, 1e-9)
		})
	}
}

// TestWideBatches compares conversations of up to 40 turns, in which the densities of a turn lie up
// to e^-2000 apart, with the log-domain reference: the scaled and the exact path side by side.
func TestWideBatches(t *testing.T) {
	for seed := range uint64(batches() / 3) {
		g := &reference.Generator{Rng: rand.New(rand.NewPCG(seed, 2)), MostK: 5, MostTurns: 40,
			Zeros: 0.5 * float64(seed%2), Never: 0.02, Spread: []float64{1, 30, 400, 2000}[seed/2%4]}
		c := g.Chain()
		var problems []*reference.Problem
		for range 1 + g.Rng.IntN(8) {
			problems = append(problems, g.Problem(c))
		}
		runs, _ := runBatch(c, problems...)
		f := forwardbackward.NewFilter(forwardbackward.Compile(c))
		for l, p := range problems {
			what := fmt.Sprintf("seed %d, lane %d", seed, l)
			want := reference.LogDomain(p)
			expect(t, what, p, runs[l], want, 1e-9)
			f.Reset()
			stepThrough(t, what, f, p, want, 1e-9)
		}
	}
}

// TestWeightsOfAnySize: posteriors and counts are proportional to the weight, also
// where a forward probability is barely above what is dropped.
func TestWeightsOfAnySize(t *testing.T) {
	c := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 1}}}
	for _, weight := range []float64{1e-90, 1e-3, 7, chain.MaxWeight} {
		p := problem(c, append(times(1, 0, -640), times(4, -250, 0)...)...)
		p.Sequence.Weight = weight
		runs, counts := runBatch(c, p)
		want := reference.LogDomain(p)
		for i := range want.Posterior {
			runs[0].posterior[i] /= weight
			runs[0].distributions[i] /= weight
			want.Posterior[i] /= weight
			want.Distributions[i] /= weight
		}
		expect(t, fmt.Sprintf("weight %g", weight), p, runs[0], want, 1e-9)
		if far := math.Abs(counts.Next[0][3]/want.Next[0][3] - 1); !(far < 1e-9) || !(counts.Next[0][1] == 0) {
			t.Errorf("weight %g: counts %v, expected %v", weight, counts.Next, want.Next)
		}
	}
}

// TestImpossibleAmongOthers: what is wrong with some lanes is theirs alone.
func TestImpossibleAmongOthers(t *testing.T) {
	inf, c := math.Inf(1), leftToRight(3)
	good := problem(c, times(7, -1, -2, -3)...)
	impossible := problem(c, append(times(5, 0, 0, 0), []float64{-inf, -inf, -inf})...)
	masked := problem(c, times(3, 0, 0, 0)...)
	masked.Sequence.Allowed = []uint64{1, 4, 4} // from state 0 to state 2 at once
	tooBig := problem(c, append(times(2, 0, 0, 0), []float64{0, inf, 0})...)
	noNumber := problem(c, []float64{0, 0, math.NaN()}, []float64{0, 0, 0})
	want := reference.LogDomain(good)
	problems := []*reference.Problem{good, impossible, good, masked, tooBig, good, noNumber, good}
	runs, counts := runBatch(c, problems...)
	for _, l := range []int{0, 2, 5, 7} {
		expect(t, "a good lane", good, runs[l], want, 1e-12)
	}
	if math.Abs(counts.Start[0]-4) > 1e-12 {
		t.Errorf("counts of %v conversations, expected 4", counts.Start[0])
	}
	for l, turn := range map[int]int{1: 5, 3: 1} {
		var e *chain.ImpossibleError
		if !errors.As(runs[l].err, &e) || e.Turn != turn {
			t.Errorf("lane %d: %v, expected turn %d to be impossible", l, runs[l].err, turn)
		}
	}
	for l, at := range map[int][2]int{4: {2, 1}, 6: {0, 2}} {
		var e *chain.DensityError
		if !errors.As(runs[l].err, &e) || e.Turn != at[0] || e.Distribution != at[1] {
			t.Errorf("lane %d: %v, expected turn %d, distribution %d", l, runs[l].err, at[0], at[1])
		}
	}
}

// TestBadDensities: NaN and +Inf are errors that name turn and distribution, masked or not, on
// every path.
func TestBadDensities(t *testing.T) {
	scaled := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.5, 0.5, 0.5, 0.5}}, Dist: []int{1, 0}}
	apart := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 1}}}
	for name, c := range map[string]*chain.Chain{"scaled": scaled, "exact": apart} {
		for _, bad := range []float64{math.NaN(), math.Inf(1)} {
			for _, mask := range [][]uint64{nil, {3, 3, 2}} {
				rows := [][]float64{{0, -600}, {-600, 0}, {bad, 0}}
				if name == "exact" { // the scale of turn 1 vanishes
					rows[0], rows[1] = []float64{0, math.Inf(-1)}, []float64{-600, 0}
				}
				if mask != nil && c.Dist != nil {
					mask = []uint64{3, 3, 1}
				}
				p := problem(c, rows...)
				p.Sequence.Allowed = mask
				runs, _ := runBatch(c, p)
				var e *chain.DensityError
				if !errors.As(runs[0].err, &e) || e.Turn != 2 || e.Distribution != 0 {
					t.Errorf("%s, %v, mask %v: error %v, expected turn 2, distribution 0", name, bad, mask, runs[0].err)
				}
				f := forwardbackward.NewFilter(forwardbackward.Compile(c))
				_, err := f.Step(rows[2], 0, p.Sequence.Mask(2, 2))
				if !errors.As(err, &e) || e.Distribution != 0 {
					t.Errorf("%s, %v, mask %v: the filter says %v", name, bad, mask, err)
				}
			}
		}
	}
}

// TestFailuresStayAlone: a conversation with a density that is none, or that is impossible, adds nothing to
// the counts of the others, and what it collects is zeros.
func TestFailuresStayAlone(t *testing.T) {
	c := chain.Uniform(3, true)
	for _, bad := range []float64{math.Inf(1), math.NaN(), math.Inf(-1)} {
		odd := long(c, 40, 3)
		for i := 60; i < 63; i++ {
			odd.LogDensity[i] = bad
		}
		fine := []*reference.Problem{long(c, 30, 3), long(c, 50, 3)}
		_, want := runBatch(c, fine...)
		runs, got := runBatch(c, fine[0], odd, fine[1])
		if runs[1].err == nil {
			t.Errorf("a density of %v: no error", bad)
		}
		for _, v := range runs[1].posterior {
			if v != 0 {
				t.Fatalf("a density of %v: a posterior of %v", bad, v)
			}
		}
		if far := reference.Far(flatCounts(got.Start, got.Next, got.Stop), flatCounts(want.Start, want.Next, want.Stop)); !(far < 1e-12) {
			t.Errorf("a density of %v: the counts of the others are off by %g", bad, far)
		}
	}
}

// TestFailureAfterSuccess: a lane that was done exactly in the batch before, and now fails, collects zeros.
func TestFailureAfterSuccess(t *testing.T) {
	c := &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{1, 0, 0, 1}}}
	ws := forwardbackward.NewWorkspace(forwardbackward.Compile(c))
	for _, p := range []*reference.Problem{
		problem(c, append(times(1, 0, -800), times(4, -250, 0)...)...),
		problem(c, times(5, math.Inf(-1), math.Inf(-1))...),
	} {
		b := newBatch(2, p)
		b.load(ws)
		ws.Smooth(b)
		sum := 0.0
		for _, v := range b.collected[0] {
			sum += v
		}
		if _, err := ws.LogLikelihood(0); err == nil && math.Abs(sum-5) > 1e-9 || err != nil && sum != 0 {
			t.Errorf("posteriors of five turns sum to %v, error %v", sum, err)
		}
	}
}
