package types_test

import (
	"math"
	"math/rand/v2"
	"testing"

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
		candidates, best, err := types.Choose(background, pooled(truth), data, o, c)
		if err != nil || candidates[best].Types != want || told != len(candidates) {
			t.Errorf("%v: %+v, expected %d types; told %d times", err, candidates[best], want, told)
		}
		for n, c := range candidates {
			if c.Types != n+1 || c.Behind < 0 || c.LogLikelihood < c.HeldOut-0.2 || c.ICL < c.BIC || c.Parameters != (n+1)*11+n {
				t.Errorf("candidate %d: %+v", n, c)
			}
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
