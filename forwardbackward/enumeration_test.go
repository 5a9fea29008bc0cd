package forwardbackward_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
)

// batches is how many random batches of 1 to 8 conversations the enumeration tests go through.
func batches() int {
	if testing.Short() {
		return 200
	}
	return 3000
}

// eachBatch calls check with random batches and the answers to them.
func eachBatch(t *testing.T, check func(what string, c *chain.Chain, problems []*reference.Problem, answers []*reference.Answer)) {
	t.Helper()
	possible, impossible := 0, 0
	for seed := range uint64(batches()) {
		g := reference.Small(seed)
		if seed%4 == 0 {
			g.Zeros, g.Never = 0, 0
		}
		c := g.Chain()
		if seed%5 == 0 { // rows that sum to less than 1 are fine
			for i := range c.Next[0] {
				c.Next[0][i] *= 0.5
			}
		}
		var problems []*reference.Problem
		var answers []*reference.Answer
		for range 1 + g.Rng.IntN(8) {
			p := g.Problem(c)
			a := reference.Enumerate(p)
			problems, answers = append(problems, p), append(answers, a)
			if a.Impossible < 0 {
				possible++
			} else {
				impossible++
			}
		}
		check(fmt.Sprintf("seed %d", seed), c, problems, answers)
	}
	if possible < impossible || impossible < possible/20 {
		t.Errorf("%d possible and %d impossible conversations: hardly a test", possible, impossible)
	}
}

func TestBatchesMatchEnumeration(t *testing.T) {
	eachBatch(t, func(what string, c *chain.Chain, problems []*reference.Problem, answers []*reference.Answer) {
		runs, counts := runBatch(c, problems...)
		want := forwardbackward.NewCounts(c)
		for l, p := range problems {
			expect(t, fmt.Sprintf("%s, lane %d", what, l), p, runs[l], answers[l], 1e-12)
			add(want, answers[l])
		}
		got, expected := flatCounts(counts.Start, counts.Next, counts.Stop), flatCounts(want.Start, want.Next, want.Stop)
		if far := reference.Far(got, expected); far > 1e-12 {
			t.Fatalf("%s: counts are off by %g:\n%v, expected\n%v", what, far, got, expected)
		}
	})
}

// add adds an answer's counts; an impossible conversation has none.
func add(counts forwardbackward.Counts, a *reference.Answer) {
	for i, v := range a.Start {
		counts.Start[i] += v
	}
	for i, v := range a.Stop {
		counts.Stop[i] += v
	}
	for class, m := range a.Next {
		for i, v := range m {
			counts.Next[class][i] += v
		}
	}
}

func TestAloneAsInCompany(t *testing.T) {
	eachBatch(t, func(what string, c *chain.Chain, problems []*reference.Problem, _ []*reference.Answer) {
		together, _ := runBatch(c, problems...)
		for l, p := range problems {
			alone, _ := runBatch(c, p)
			a, b := alone[0], together[l]
			if (a.err == nil) != (b.err == nil) || a.err != nil && a.err.Error() != b.err.Error() {
				t.Fatalf("%s, lane %d: alone %v, in company %v", what, l, a.err, b.err)
			}
			if a.err == nil && !(a.logLikelihood == b.logLikelihood && same(a.filtered, b.filtered) &&
				same(a.posterior, b.posterior) && same(a.distributions, b.distributions)) {
				t.Fatalf("%s, lane %d: alone\n%v\nin company\n%v", what, l, a, b)
			}
		}
	})
}

func TestCountsOfOneConversation(t *testing.T) {
	eachBatch(t, func(what string, c *chain.Chain, problems []*reference.Problem, answers []*reference.Answer) {
		for l, p := range problems {
			_, counts := runBatch(c, p)
			want := forwardbackward.NewCounts(c)
			add(want, answers[l])
			got, expected := flatCounts(counts.Start, counts.Next, counts.Stop), flatCounts(want.Start, want.Next, want.Stop)
			if far := reference.Far(got, expected); far > 1e-12 {
				t.Fatalf("%s, conversation %d: counts %v, expected %v\n%s", what, l, got, expected, describe(p))
			}
		}
	})
}

// TestStepByStep: the filter's steps multiply up to the evidence, and its belief is Filtered's.
func TestStepByStep(t *testing.T) {
	eachBatch(t, func(what string, c *chain.Chain, problems []*reference.Problem, answers []*reference.Answer) {
		f := forwardbackward.NewFilter(forwardbackward.Compile(c))
		for l, p := range problems {
			f.Reset()
			stepThrough(t, fmt.Sprintf("%s, conversation %d", what, l), f, p, answers[l], 1e-12)
		}
	})
}

func stepThrough(t *testing.T, what string, f *forwardbackward.Filter, p *reference.Problem, want *reference.Answer, tolerance float64) {
	t.Helper()
	k, dists := p.Chain.States(), p.Chain.Distributions()
	total, predicted, before := 0.0, make([]float64, k), make([]float64, k)
	for turn := range p.Sequence.Turns {
		class := p.Sequence.ClassAt(turn)
		copy(before, f.Belief())
		stop := f.Predict(predicted, class)
		checkPrediction(t, what, p, turn, before, predicted, stop)
		gain, err := f.Step(p.LogDensity[turn*dists:(turn+1)*dists], class, p.Sequence.Mask(turn, k))
		if want.Impossible == turn {
			var impossible *chain.ImpossibleError
			if !errors.As(err, &impossible) || impossible.Turn != 0 || !same(before, f.Belief()) {
				t.Fatalf("%s, turn %d: error %v, expected an impossible turn and an unchanged belief\n%s", what, turn, err, describe(p))
			}
			return
		}
		if err != nil {
			t.Fatalf("%s, turn %d: %v\n%s", what, turn, err, describe(p))
		}
		total += gain
		if want.Impossible >= 0 {
			continue
		}
		if far := reference.Far(f.Belief(), want.Filtered[turn*k:(turn+1)*k]); far > tolerance {
			t.Fatalf("%s, turn %d: belief %v, expected %v\n%s", what, turn, f.Belief(), want.Filtered[turn*k:(turn+1)*k], describe(p))
		}
	}
	if want.Impossible >= 0 || p.Sequence.Turns == 0 {
		return
	}
	if p.Chain.Stop != nil && !p.Sequence.Open {
		stop := f.Predict(predicted, 0)
		if stop < 1e-290 {
			return // possible, but with a probability below what a number can hold
		}
		total += math.Log(stop)
	}
	if far := reference.Far([]float64{total}, []float64{want.LogLikelihood}); far > tolerance {
		t.Fatalf("%s: the steps sum to %v, expected %v\n%s", what, total, want.LogLikelihood, describe(p))
	}
}

// checkPrediction compares a prediction with the belief that it comes from.
func checkPrediction(t *testing.T, what string, p *reference.Problem, turn int, belief, predicted []float64, stop float64) {
	t.Helper()
	k := p.Chain.States()
	want, wantStop := make([]float64, k), 0.0
	copy(want, p.Chain.Start)
	if turn > 0 {
		clear(want)
		for i, b := range belief {
			for j := range k {
				want[j] += b * p.Chain.Next[p.Sequence.ClassAt(turn)][i*k+j]
			}
			if p.Chain.Stop != nil {
				wantStop += b * p.Chain.Stop[i]
			}
		}
	}
	wantStop = min(1, wantStop) // the belief sums to 1 but for rounding
	if far := reference.Far(append(predicted, stop), append(want, wantStop)); far > 1e-14 {
		t.Fatalf("%s, turn %d: predicted %v and stop %v, expected %v and %v", what, turn, predicted, stop, want, wantStop)
	}
}

func TestLogDomainMatchesEnumeration(t *testing.T) {
	eachBatch(t, func(what string, c *chain.Chain, problems []*reference.Problem, answers []*reference.Answer) {
		for l, p := range problems {
			a := reference.LogDomain(p)
			expect(t, fmt.Sprintf("%s, conversation %d", what, l), p, run{
				logLikelihood: a.LogLikelihood, filteredLogLikelihood: a.LogLikelihood, err: impossibleAt(a),
				filtered: a.Filtered, posterior: a.Posterior, distributions: a.Distributions,
			}, answers[l], 1e-12)
		}
	})
}

func impossibleAt(a *reference.Answer) error {
	if a.Impossible < 0 {
		return nil
	}
	return &chain.ImpossibleError{Turn: a.Impossible}
}
