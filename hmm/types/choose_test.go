package types_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm/types"
)

// TestChooses: three types where there are three, one where there is one.
func TestChooses(t *testing.T) {
	truth := flows(t)
	single := truth.Clone()
	single.Weights, single.Chains = []float64{1}, single.Chains[:1]
	o := types.DefaultTrainOptions()
	o.Restarts, o.Fit.Strength, o.Fit.Loop.MaxIterations, o.Fit.Loop.Gate = 2, 1, 60, em.NewGate(2)
	for want, m := range map[int]*types.Model[int]{3: truth, 1: single} {
		data, _ := sampled(t, m, 300, rand.New(rand.NewPCG(1, 5)))
		c, told := types.DefaultChooseOptions(), 0
		c.Most, c.OnProgress = 6, func(int, float64) { told++ }
		choice := ok[*types.Choice[int]](t)(types.Choose(background, pooled(truth), data, o, c))
		if best := choice.Candidates[choice.Best]; best.Types != want || told != len(choice.Candidates) || told < want+3 {
			t.Errorf("%+v, expected %d types; told %d times", best, want, told)
		}
		for n, c := range choice.Candidates {
			if got := choice.Trained[n].Model.Types(); got != n+1 {
				t.Errorf("the model of %d types has %d", n+1, got)
			}
			if c.Types != n+1 || c.Behind < 0 || c.LogLikelihood < c.HeldOut-0.2 || c.ICL < c.BIC || c.Parameters != (n+1)*11+n {
				t.Errorf("candidate %d: %+v", n, c)
			}
		}
	}
}

// TestChooseCancelled: the choice is among the numbers that are complete, and those that were cut short are none.
func TestChooseCancelled(t *testing.T) {
	truth := flows(t)
	data, _ := sampled(t, truth, 60, rand.New(rand.NewPCG(1, 6)))
	o := types.DefaultTrainOptions()
	o.Restarts = 1
	for stop := range 4 {
		ctx, cancel := context.WithCancel(background)
		fits, c := 0, types.DefaultChooseOptions()
		o.OnIteration = func(_ int, it em.Iteration) { // at the last fold's second iteration, which leaves a model
			if it.Iteration == 0 {
				fits++
			}
			if fits == stop*c.Folds+c.Folds && it.Iteration == 1 {
				cancel()
			}
		}
		choice, err := types.Choose(ctx, pooled(truth), data, o, c)
		if stop == 0 {
			if !errors.Is(err, baumwelch.ErrNothingTrained) {
				t.Errorf("nothing is complete: %+v, %v", choice, err)
			}
			continue
		}
		if err != nil || len(choice.Candidates) != stop || len(choice.Trained) != stop || choice.Best >= stop {
			t.Errorf("%d numbers are complete: %+v, %v", stop, choice, err)
		}
	}
}

// TestMeasure: criteria are made of what Assign says.
func TestMeasure(t *testing.T) {
	m := flows(t)
	data, _ := sampled(t, m, 50, rand.New(rand.NewPCG(2, 5)))
	got := ok[types.Criteria](t)(types.Measure(background, m, data, nil))
	want := types.Criteria{Parameters: 2 + 3*(2+3*3), Conversations: 50}
	for _, a := range ok[[]types.Assignment](t)(types.Assign(background, m, data, nil)) {
		want.LogLikelihood += a.LogLikelihood
		want.Completed += a.LogLikelihood + math.Log(max(a.Shares[0], a.Shares[1], a.Shares[2]))
	}
	near(t, "criteria", []float64{got.LogLikelihood, got.Completed, got.BIC(), got.ICL()}, []float64{want.LogLikelihood, want.Completed,
		-2*want.LogLikelihood + 35*math.Log(50), -2*want.Completed + 35*math.Log(50)})
	if got.Parameters != want.Parameters || m.FreeParams() != 35+6 {
		t.Errorf("%d and %d parameters", got.Parameters, m.FreeParams())
	}
}
